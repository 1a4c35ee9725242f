"""The LINEAR window against the formula of the standard."""

import math

import numpy as np
import pytest

from imaging.pixels.window import Window, to_grey, window_for


def by_the_standard(value: float, centre: float, width: float) -> float:
    """PS3.3 C.11.2.1.2.1, written as the standard writes it."""
    if value <= centre - 0.5 - (width - 1) / 2:
        return 0.0
    if value > centre - 0.5 + (width - 1) / 2:
        return 255.0
    return ((value - (centre - 0.5)) / (width - 1) + 0.5) * 255


@pytest.mark.parametrize(
    ("centre", "width"), [(40, 80), (-600, 1500), (2048, 4096), (0, 100), (3, 2)]
)
def test_every_value_of_a_ct(centre: float, width: float) -> None:
    """Each value gets the grey that the standard's formula gives."""
    values = np.arange(-1100, 3100, 7, dtype=np.float32).reshape(20, 30)
    grey = to_grey(values, Window(centre, width))
    expected = [round(by_the_standard(float(v), centre, width)) for v in values.ravel()]
    assert np.abs(grey.ravel().astype(int) - expected).max() <= 1


def test_a_width_of_one() -> None:
    """The narrowest window is a threshold."""
    values = np.array([[9, 9.5, 9.6, 10]], dtype=np.float32)
    assert to_grey(values, Window(10, 1)).tolist() == [[0, 0, 255, 255]]


def test_a_missing_value() -> None:
    """NaN is black."""
    assert to_grey(np.array([[math.nan]], dtype=np.float32), Window(10, 100))[0, 0] == 0


@pytest.mark.parametrize(("centre", "width"), [(0, 0.5), (math.nan, 5), (0, math.inf)])
def test_a_window_that_cannot_be(centre: float, width: float) -> None:
    """Widths below 1 and numbers that are not finite are refused when the window is made."""
    with pytest.raises(ValueError, match="window"):
        Window(centre, width)


def test_a_window_from_the_pixels() -> None:
    """The bulk of the values is visible; a few outliers do not count."""
    values = np.linspace(100, 900, 90 * 90, dtype=np.float32).reshape(90, 90)
    values[0, 0] = 60000
    window = window_for(values)
    assert 480 < window.centre < 520
    assert 750 < window.width < 830


def test_a_window_from_nothing() -> None:
    """An image without one finite value still gets a window."""
    assert window_for(np.full((3, 3), np.nan, dtype=np.float32)) == Window(0.5, 1)


def test_a_window_from_one_value() -> None:
    """A flat image gets the narrowest window, not an error."""
    assert window_for(np.full((3, 3), 7, dtype=np.float32)).width == 1
