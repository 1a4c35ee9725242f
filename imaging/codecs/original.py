"""Frames as the file holds them, without decoding."""

from pathlib import Path

from imaging.codecs.encapsulated import encoded_frame
from imaging.dicom.checks import layout_of
from imaging.dicom.errors import Malformed, Reason
from imaging.dicom.header import header_of
from imaging.dicom.part10 import open_part10
from imaging.dicom.structure import UNDEFINED
from imaging.pixels.frames import frame_bits


def original_frame(path: Path, index: int) -> bytes:
    """Return frame `index` (from 0) as stored: samples, or its coded stream. Raises Malformed."""
    part = open_part10(path)
    header = header_of(part)
    if part.pixels is None or not 0 <= index < header.frames:
        raise Malformed(Reason.NO_PIXELS)
    if part.pixels.length == UNDEFINED:
        return encoded_frame(part, header.frames, index)
    length = frame_bits(layout_of(header)) // 8
    begin = part.pixels.value + index * length
    return bytes(part.data[begin : begin + length])
