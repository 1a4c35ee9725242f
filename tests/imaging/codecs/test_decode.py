"""Every transfer syntax that ships with pydicom."""

import warnings
from dataclasses import replace
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
import pytest

from imaging.codecs.decode import frame_of
from imaging.codecs.htj2k import cuts_of, encode_htj2k
from imaging.codecs.render import Look, draw, picture
from imaging.dicom.errors import Malformed, Reason
from imaging.dicom.header import header_of
from imaging.dicom.part10 import open_part10
from imaging.pixels.window import Window
from imaging.synthetic import public_files

PLACE = Path(pydicom.__file__).parent / "data" / "test_files"
PIXELS = [path for path in public_files() if path.name not in ("test-SR.dcm", "waveform_ecg.dcm")]


def decoded(path: Path, index: int = 0) -> np.ndarray:
    """Return one frame of a file."""
    part = open_part10(path)
    return frame_of(part, header_of(part), index)


@pytest.mark.parametrize("path", PIXELS, ids=lambda path: path.name)
def test_every_syntax_is_decoded_and_coded_again(path: Path) -> None:
    """Each file decodes to its size, and its HTJ2K derivative gives the same numbers."""
    part = open_part10(path)
    header = header_of(part)
    values = frame_of(part, header, header.frames - 1)
    assert values.shape[:2] == (header.rows, header.columns)
    stream = encode_htj2k(values)
    assert cuts_of(stream)[-1] == len(stream)
    assert (imagecodecs.htj2k_decode(stream) == values).all()
    assert draw(values, header, Look(box=(64, 64), kind="webp"))[:4] == b"RIFF"


@pytest.mark.parametrize(
    "name",
    ["MR_small_RLE", "MR_small_bigendian", "MR_small_implicit", "MR_small_jp2klossless",
     "MR_small_jpeg_ls_lossless"],
)  # fmt: skip
def test_one_picture_in_many_syntaxes(name: str) -> None:
    """Lossless codings of one picture give the same values."""
    assert (decoded(PLACE / f"{name}.dcm") == decoded(PLACE / "MR_small.dcm")).all()


@pytest.mark.parametrize(
    "name",
    ["SC_rgb_rle_2frame", "SC_rgb_rle", "SC_rgb_small_odd", "SC_rgb_small_odd_big_endian",
     "SC_ybr_full_422_uncompressed", "examples_ybr_color", "SC_rgb_dcmtk_+eb+cy+np",
     "SC_rgb_gdcm_KY", "ExplVR_BigEnd"],
)  # fmt: skip
def test_colour_as_pydicom_sees_it(name: str) -> None:
    """Colour agrees with pydicom's own decoders."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = pydicom.pixel_array(PLACE / f"{name}.dcm", index=0)
    assert np.abs(decoded(PLACE / f"{name}.dcm").astype(int) - expected).max() <= 3


def test_a_frame_that_is_not_there() -> None:
    """A frame number beyond the last is refused."""
    with pytest.raises(Malformed) as refused:
        decoded(PLACE / "MR_small.dcm", 1)
    assert refused.value.code is Reason.SIZE_MISMATCH


def test_a_report_has_no_frames() -> None:
    """Asking for pixels of a report is refused with its own reason."""
    with pytest.raises(Malformed) as refused:
        decoded(PLACE / "test-SR.dcm")
    assert refused.value.code is Reason.NO_PIXELS


def test_inverted_greys() -> None:
    """MONOCHROME1 is shown with its lowest value white."""
    part = open_part10(PLACE / "MR_small.dcm")
    header = header_of(part)
    values = frame_of(part, header, 0)
    window = Window(600, 1200)
    shown = picture(values, replace(header, photometric="MONOCHROME1"), window)
    assert (shown == 255 - picture(values, header, window)).all()
