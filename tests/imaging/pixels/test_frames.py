"""Uncompressed frames."""

import numpy as np
import pytest

from imaging.pixels.frames import Layout, frame_bits, frame_values
from imaging.pixels.rescale import rescale


def test_signed_twelve_bits_with_overlay_bits_above() -> None:
    """Bits above the high bit are dropped and the sign is extended."""
    layout = Layout(1, 3, bits_stored=12, high_bit=11, signed=True)
    raw = np.array([0x0FFF, 0x1001, 0xF7FF], dtype="<u2").tobytes()
    assert frame_values(raw, layout).tolist() == [[-1, 1, 2047]]


def test_high_bit_at_the_top() -> None:
    """Values that sit in the upper bits come down."""
    layout = Layout(1, 1, bits_stored=12, high_bit=15)
    assert frame_values(np.array([0xABC0], dtype="<u2").tobytes(), layout).tolist() == [[0xABC]]


def test_a_high_bit_beyond_the_sample() -> None:
    """A nonsensical high bit leaves the values as they are."""
    layout = Layout(1, 1, bits_stored=12, high_bit=20)
    assert frame_values(np.array([5], dtype="<u2").tobytes(), layout).tolist() == [[5]]


def test_the_second_frame_of_a_big_endian_file() -> None:
    """Frames follow each other and byte order is honoured."""
    layout = Layout(1, 2, big_endian=True)
    raw = np.array([1, 2, 3, 256], dtype=">u2").tobytes()
    assert frame_values(raw, layout, 1).tolist() == [[3, 256]]


def test_planes_of_colour() -> None:
    """Planar and interleaved colour give the same picture."""
    planar = Layout(1, 2, 3, 8, 8, 7, planar=True)
    mixed = Layout(1, 2, 3, 8, 8, 7)
    assert frame_values(bytes([1, 2, 3, 4, 5, 6]), planar).tolist() == [[[1, 3, 5], [2, 4, 6]]]
    assert frame_values(bytes([1, 3, 5, 2, 4, 6]), mixed).tolist() == [[[1, 3, 5], [2, 4, 6]]]


def test_shared_colour() -> None:
    """Two pixels of YBR_FULL_422 share Cb and Cr."""
    layout = Layout(1, 2, 3, 8, 8, 7, subsampled=True)
    assert frame_bits(layout) == 32
    assert frame_values(bytes([10, 20, 30, 40]), layout).tolist() == [[[10, 30, 40], [20, 30, 40]]]


def test_one_bit_frames_inside_a_byte() -> None:
    """A second frame of 1-bit pixels may begin in the middle of a byte."""
    layout = Layout(1, 3, bits_allocated=1, bits_stored=1, high_bit=0)
    assert frame_values(bytes([0b101_011]), layout, 0).tolist() == [[1, 1, 0]]
    assert frame_values(bytes([0b101_011]), layout, 1).tolist() == [[1, 0, 1]]


@pytest.mark.parametrize(
    "layout",
    [Layout(2, 2), Layout(0, 0), Layout(5, 5, bits_allocated=1), Layout(1, 1, bits_allocated=12)],
)
def test_data_that_cannot_be_the_frame(layout: Layout) -> None:
    """Too little data, empty frames and odd sizes are refused."""
    with pytest.raises(ValueError, match=r"frame|bits"):
        frame_values(b"\x00\x01", layout)


def test_rescale_to_hounsfield() -> None:
    """Slope and intercept apply; the identity keeps the numbers."""
    stored = np.array([[0, 1064]], dtype=np.uint16)
    assert rescale(stored, 1, -1024).tolist() == [[-1024, 40]]
    assert rescale(stored).tolist() == [[0, 1064]]
