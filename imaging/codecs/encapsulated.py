"""Which fragments of encapsulated pixels make up one frame (PS3.5 A.4)."""

import struct

from imaging.dicom.errors import Malformed, Reason
from imaging.dicom.part10 import Part10
from imaging.dicom.structure import fragments

_STARTS = (b"\xff\xd8", b"\xff\x4f\xff\x51")  # JPEG and JPEG-LS; JPEG 2000


def encoded_frame(part: Part10, frames: int, index: int) -> bytes:
    """Return the coded bytes of frame `index` (from 0); raises Malformed when it is not there."""
    if part.pixels is None:
        raise Malformed(Reason.NO_PIXELS)
    table, *places = fragments(part.data, part.pixels, part.encoding)
    for group in [_grouped(part, table, places, frames)[index : index + 1]]:
        if group:
            return b"".join(bytes(part.data[begin:end]) for begin, end in group[0])
    raise Malformed(Reason.SIZE_MISMATCH, "no such frame")


Place = tuple[int, int]


def _grouped(part: Part10, table: Place, places: list[Place], frames: int) -> list[list[Place]]:
    if frames == 1:
        return [places]
    if len(places) == frames:
        return [[place] for place in places]
    offsets = struct.unpack(f"<{(table[1] - table[0]) // 4}I", part.data[table[0] : table[1]])
    first = places[0][0] - 8
    starts = {first + offset for offset in offsets}
    if len(starts) != frames:
        starts = {p[0] - 8 for p in places if bytes(part.data[p[0] : p[0] + 4]).startswith(_STARTS)}
    groups: list[list[Place]] = []
    for place in places:
        if place[0] - 8 in starts or not groups:
            groups.append([])
        groups[-1].append(place)
    return groups
