"""The window: which values are seen as black, white and the greys between."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Window:
    """A centre and a width (at least 1) in modality values: Hounsfield units for CT."""

    centre: float
    width: float
    label: str | None = None

    def __post_init__(self) -> None:
        """Refuse a width below 1 and numbers that are not finite (PS3.3 C.11.2.1.2)."""
        if not np.isfinite(self.centre) or not np.isfinite(self.width) or self.width < 1:
            raise ValueError("a window needs finite numbers and a width of at least 1")


def to_grey(values: NDArray[np.float32], window: Window) -> NDArray[np.uint8]:
    """Return `values` as seen through a LINEAR window (DICOM PS3.3 C.11.2.1.2.1).

    values   (rows, columns), modality values after rescale: Hounsfield units for CT.
    window   centre and width in that same unit.
    returns  (rows, columns), 0 for black to 255 for white, as MONOCHROME2 means it.

    Pure and total: reads no file, changes no argument; NaN becomes black.
    """
    low = window.centre - 0.5 - (window.width - 1) / 2
    high = window.centre - 0.5 + (window.width - 1) / 2
    if high == low:
        share = (values > low).astype(np.float64)
    else:
        share = (values - np.float64(low)) / (high - low)
    grey = np.rint(np.clip(np.nan_to_num(share), 0.0, 1.0) * 255)
    return grey.astype(np.uint8)


def window_for(values: NDArray[np.float32]) -> Window:
    """Return a window that shows the bulk of `values`: from the 1st to the 99.5th percentile.

    For images whose file names no window. Every third row and column is enough to judge.
    """
    sample = values[::3, ::3]
    finite = sample[np.isfinite(sample)]
    if finite.size == 0:
        return Window(0.5, 1)
    low, high = (float(edge) for edge in np.percentile(finite, (1.0, 99.5)))
    width = max(1.0, high - low + 1)
    return Window(round((low + high + 1) / 2, 2), round(width, 2))
