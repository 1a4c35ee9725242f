"""Uncompressed frames: how many bytes they take, and the numbers in those bytes (PS3.5 8.1)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Layout:
    """How a frame's samples lie in memory. Sizes in pixels and bits."""

    rows: int
    columns: int
    samples: int = 1
    bits_allocated: int = 16
    bits_stored: int = 16
    high_bit: int = 15
    signed: bool = False
    planar: bool = False
    big_endian: bool = False
    subsampled: bool = False  # YBR_FULL_422: two pixels share their colour


def frame_bits(layout: Layout) -> int:
    """Return the length of one frame in bits: frames of 1-bit images do not end at a byte."""
    samples = 2 if layout.subsampled else layout.samples
    return layout.rows * layout.columns * samples * layout.bits_allocated


def frame_values(raw: bytes, layout: Layout, index: int = 0) -> NDArray[np.generic]:
    """Return frame `index` (from 0) of uncompressed `raw`: (rows, columns) or (rows, columns, 3).

    Raises ValueError when `raw` is shorter than the frames before and including this one.
    """
    if layout.bits_allocated == 1:
        return _bits(raw, layout, index)
    length = frame_bits(layout) // 8
    part = raw[index * length : (index + 1) * length]
    if len(part) < length or length == 0:
        raise ValueError("the frame is longer than the data")
    flat = np.frombuffer(part, dtype=sample_type(layout))
    if layout.subsampled:
        return _full_colour(flat).reshape(layout.rows, layout.columns, 3)
    return stored_only(_shaped(flat, layout), layout)


def sample_type(layout: Layout) -> np.dtype[np.generic]:
    """Return numpy's type for one sample; raises ValueError for sizes that nobody uses."""
    if layout.bits_allocated not in (8, 16, 32, 64):
        raise ValueError(f"{layout.bits_allocated} bits allocated")
    order = ">" if layout.big_endian else "<"
    return np.dtype(f"{order}{'i' if layout.signed else 'u'}{layout.bits_allocated // 8}")


def stored_only(values: NDArray[np.generic], layout: Layout) -> NDArray[np.generic]:
    """Return the stored bits alone, sign extended: bits above the high bit may hold overlays."""
    size = values.dtype.itemsize * 8
    left = size - 1 - layout.high_bit
    spare = size - layout.bits_stored
    native = values.astype(values.dtype.newbyteorder("="))
    if spare <= 0 or left < 0:
        return native
    shifted: NDArray[np.generic] = (native << left) >> spare
    return shifted


def _shaped(flat: NDArray[np.generic], layout: Layout) -> NDArray[np.generic]:
    if layout.samples == 1:
        return flat.reshape(layout.rows, layout.columns)
    if layout.planar:
        planes = flat.reshape(layout.samples, layout.rows, layout.columns)
        return np.moveaxis(planes, 0, -1)
    return flat.reshape(layout.rows, layout.columns, layout.samples)


def _bits(raw: bytes, layout: Layout, index: int) -> NDArray[np.generic]:
    length = frame_bits(layout)
    first = index * length
    last = first + length
    part = np.frombuffer(raw[first // 8 : (last + 7) // 8], dtype=np.uint8)
    bits = np.unpackbits(part, bitorder="little")[first % 8 : first % 8 + length]
    if bits.size < length or length == 0:
        raise ValueError("the frame is longer than the data")
    return bits.reshape(layout.rows, layout.columns)


def _full_colour(flat: NDArray[np.generic]) -> NDArray[np.generic]:
    """Y1 Y2 Cb Cr for each two pixels become Y Cb Cr for each one."""
    pairs = flat.reshape(-1, 4)
    return np.stack([pairs[:, [0, 2, 3]], pairs[:, [1, 2, 3]]], axis=1)
