"""Studies that grow in the archive without anybody in the case doing anything."""

from pathlib import Path as FilePath

import pytest

from consult.domain.codes import Mode
from consult.domain.errors import Refused
from consult.services import cases, opinions
from tests.consult.services.path import WRITTEN, Path, full_form
from tests.consult.services.test_uploads import announce, sent


async def arrives(path: Path, folder: FilePath, content: bytes) -> None:
    """A scanner sends one more image of the study; the case hears nothing of it."""
    announce(path.world, content)
    image = folder / "image"
    image.write_bytes(content)
    await path.ports.studies.receive(str(image), path.file.case.site)


async def test_a_study_that_grew_in_the_archive(path: Path, tmp_path: FilePath) -> None:
    """Nobody signs on images that they were not told of; once told, they may."""
    await path.accept(full_form(mode=Mode.WRITTEN))
    announce(path.world, b"one")
    await sent(path, tmp_path, b"one")
    await arrives(path, tmp_path, b"two")
    with pytest.raises(Refused, match="opinion_outdated"):
        await path.sign(conclusion=WRITTEN)
    assert path.world.events[-1].type == "study.changed"
    assert path.file.studies[0].instances == 2
    view = await path.sign(conclusion=WRITTEN)
    evidence = {one.kind: one.sha256 for one in view.opinions[0].evidence}
    assert evidence["study"] == path.file.studies[0].digest


async def test_images_that_come_after_the_signature(path: Path, tmp_path: FilePath) -> None:
    """The opinion says that there is newer evidence; its paper names only what was seen."""
    await path.accept(full_form(mode=Mode.WRITTEN))
    announce(path.world, b"one")
    await sent(path, tmp_path, b"one")
    await path.sign(conclusion=WRITTEN)
    expert, opinion = path.world.actors["expert"], path.file.opinions[0].id
    seen = (await cases.read(path.ports, expert, path.case)).opinions[0]
    assert not seen.newer_evidence
    announce(path.world, b"two")
    await sent(path, tmp_path, b"two", 2)
    seen = (await cases.read(path.ports, expert, path.case)).opinions[0]
    assert seen.newer_evidence
    record = await opinions.signed(path.ports, expert, path.case, opinion)
    assert [one.study for one in record.file.studies] == [
        one.id for one in seen.evidence if one.kind == "study"
    ]
