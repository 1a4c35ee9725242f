"""The skeleton of a data set: every length inside the file, nesting bounded, where pixels begin.

Walked before pydicom sees the file, because a length that lies is how a reader is made to hang,
to recurse or to miss that a file was cut off. PS3.5 chapter 7.
"""

import struct
from dataclasses import dataclass
from typing import Final

from imaging.dicom.errors import Malformed, Reason

Bytes = bytes | memoryview

MAX_DEPTH: Final = 24
UNDEFINED: Final = 0xFFFFFFFF
_LONG: Final = frozenset(
    {b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"}
)
_PIXELS: Final = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
_ITEM: Final = 0xFFFEE000
_ITEM_END: Final = 0xFFFEE00D
_SEQUENCE_END: Final = 0xFFFEE0DD


@dataclass(frozen=True, slots=True)
class Encoding:
    """How elements are written."""

    implicit: bool
    big_endian: bool


@dataclass(frozen=True, slots=True)
class Element:
    """One element: where its tag, its value and the next element begin (bytes)."""

    tag: int
    vr: bytes
    start: int
    value: int
    length: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Where the header ends, and the element of pixels after it, if any."""

    header_end: int
    pixels: Element | None


def skeleton(data: Bytes, start: int, encoding: Encoding) -> Skeleton:
    """Walk the data set that begins at `start`; raises Malformed (truncated, too deep)."""
    at = start
    while at < len(data):
        if len(data) - at < 8 or not any(data[at : at + 8]):
            return _tail(data, at)
        element = element_at(data, at, encoding)
        if element.tag in _PIXELS:
            return Skeleton(element.start, element)
        at = _after(data, element, encoding, 0)
    return Skeleton(at, None)


def element_at(data: Bytes, at: int, encoding: Encoding) -> Element:
    """Return the element whose tag begins at `at`; raises Malformed when it is cut off."""
    order = ">" if encoding.big_endian else "<"
    if at + 8 > len(data):
        raise Malformed(Reason.TRUNCATED, f"element header at {at}")
    group, number = struct.unpack_from(f"{order}HH", data, at)
    tag = group << 16 | number
    vr = bytes(data[at + 4 : at + 6])
    if encoding.implicit or group == 0xFFFE or not (vr.isalpha() and vr.isupper()):
        (length,) = struct.unpack_from(f"{order}I", data, at + 4)
        return Element(tag, b"", at, at + 8, length)
    if vr not in _LONG:
        (length,) = struct.unpack_from(f"{order}H", data, at + 6)
        return Element(tag, vr, at, at + 8, length)
    if at + 12 > len(data):
        raise Malformed(Reason.TRUNCATED, f"element header at {at}")
    (length,) = struct.unpack_from(f"{order}I", data, at + 8)
    return Element(tag, vr, at, at + 12, length)


def fragments(data: Bytes, pixels: Element, encoding: Encoding) -> list[tuple[int, int]]:
    """Return (begin, end) of each fragment of encapsulated pixels, the offset table first.

    Raises Malformed when a fragment or the end of the sequence is missing.
    """
    found: list[tuple[int, int]] = []
    at = pixels.value
    while True:
        item = element_at(data, at, encoding)
        if item.tag == _SEQUENCE_END:
            return found
        if item.tag != _ITEM or item.length == UNDEFINED:
            raise Malformed(Reason.BAD_STRUCTURE, f"fragment expected at {at}")
        at = item.value + item.length
        if at > len(data):
            raise Malformed(Reason.TRUNCATED, "a fragment ends beyond the file")
        found.append((item.value, at))


def _tail(data: Bytes, at: int) -> Skeleton:
    """Zeros after the data set are padding; anything else was cut off."""
    if any(data[at : at + 8]):
        raise Malformed(Reason.TRUNCATED, "an element header is cut off")
    return Skeleton(at, None)


def _after(data: Bytes, element: Element, encoding: Encoding, depth: int) -> int:
    """Return where the next element begins; sequences are walked to their end."""
    if depth > MAX_DEPTH:
        raise Malformed(Reason.TOO_DEEP, f"more than {MAX_DEPTH} levels")
    if element.length != UNDEFINED:
        end = element.value + element.length
        if end > len(data):
            raise Malformed(Reason.TRUNCATED, f"element at {element.start} ends beyond the file")
        if element.vr == b"SQ":
            _items(data, element.value, end, encoding, depth)
        return end
    inner = Encoding(True, False) if element.vr == b"UN" else encoding
    return _items(data, element.value, None, inner, depth)


def _items(data: Bytes, at: int, end: int | None, encoding: Encoding, depth: int) -> int:
    """Walk the items of a sequence; return where it ends."""
    while end is None or at < end:
        item = element_at(data, at, encoding)
        if item.tag == _SEQUENCE_END:
            return item.value
        if item.tag != _ITEM:
            raise Malformed(Reason.BAD_STRUCTURE, f"item expected at {at}")
        at = _item(data, item, encoding, depth)
    return at


def _item(data: Bytes, item: Element, encoding: Encoding, depth: int) -> int:
    """Walk the elements of an item; return where it ends."""
    end = None if item.length == UNDEFINED else item.value + item.length
    if end is not None and end > len(data):
        raise Malformed(Reason.TRUNCATED, f"item at {item.start} ends beyond the file")
    at = item.value
    while end is None or at < end:
        element = element_at(data, at, encoding)
        if element.tag == _ITEM_END:
            return element.value
        at = _after(data, element, encoding, depth + 1)
    return at
