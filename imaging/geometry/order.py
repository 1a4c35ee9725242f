"""The order of slices along their common normal (PS3.3 C.7.6.2)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Position = tuple[float, float, float]
Orientation = tuple[float, float, float, float, float, float]

_PARALLEL = 1e-3  # largest difference between direction cosines of one stack
_APART = 1e-3  # mm; slices nearer than this lie in one place


@dataclass(frozen=True, slots=True)
class Place:
    """One slice: where its first pixel is (mm) and where its rows and columns point, if known."""

    position: Position | None
    orientation: Orientation | None
    number: int | None = None


def normal(orientation: Orientation) -> Position:
    """Return the direction in which slices follow: row direction x column direction."""
    across = np.cross(np.array(orientation[:3]), np.array(orientation[3:]))
    return float(across[0]), float(across[1]), float(across[2])


def distance(place: Place) -> float | None:
    """Return how far the slice lies along its own normal in mm; None without geometry."""
    if place.position is None or place.orientation is None:
        return None
    return float(np.dot(np.array(place.position), np.array(normal(place.orientation))))


def is_volume(places: Sequence[Place]) -> bool:
    """Say whether the slices are one stack: at least two, parallel, no two in one place."""
    along = [distance(place) for place in places]
    if len(places) < 2 or any(value is None for value in along):
        return False
    directions = np.array([place.orientation for place in places])
    if np.abs(directions - directions[0]).max() > _PARALLEL:
        return False
    steps = np.diff(np.sort(np.array(along, dtype=np.float64)))
    return bool(steps.min() > _APART)


def slice_order(places: Sequence[Place]) -> list[int]:
    """Return the indices of `places` as a reader scrolls them.

    Along the common normal where the slices are one stack; otherwise by instance number,
    those without a number last, ties as they came.
    """
    if is_volume(places):
        return sorted(range(len(places)), key=lambda index: distance(places[index]) or 0.0)
    return sorted(range(len(places)), key=lambda index: _by_number(places[index], index))


def _by_number(place: Place, index: int) -> tuple[bool, int, int]:
    return place.number is None, place.number or 0, index
