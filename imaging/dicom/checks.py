"""What must hold before an instance is taken (sizes are checked before anything is decoded)."""

import re
from typing import Final

from pydicom.uid import UID

from imaging.dicom.errors import Malformed, Reason
from imaging.dicom.header import Header, header_of
from imaging.dicom.part10 import Part10
from imaging.dicom.structure import UNDEFINED, fragments
from imaging.pixels.frames import Layout, frame_bits

_UID: Final = re.compile(r"[0-9]+(\.[0-9]+)*")
_DIRECTORY: Final = "1.2.840.10008.1.3.10"
MAX_PIXELS: Final = 1 << 28  # of one frame
MAX_FRAMES: Final = 100_000


def is_uid(value: str) -> bool:
    """Say whether `value` is a UID by syntax: digits and dots, at most 64 characters.

    Leading zeros in a component are against PS3.5 9.1 and common; they are taken.
    """
    return len(value) <= 64 and _UID.fullmatch(value) is not None


def layout_of(header: Header, *, big_endian: bool = False) -> Layout:
    """Return how uncompressed frames of this instance lie in memory."""
    return Layout(
        rows=header.rows,
        columns=header.columns,
        samples=header.samples,
        bits_allocated=header.bits_allocated,
        bits_stored=header.bits_stored,
        high_bit=header.high_bit,
        signed=header.signed,
        planar=header.planar,
        big_endian=big_endian,
        subsampled=header.photometric == "YBR_FULL_422",
    )


def check(part: Part10) -> Header:
    """Return the header of a file that may be stored; raises Malformed with the reason."""
    header = header_of(part)
    if header.sop_class == _DIRECTORY or "DirectoryRecordSequence" in part.dataset:
        raise Malformed(Reason.DIRECTORY)
    for name, value in (("study", header.study), ("series", header.series), ("sop", header.sop)):
        if not is_uid(value):
            raise Malformed(Reason.BAD_UID, name)
    _known_class(header.sop_class)
    if part.pixels is not None:
        _sizes(part, header)
    return header


def _known_class(sop_class: str) -> None:
    if not is_uid(sop_class):
        raise Malformed(Reason.BAD_UID, "sop class")
    known = UID(sop_class)
    if known.type != "SOP Class" or "Storage" not in known.name:
        raise Malformed(Reason.UNKNOWN_SOP_CLASS, sop_class)


def _sizes(part: Part10, header: Header) -> None:
    assert part.pixels is not None
    if header.rows < 1 or header.columns < 1 or header.bits_allocated < 1:
        raise Malformed(Reason.SIZE_MISMATCH, "rows, columns or bits are missing")
    if header.rows * header.columns > MAX_PIXELS or header.frames > MAX_FRAMES:
        raise Malformed(Reason.TOO_LARGE, "pixels")
    if part.pixels.length == UNDEFINED:
        if len(fragments(part.data, part.pixels, part.encoding)) - 1 < header.frames:
            raise Malformed(Reason.SIZE_MISMATCH, "fewer fragments than frames")
        return
    if part.pixels.value + part.pixels.length > len(part.data):
        raise Malformed(Reason.TRUNCATED, "pixels")
    if part.pixels.length * 8 < frame_bits(layout_of(header)) * header.frames:
        raise Malformed(Reason.SIZE_MISMATCH, "pixels are shorter than rows x columns x frames")
