"""From stored values to modality values."""

import numpy as np
from numpy.typing import NDArray


def rescale(
    stored: NDArray[np.generic], slope: float = 1.0, intercept: float = 0.0
) -> NDArray[np.float32]:
    """Return `stored` x `slope` + `intercept` (PS3.3 C.11.1.1.2): Hounsfield units for CT."""
    values = stored.astype(np.float32)
    if slope == 1.0 and intercept == 0.0:
        return values
    return values * np.float32(slope) + np.float32(intercept)
