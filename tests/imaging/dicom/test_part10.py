"""Opening files that are whole, cut off, hostile or no DICOM at all."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pydicom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imaging.dicom.checks import check, is_uid
from imaging.dicom.errors import Malformed, Reason
from imaging.dicom.header import tags_of
from imaging.dicom.model import json_of, tag_of
from imaging.dicom.part10 import open_part10
from imaging.synthetic import ct_head, dx_chest, mr_brain, public_files, us_loop

FILE = ct_head(slices=1, size=64)[0]


def changed(**values: object) -> bytes:
    """Return the file with other values."""
    ds = pydicom.dcmread(BytesIO(FILE))
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    return written(ds)


def written(ds: pydicom.Dataset) -> bytes:
    """Return a data set as a file."""
    out = BytesIO()
    pydicom.dcmwrite(out, ds)
    return out.getvalue()


def refusal(file: bytes) -> Reason:
    """Return why a file is refused."""
    with pytest.raises(Malformed) as refused:
        check(open_part10(file))
    return refused.value.code


def nested(levels: int) -> bytes:
    """Return sequences within sequences."""
    inner = pydicom.Dataset()
    for _ in range(levels):
        outer = pydicom.Dataset()
        outer.ContentSequence = [inner]
        inner = outer
    ds = pydicom.dcmread(BytesIO(FILE))
    ds.ContentSequence = [inner]
    return written(ds)


def test_all_kinds_of_series() -> None:
    """Synthetic CT, MR, DX and US pass the checks and say what they are."""
    files = [FILE, mr_brain(slices=1)[0], dx_chest(size=128)[0], us_loop(frames=2, size=64)[0]]
    headers = [check(open_part10(file)) for file in files]
    assert [header.modality for header in headers] == ["CT", "MR", "DX", "US"]
    ct = headers[0]
    assert ct.windows[0].label == "BRAIN"
    assert (ct.slope, ct.intercept, ct.unit) == (1, -1024, "HU")
    assert ct.patient_name == "Zhang^Guihua=张^桂花"
    assert ct.birth_date == "1956-03-02"
    assert headers[3].frames == 2
    assert headers[3].cine_rate == 25


@pytest.mark.parametrize("path", public_files(), ids=lambda path: path.name)
def test_public_files(path: Path) -> None:
    """Each public file passes, and its header is JSON with its own UID."""
    part = open_part10(path)
    assert json_of(part)["00080018"]["Value"] == [check(part).sop]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"hello", Reason.NOT_DICOM),
        (b"\x00" * 128 + b"DICM", Reason.NO_TRANSFER_SYNTAX),
        (FILE[:-10], Reason.TRUNCATED),
        (FILE[:700], Reason.TRUNCATED),
        (FILE[:150], Reason.TRUNCATED),
        (changed(SOPInstanceUID="1.2.abc"), Reason.BAD_UID),
        (changed(StudyInstanceUID=""), Reason.BAD_UID),
        (changed(SOPClassUID="1.2.3.4"), Reason.UNKNOWN_SOP_CLASS),
        (changed(SOPClassUID="1.2.840.10008.1.1"), Reason.UNKNOWN_SOP_CLASS),
        (changed(Rows=65), Reason.SIZE_MISMATCH),
        (changed(Rows=0), Reason.SIZE_MISMATCH),
        (changed(Rows=65535, Columns=65535), Reason.TOO_LARGE),
        (changed(NumberOfFrames=3), Reason.SIZE_MISMATCH),
        (nested(40), Reason.TOO_DEEP),
    ],
)
def test_files_that_are_refused(file: bytes, reason: Reason) -> None:
    """Each defect has its own reason."""
    assert refusal(file) is reason


def test_nesting_of_a_usual_depth() -> None:
    """Reports nest; ten levels are fine."""
    assert check(open_part10(nested(10))).modality == "CT"


def test_a_directory_of_a_disc() -> None:
    """A DICOMDIR is told apart from what cannot be read."""
    path = Path(pydicom.__file__).parent / "data/test_files/dicomdirtests/DICOMDIR"
    assert refusal(path.read_bytes()) is Reason.DIRECTORY


def deflated(body: bytes) -> bytes:
    """Return a deflated file with this body."""
    ds = pydicom.dcmread(BytesIO(FILE), stop_before_pixels=True)
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1.99"
    whole = written(ds)
    (length,) = struct.unpack_from("<I", whole, 140)
    return whole[: 144 + length] + body


def test_a_deflate_bomb() -> None:
    """Inflating stops at the bound."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b"".join(machine.compress(bytes(1 << 20)) for _ in range(300)) + machine.flush()
    assert refusal(deflated(body)) is Reason.DEFLATE_BOMB


def test_deflated_and_cut_off() -> None:
    """A deflated file that ends early is truncated."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = machine.compress(FILE) + machine.flush()
    assert refusal(deflated(body[: len(body) // 2])) is Reason.TRUNCATED


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage(data: st.DataObject) -> None:
    """Whatever bytes are damaged or cut, the file is read or refused, never anything else."""
    damaged = bytearray(FILE[:3000])
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(132, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Malformed):
        part = open_part10(bytes(damaged))
        json_of(part)
        check(part)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("ISO_IR 192", "Zhang^San=张^三".encode()),
        ("GB18030", "Zhang^San=张^三".encode("gb18030")),
        ("GBK", "Zhang^San=张^三".encode("gbk")),
        ("ISO_IR 100", "Zhang^San=张^三".encode("gbk")),
        ("ISO_IR 100", "Zhang^San=张^三".encode()),
        ("\\ISO 2022 IR 58", b"Zhang^San=\x1b$)A" + "张".encode("gb2312") + b"^\x1b$)A"
         + "三".encode("gb2312")),
    ],
)  # fmt: skip
def test_chinese_names(label: str, name: bytes) -> None:
    """Names are read whether the label is right, wrong or of the old kind."""
    padded = name + b" " * (len(name) % 2)
    ds = pydicom.dcmread(BytesIO(FILE), stop_before_pixels=True)
    ds.SpecificCharacterSet = label.split("\\") if "\\" in label else label
    del ds.PatientName
    for keyword in ("InstitutionName", "StudyDescription", "SeriesDescription"):
        setattr(ds, keyword, "plain")
    file = written(ds)
    place = file.index(b"\x10\x00\x20\x00LO")
    element = b"\x10\x00\x10\x00PN" + struct.pack("<H", len(padded)) + padded
    assert tags_of(file[:place] + element + file[place:]).patient_name == "Zhang^San=张^三"


def test_latin_names_stay_latin() -> None:
    """A single accented letter is not taken for Chinese."""
    texts = ("InstitutionName", "StudyDescription", "SeriesDescription")
    plain = dict.fromkeys(texts, "plain")
    file = changed(SpecificCharacterSet="ISO_IR 100", PatientName="Jérôme", **plain)
    assert tags_of(file).patient_name == "Jérôme"


def test_uids_and_tags() -> None:
    """UIDs are digits and dots; tags are keywords or eight hexadecimal digits."""
    assert is_uid("1.2.840")
    assert not is_uid("1..2")
    assert not is_uid("1." * 40)
    assert tag_of("PatientID") == tag_of("00100020") == "00100020"
    assert tag_of("nonsense") is None
