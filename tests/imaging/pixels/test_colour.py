"""Colour brought to RGB."""

import numpy as np

from imaging.pixels.colour import palette_to_rgb, to_eight_bits, ybr_to_rgb


def test_pure_colours() -> None:
    """Known colours of BT.601 come out within one step."""
    ybr = np.array(
        [[[76, 85, 255], [150, 44, 21], [29, 255, 107], [255, 128, 128]]], dtype=np.uint8
    )
    red, green, blue, white = ybr_to_rgb(ybr)[0].astype(int)
    assert np.abs(red - [254, 0, 0]).max() <= 1
    assert np.abs(green - [0, 255, 0]).max() <= 1
    assert np.abs(blue - [0, 0, 254]).max() <= 1
    assert white.tolist() == [255, 255, 255]


def test_sixteen_bits_become_eight() -> None:
    """The most significant bits are kept; 8 bits stay as they are."""
    assert to_eight_bits(np.array([0xFF00, 0x01FF], dtype=np.uint16), 16).tolist() == [255, 1]
    assert to_eight_bits(np.array([7], dtype=np.uint8), 8).tolist() == [7]


def test_indices_outside_the_palette() -> None:
    """Indices below and above take the first and last colour."""
    tables = np.array([[1, 1, 1], [2, 2, 2]], dtype=np.uint8)
    indices = np.array([[0, 10, 11, 99]])
    assert palette_to_rgb(indices, tables, 10)[0, :, 0].tolist() == [1, 1, 2, 2]
