"""One frame of any transfer syntax, as stored values or RGB. Runs in the child processes."""

from collections.abc import Callable
from typing import Any, Final

import imagecodecs
import numpy as np
from numpy.typing import NDArray

from imaging.codecs.encapsulated import encoded_frame
from imaging.codecs.rle import decode_rle
from imaging.dicom.checks import layout_of
from imaging.dicom.errors import Malformed, Reason
from imaging.dicom.header import Header
from imaging.dicom.palette import palette_of
from imaging.dicom.part10 import Part10
from imaging.dicom.structure import UNDEFINED
from imaging.pixels.colour import palette_to_rgb, to_eight_bits, ybr_to_rgb
from imaging.pixels.frames import Layout, frame_bits, frame_values

Pixels = NDArray[Any]

_J2K: Final = "1.2.840.10008.1.2.4."
_RLE: Final = "1.2.840.10008.1.2.5"
_JPEG: Final = frozenset({f"{_J2K}{end}" for end in (50, 51, 57, 70)})
_DECODERS: Final[dict[str, Callable[[bytes], Pixels]]] = {
    f"{_J2K}80": imagecodecs.jpegls_decode,
    f"{_J2K}81": imagecodecs.jpegls_decode,
    f"{_J2K}90": imagecodecs.jpeg2k_decode,
    f"{_J2K}91": imagecodecs.jpeg2k_decode,
    f"{_J2K}201": imagecodecs.htj2k_decode,
    f"{_J2K}202": imagecodecs.htj2k_decode,
    f"{_J2K}203": imagecodecs.htj2k_decode,
}


def frame_of(part: Part10, header: Header, index: int) -> Pixels:
    """Return frame `index` (from 0): grey as stored values (rows, columns), colour as 8-bit RGB.

    Raises Malformed when there is no such frame or it cannot be decoded.
    """
    if part.pixels is None or part.pixels.tag != 0x7FE00010:
        raise Malformed(Reason.NO_PIXELS)
    if not 0 <= index < header.frames:
        raise Malformed(Reason.SIZE_MISMATCH, "no such frame")
    try:
        values = _samples(part, header, index)
        return _colour(part, header, values) if _is_colour(header) else values
    except (Malformed, MemoryError):
        raise
    except Exception as error:
        raise Malformed(Reason.UNDECODABLE, type(error).__name__) from error


def _is_colour(header: Header) -> bool:
    return header.samples == 3 or header.photometric == "PALETTE COLOR"


def _samples(part: Part10, header: Header, index: int) -> Pixels:
    layout = layout_of(header, big_endian=part.encoding.big_endian)
    assert part.pixels is not None
    if part.pixels.length != UNDEFINED:
        return _native(part, layout, index)
    coded = encoded_frame(part, header.frames, index)
    syntax = header.transfer_syntax
    if syntax == _RLE:
        return _as_stored(decode_rle(coded, layout), layout)
    if syntax in _JPEG:
        return _shape_checked(_as_stored(_jpeg(coded, header), layout), layout)
    decoder = _DECODERS.get(syntax)
    if decoder is None:
        raise Malformed(Reason.UNDECODABLE, f"transfer syntax {syntax}")
    return _shape_checked(_as_stored(decoder(coded), layout), layout)


def _native(part: Part10, layout: Layout, index: int) -> Pixels:
    """Only this frame's bytes are copied: a file may hold gigabytes."""
    assert part.pixels is not None
    begin = part.pixels.value
    if layout.bits_allocated == 1:
        return frame_values(bytes(part.data[begin : begin + part.pixels.length]), layout, index)
    length = frame_bits(layout) // 8
    begin += index * length
    if layout.big_endian and part.pixels.vr == b"OW" and layout.bits_allocated == 8:
        words = bytes(part.data[begin - begin % 2 : begin + length + 2])  # bytes lie swapped
        even = np.frombuffer(words[: len(words) // 2 * 2], dtype="<u2").byteswap().tobytes()
        return frame_values(even[begin % 2 :], layout)
    return frame_values(bytes(part.data[begin : begin + length]), layout)


def _jpeg(coded: bytes, header: Header) -> Pixels:
    """Return RGB: from what the stream says of its colour, else from what the header says."""
    if header.samples == 1:
        return np.asarray(imagecodecs.jpeg8_decode(coded))
    itself = b"JFIF" in coded[:32] or b"Adobe" in coded[:256]
    if itself or header.transfer_syntax.endswith((".57", ".70")):
        return np.asarray(
            imagecodecs.jpeg8_decode(coded, outcolorspace=None if not itself else "RGB")
        )
    space = "YCBCR" if header.photometric.startswith("YBR") else "RGB"
    return np.asarray(imagecodecs.jpeg8_decode(coded, colorspace=space, outcolorspace="RGB"))


def _as_stored(values: Pixels, layout: Layout) -> Pixels:
    """Bring decoded samples to the sign and size that the header states."""
    kind = np.dtype(f"{'i' if layout.signed else 'u'}{max(1, layout.bits_allocated // 8)}")
    native = values.astype(values.dtype.newbyteorder("="))
    if native.dtype == kind and not layout.signed:
        return native
    spare = kind.itemsize * 8 - layout.bits_stored
    unsigned = native.astype(np.dtype(f"u{kind.itemsize}"))
    return (unsigned << spare).view(kind) >> spare if spare > 0 else unsigned.view(kind)


def _shape_checked(values: Pixels, layout: Layout) -> Pixels:
    if values.shape[:2] != (layout.rows, layout.columns):
        raise Malformed(Reason.SIZE_MISMATCH, "the coded frame has another size")
    return values


def _colour(part: Part10, header: Header, values: Pixels) -> NDArray[np.uint8]:
    if header.photometric == "PALETTE COLOR":
        tables, first = palette_of(part.dataset)
        return palette_to_rgb(values, tables, first)
    eight = to_eight_bits(values, header.bits_stored)
    # JPEG and JPEG 2000 decoders have undone the colour transform already
    coded = header.transfer_syntax.startswith(_J2K) and header.transfer_syntax not in (
        f"{_J2K}80",
        f"{_J2K}81",
    )
    if header.photometric in ("YBR_FULL", "YBR_FULL_422") and not coded:
        return ybr_to_rgb(eight)
    return eight
