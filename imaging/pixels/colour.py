"""Colour spaces of DICOM images, brought to RGB."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_TO_RGB = np.array([[1, 1, 1], [0, -0.344136, 1.772], [1.402, -0.714136, 0]], dtype=np.float32)


def ybr_to_rgb(pixels: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Return 8-bit RGB of YBR_FULL `pixels` (rows, columns, 3) (PS3.3 C.7.6.3.1.2)."""
    centred = pixels.astype(np.float32) - np.array([0, 128, 128], dtype=np.float32)
    rgb: NDArray[np.uint8] = np.clip(np.rint(centred @ _TO_RGB), 0, 255).astype(np.uint8)
    return rgb


def to_eight_bits(pixels: NDArray[Any], bits_stored: int) -> NDArray[np.uint8]:
    """Return `pixels` of `bits_stored` bits as 8 bits, the most significant ones kept."""
    if bits_stored <= 8:
        return pixels.astype(np.uint8)
    upper: NDArray[np.uint8] = np.right_shift(pixels, bits_stored - 8).astype(np.uint8)
    return upper


def palette_to_rgb(
    indices: NDArray[np.generic], tables: NDArray[np.uint8], first: int
) -> NDArray[np.uint8]:
    """Return RGB of palette `indices` (rows, columns).

    tables   (entries, 3), 8 bits.
    first    the index that means entry 0; those outside take the nearest (PS3.3 C.7.6.3.1.5).
    """
    place = np.clip(indices.astype(np.int64) - first, 0, len(tables) - 1)
    colours: NDArray[np.uint8] = tables[place]
    return colours
