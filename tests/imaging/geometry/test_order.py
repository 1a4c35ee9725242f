"""Slices in space."""

from imaging.geometry.order import Place, is_volume, normal, slice_order
from imaging.geometry.spacing import pixel_spacing, slice_spacing

AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
SAGITTAL = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)


def axial(z: float, number: int | None = None) -> Place:
    """One axial slice at height z."""
    return Place((-100.0, -100.0, z), AXIAL, number)


def test_the_normal_of_an_axial_slice() -> None:
    """Axial slices follow each other from feet to head."""
    assert normal(AXIAL) == (0.0, 0.0, 1.0)


def test_slices_numbered_against_their_position() -> None:
    """Position decides, whatever the instance numbers say."""
    places = [axial(10, 1), axial(0, 3), axial(5, 2)]
    assert slice_order(places) == [1, 2, 0]
    assert slice_spacing(places) == 5.0


def test_pictures_without_geometry() -> None:
    """Instance numbers decide; those without come last as they came."""
    places = [Place(None, None), Place(None, None, 2), Place(None, None, 1), Place(None, None)]
    assert slice_order(places) == [2, 1, 0, 3]
    assert slice_spacing(places) is None


def test_a_localiser_among_the_slices() -> None:
    """Crossing slices are no volume and stay in the order of their numbers."""
    places = [axial(0, 2), Place((0.0, 0.0, 0.0), SAGITTAL, 1)]
    assert not is_volume(places)
    assert slice_order(places) == [1, 0]


def test_two_phases_in_one_place() -> None:
    """Slices that share a place are not one stack."""
    assert not is_volume([axial(0), axial(0), axial(5)])


def test_a_single_slice() -> None:
    """One slice is no volume."""
    assert not is_volume([axial(0)])


def test_a_position_without_an_orientation() -> None:
    """Half of a geometry is none."""
    assert not is_volume([axial(0), Place((0.0, 0.0, 1.0), None)])


def test_where_spacing_holds() -> None:
    """Calibrated spacing first, then the detector's; nonsense is no spacing."""
    assert pixel_spacing((0.5, 0.5), (0.2, 0.2)) == ((0.5, 0.5), "patient")
    assert pixel_spacing(None, (0.2, 0.2)) == ((0.2, 0.2), "imager")
    assert pixel_spacing((0.0, 0.5), None) == (None, None)
