"""An unmodified dicomweb-client against our server."""

import asyncio
from io import BytesIO

import imagecodecs
import numpy as np
import pydicom
import pytest
from dicomweb_client.api import DICOMwebClient

from imaging.synthetic import Subject, ct_head, public_files, us_loop
from tests.server.http.dicomweb.conftest import World

FILES = ct_head(slices=4)
DATASETS = [pydicom.dcmread(BytesIO(file)) for file in FILES]
STUDY, SERIES = DATASETS[0].StudyInstanceUID, DATASETS[0].SeriesInstanceUID


@pytest.fixture
async def remote(world: World) -> DICOMwebClient:
    """A client of a server that holds one CT."""
    client = DICOMwebClient(world.url)
    await asyncio.to_thread(client.store_instances, datasets=DATASETS)
    return client


async def test_storing_a_series(world: World) -> None:
    """Every instance is answered for, and is there bit for bit."""
    client = DICOMwebClient(world.url)
    answer = await asyncio.to_thread(client.store_instances, datasets=DATASETS)
    assert len(answer.ReferencedSOPSequence) == 4
    assert "FailedSOPSequence" not in answer
    stored = await world.archive.index.instances(STUDY)
    assert [one.header.instance_number for one in stored] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "wanted",
    [
        {"PatientName": "张^桂花"},
        {"PatientName": "zhang*"},
        {"PatientID": "BA2026*"},
        {"StudyDate": "20261101-20261130"},
        {"StudyDate": "20261122"},
        {"StudyDate": "-20261122"},
        {"StudyTime": "0830"},
        {"ModalitiesInStudy": "CT"},
        {"AccessionNumber": "A2026112200?"},
        {"StudyInstanceUID": f"1.2.3,{STUDY}"},
    ],
)
async def test_searches_that_find(remote: DICOMwebClient, wanted: dict[str, str]) -> None:
    """The study is found by each of its attributes, with wildcards, ranges and lists."""
    found = await asyncio.to_thread(remote.search_for_studies, search_filters=wanted)
    assert [row["0020000D"]["Value"][0] for row in found] == [STUDY]
    assert found[0]["00201208"]["Value"] == [4]
    assert found[0]["00080061"]["Value"] == ["CT"]


@pytest.mark.parametrize(
    "wanted",
    [
        {"PatientName": "zhang"},
        {"PatientName": "100%"},
        {"StudyDate": "20261123-"},
        {"ModalitiesInStudy": "C"},
        {"PatientID": "BA_026*"},
    ],
)
async def test_searches_that_do_not_find(remote: DICOMwebClient, wanted: dict[str, str]) -> None:
    """What does not match is not shown; characters of the database's patterns mean nothing."""
    assert await asyncio.to_thread(remote.search_for_studies, search_filters=wanted) == []


@pytest.mark.parametrize("typed", ["zhangguihua", "zgh", "张桂", "guihua zhang", "张^桂花"])
async def test_fuzzy_names(remote: DICOMwebClient, typed: str) -> None:
    """Names are found as people type them: pinyin, initials, parts in any order."""
    found = await asyncio.to_thread(
        remote.search_for_studies, fuzzymatching=True, search_filters={"PatientName": typed}
    )
    assert len(found) == 1


async def test_pages_and_more_fields(remote: DICOMwebClient) -> None:
    """Limit and offset cut the list; includefield adds what the row does not hold."""
    found = await asyncio.to_thread(
        remote.search_for_instances, STUDY, SERIES, limit=2, offset=1, fields=["SliceThickness"]
    )
    assert [row["00200013"]["Value"][0] for row in found] == [2, 3]
    assert "00180050" in found[0]
    series = await asyncio.to_thread(remote.search_for_series, STUDY)
    assert series[0]["00201209"]["Value"] == [4]


async def test_metadata_and_frames(remote: DICOMwebClient) -> None:
    """Headers read as data sets, frames as the pixels of the file."""
    said = await asyncio.to_thread(remote.retrieve_series_metadata, STUDY, SERIES)
    header = pydicom.Dataset.from_json(said[0])
    assert header.PatientName.ideographic == "张^桂花"
    sop = DATASETS[0].SOPInstanceUID
    frames = await asyncio.to_thread(remote.retrieve_instance_frames, STUDY, SERIES, sop, [1])
    assert frames[0] == DATASETS[0].PixelData


async def test_whole_instances(remote: DICOMwebClient) -> None:
    """What comes out is what went in."""
    series = await asyncio.to_thread(remote.retrieve_series, STUDY, SERIES)
    assert {one.SOPInstanceUID for one in series} == {one.SOPInstanceUID for one in DATASETS}
    one = await asyncio.to_thread(
        remote.retrieve_instance, STUDY, SERIES, DATASETS[1].SOPInstanceUID
    )
    assert one.PixelData == DATASETS[1].PixelData


async def test_rendered(remote: DICOMwebClient) -> None:
    """A rendered frame is a JPEG of the size asked for."""
    sop = DATASETS[0].SOPInstanceUID
    picture = await asyncio.to_thread(
        remote.retrieve_instance_frames_rendered,
        STUDY,
        SERIES,
        sop,
        [1],
        media_types=("image/jpeg",),
        params={"window": "40,80,linear", "viewport": "200,100"},
    )
    assert imagecodecs.jpeg8_decode(picture).shape[:2] == (100, 100)


async def test_colour_frames(world: World) -> None:
    """A frame in the middle of a loop is found without reading the others."""
    file = us_loop(Subject(seed=5), frames=3, size=64)[0]
    client, ds = DICOMwebClient(world.url), pydicom.dcmread(BytesIO(file))
    await asyncio.to_thread(client.store_instances, datasets=[ds])
    frames = await asyncio.to_thread(
        client.retrieve_instance_frames,
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.SOPInstanceUID, [2],
    )  # fmt: skip
    shown = np.frombuffer(frames[0], dtype=np.uint8).reshape(64, 64, 3)
    assert (shown == ds.pixel_array[1]).all()


async def test_every_public_file(world: World) -> None:
    """Each public test file is stored, searched for and gets a preview or an explanation."""
    for path in public_files():
        taken = await world.archive.receive(path, "qinghe", name=path.name)
        assert taken.state == "stored", (path.name, taken)
    await world.settled()
    client = DICOMwebClient(world.url)
    for row in await asyncio.to_thread(client.search_for_instances):
        where = [row[tag]["Value"][0] for tag in ("0020000D", "0020000E", "00080018")]
        assert await asyncio.to_thread(client.retrieve_instance_metadata, *where)
        (stored,) = await world.archive.index.instances(*where)
        assert stored.derived.failed is None
        assert stored.derived.cuts is not None
        assert len(stored.derived.cuts) == (stored.header.frames if stored.header.has_pixels else 0)
