"""What the server answers, seen as bytes."""

import asyncio
import zlib
from io import BytesIO

import imagecodecs
import numpy as np
import pydicom
import pytest
from aiohttp import MultipartWriter, payload
from yarl import URL

from imaging.archive.access import VisibleStudies
from imaging.synthetic import Subject, ct_head
from tests.server.http.dicomweb.conftest import World

FILES = ct_head(slices=3)
HEADERS = [pydicom.dcmread(BytesIO(file)) for file in FILES]
STUDY, SERIES, SOP = (
    HEADERS[0].StudyInstanceUID,
    HEADERS[0].SeriesInstanceUID,
    HEADERS[0].SOPInstanceUID,
)
HERE = f"/dicom-web/studies/{STUDY}/series/{SERIES}/instances/{SOP}"


async def stow(
    world: World, files: list[bytes], to: str = "/dicom-web/studies"
) -> tuple[int, dict]:
    """Store files in one request."""
    with MultipartWriter("related") as body:
        for file in files:
            body.append_payload(payload.BytesPayload(file, content_type="application/dicom"))
    async with world.client.post(to, data=body) as answer:
        return answer.status, await answer.json(content_type=None)


def bomb() -> bytes:
    """A deflated file of some hundred kilobytes that would become 400 MB."""
    ds = pydicom.dcmread(BytesIO(FILES[0]), stop_before_pixels=True)
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1.99"
    out = BytesIO()
    pydicom.dcmwrite(out, ds)
    start = out.getvalue()
    meta = start[: 144 + int.from_bytes(start[140:144], "little")]
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(1 << 20)
    return meta + b"".join(machine.compress(zeros) for _ in range(400)) + machine.flush()


async def test_bad_files_among_good_ones(world: World) -> None:
    """Good ones are stored, each bad one is kept and named with its reason."""
    other = bytearray(FILES[1])
    other[-1] ^= 1
    files = [*FILES, b"just a text" * 30, FILES[0][:200_000], bytes(other), bomb(), b""]
    status, answer = await stow(world, files)
    assert status == 202
    assert len(answer["00081199"]["Value"]) == 3
    reasons = [one["00000902"]["Value"][0] for one in answer["00081198"]["Value"]]
    assert reasons == ["not_dicom", "truncated", "conflict", "deflate_bomb", "empty"]
    refused = await world.archive.index.refused()
    assert {one.code for one in refused} == set(reasons)
    assert all(world.archive.blobs.path(one.sha256).exists() for one in refused)
    assert world.archive.blobs.path(refused[0].sha256).parent.parent.name == "blobs"


async def test_the_same_again(world: World) -> None:
    """Sending again is success and changes nothing."""
    assert (await stow(world, FILES))[0] == 200
    assert (await stow(world, FILES))[0] == 200
    assert len(await world.archive.index.instances(STUDY)) == 3


async def test_another_study(world: World) -> None:
    """What is sent to one study and belongs to another is refused."""
    status, answer = await stow(world, FILES[:1], "/dicom-web/studies/1.2.3")
    assert status == 409
    assert answer["00081198"]["Value"][0]["00081197"]["Value"] == [0xA900]


async def test_a_body_that_is_not_multipart(world: World) -> None:
    """It is refused by its kind."""
    async with world.client.post("/dicom-web/studies", data=b"x") as answer:
        assert answer.status == 415


async def test_the_manifest_before_and_after(world: World) -> None:
    """Frames can be had at once; lengths and cuts come when the derivative is made."""
    await stow(world, list(reversed(FILES)))
    path = f"/dicom-web/studies/{STUDY}/huizhen-manifest"
    await world.settled()
    async with world.client.get(path) as answer:
        said = await answer.json()
        tag = answer.headers["ETag"]
    async with world.client.get(path, headers={"If-None-Match": tag}) as answer:
        assert answer.status == 304
    assert said["patient"]["name"] == "张桂花"
    (series,) = said["series"]
    assert series["isVolume"]
    heights = [one["position"][2] for one in series["instances"]]
    assert heights == sorted(heights)
    first = series["instances"][0]
    assert first["windows"][0] == {"centre": 40.0, "width": 80.0, "label": "BRAIN"}
    assert first["rescale"] == {"slope": 1.0, "intercept": -1024.0, "unit": "HU"}
    frame = first["frames"][0]
    assert frame["bytes"] == frame["cuts"][-1]
    cut = frame["cuts"][0]
    async with world.client.get(frame["url"], headers={"Range": f"bytes=0-{cut - 1}"}) as answer:
        assert answer.status == 206
        assert answer.content_type == "image/jphc"
        small = imagecodecs.htj2k_decode(await answer.read(), skipres=len(frame["cuts"]) - 1)
    assert small.shape[0] < 512
    async with world.client.get(frame["url"]) as answer:
        whole = imagecodecs.htj2k_decode(await answer.read())
    async with world.client.get(frame["raw"]) as answer:
        stored = np.frombuffer(await answer.read(), dtype="<u2").reshape(512, 512)
    assert (whole == stored).all()
    assert (stored == HEADERS[0].pixel_array).all()


async def test_thumbnails_at_once(world: World) -> None:
    """A picture of instance, series and study is there as soon as the file is."""
    await stow(world, FILES)
    for path in (
        HERE,
        f"/dicom-web/studies/{STUDY}/series/{SERIES}",
        f"/dicom-web/studies/{STUDY}",
    ):
        async with world.client.get(f"{path}/thumbnail") as answer:
            assert answer.content_type == "image/webp"
            body = await answer.read()
        assert max(imagecodecs.webp_decode(body).shape) == 256


async def test_many_ask_for_one_preview(world: World) -> None:
    """Those who come while it is made wait for it; all get the same."""
    await stow(world, FILES[:1])

    async def one() -> bytes:
        async with world.client.get(f"{HERE}/thumbnail") as answer:
            return await answer.read()

    assert len(set(await asyncio.gather(*(one() for _ in range(8))))) == 1


async def test_somebody_elses_study(world: World) -> None:
    """It is not there: for searches, headers, pixels and pictures alike."""
    await stow(world, FILES)
    world.access.hidden.add(STUDY)
    world.access.visible = VisibleStudies(sites=frozenset({"elsewhere"}))
    async with world.client.get("/dicom-web/studies") as answer:
        assert await answer.json(content_type=None) == []
    for end in ("", "/metadata", "/thumbnail", "/rendered", "/huizhen-manifest", "/series"):
        async with world.client.get(f"/dicom-web/studies/{STUDY}{end}") as answer:
            assert answer.status == 404, end
    for end in ("", "/metadata", "/frames/1", "/frames/1/htj2k", "/frames/1/raw", "/thumbnail"):
        async with world.client.get(f"{HERE}{end}") as answer:
            assert answer.status == 404, end
    world.access.visible = VisibleStudies(sites=frozenset({"qinghe"}))
    async with world.client.get("/dicom-web/studies") as answer:
        assert len(await answer.json(content_type=None)) == 1


async def test_questions_that_make_no_sense(world: World) -> None:
    """They are refused, never a failure of ours."""
    await stow(world, FILES[:1])
    wrong = {
        "/dicom-web/studies?limit=x": 400,
        "/dicom-web/studies?StudyDate=yesterday": 400,
        "/dicom-web/studies?PatientName=%ff%fe": 200,
        "/dicom-web/instances?InstanceNumber=abc": 200,
        f"{HERE}/frames/0": 404,
        f"{HERE}/frames/2": 404,
        f"{HERE}/frames/99999999999999999999": 404,
        f"{HERE}/rendered?window=1": 400,
        f"{HERE}/rendered?window=1,nan": 400,
        f"{HERE}/rendered?viewport=0,0": 400,
        f"{HERE}/bulkdata/7FE00010": 404,
    }
    for path, status in wrong.items():
        async with world.client.get(path) as answer:
            assert answer.status == status, path


async def test_more_frames_than_memory_should_hold(world: World) -> None:
    """One frame a thousand times over is refused before any of it is read."""
    await stow(world, FILES[:1])
    async with world.client.get(f"{HERE}/frames/{'1,' * 1500}1") as answer:
        assert answer.status == 413
    async with world.client.get(f"{HERE}/frames/1,1") as answer:
        assert answer.status == 200


async def test_a_name_in_gbk_and_in_pieces(world: World) -> None:
    """A name typed by an old client in GBK is understood."""
    await stow(world, FILES[:1])
    typed = "".join(f"%{byte:02X}" for byte in "张^桂花".encode("gb18030"))
    path = URL(str(world.client.make_url(f"/dicom-web/studies?PatientName={typed}")), encoded=True)
    async with world.client.session.get(path) as answer:
        assert len(await answer.json(content_type=None)) == 1


async def test_two_subjects(world: World) -> None:
    """Studies of two patients stay apart."""
    li = Subject(name="Li^Lei=李^雷", patient_id="X2", seed=2)
    await stow(world, [*FILES, *ct_head(li, slices=1)])
    async with world.client.get("/dicom-web/studies?PatientID=X2") as answer:
        (row,) = await answer.json(content_type=None)
    assert row["00201208"]["Value"] == [1]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/related; boundary=x", b"--x\r\nContent-Type: application/dicom\r\n\r\nabc"),
        ("multipart/related; boundary=x", b""),
        ("multipart/related; boundary=x", b"zzz\r\n" * 50),
        ("multipart/related; boundary=x", b"--x\r\nContent-Type: appl"),
        ("multipart/related", b"abc"),
        (
            "multipart/related; boundary=x",
            b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\nabc\r\n--y--\r\n",
        ),
    ],
)
async def test_a_broken_body(world: World, kind: str, body: bytes) -> None:
    """It is refused as the client's mistake, and nothing half stays on disk."""
    headers = {"Content-Type": kind}
    async with world.client.post("/dicom-web/studies", data=body, headers=headers) as answer:
        assert answer.status in (400, 409)
    assert list(world.archive.blobs.incoming.iterdir()) == []
