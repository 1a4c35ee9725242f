"""Distances between pixels and between slices, in millimetres."""

from collections.abc import Sequence

import numpy as np

from imaging.geometry.order import Place, distance, is_volume

Spacing = tuple[float, float]


def pixel_spacing(
    patient: Spacing | None, imager: Spacing | None
) -> tuple[Spacing | None, str | None]:
    """Return the spacing (between rows, between columns) to measure with, and where it holds.

    "patient" is calibrated in the patient; "imager" is at the detector, so a length is
    approximate (PS3.3 10.7.1.3). Spacing that is not positive is no spacing.
    """
    for spacing, source in ((patient, "patient"), (imager, "imager")):
        if spacing is not None and min(spacing) > 0:
            return spacing, source
    return None, None


def slice_spacing(places: Sequence[Place]) -> float | None:
    """Return the usual distance between neighbouring slices in mm; None unless one stack."""
    if not is_volume(places):
        return None
    along = sorted(value for place in places if (value := distance(place)) is not None)
    return float(np.median(np.diff(along)))
