"""A folder in which images are not everything."""

from pathlib import Path as FilePath

import pytest

from consult.contract.commands import PlanUpload
from consult.services import uploads
from tests.consult.services.path import Path
from tests.consult.services.test_uploads import PDF, announce, file_of


@pytest.mark.parametrize("last", [b"just some notes", PDF, b"<svg onload='x'>"])
async def test_the_last_file_of_a_folder_is_no_image(
    path: Path, tmp_path: FilePath, last: bytes
) -> None:
    """All images count, whatever came last: a text, a document, or what is refused."""
    await path.create()
    images = [f"image {number}".encode() for number in range(6)]
    for content in images:
        announce(path.world, content)
    contents = [*images, last]
    plan = PlanUpload(files=tuple(file_of(one, number) for number, one in enumerate(contents)))
    doctor = path.world.actors["doctor"]
    planned = (await uploads.plan(path.ports, doctor, path.case, plan)).files
    for one, content in zip(planned, contents, strict=True):
        part = tmp_path / one.name
        part.write_bytes(content)
        await uploads.finish(path.ports, doctor, one.id, str(part))
    assert [link.instances for link in path.file.studies] == [6]
