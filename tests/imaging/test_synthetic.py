"""Series made in code."""

from io import BytesIO

import numpy as np
import pydicom

from imaging.geometry.order import Place, is_volume
from imaging.synthetic import Subject, ct_chest, ct_head, public_files


def values(file: bytes) -> np.ndarray:
    """Return Hounsfield units."""
    ds = pydicom.dcmread(BytesIO(file))
    return ds.pixel_array.astype(int) + int(ds.RescaleIntercept)


def test_the_same_seed() -> None:
    """The same subject gives the same bytes, another one other UIDs."""
    assert ct_head(slices=1, size=64) == ct_head(slices=1, size=64)
    other = pydicom.dcmread(BytesIO(ct_head(Subject(seed=2), slices=1, size=64)[0]))
    this = pydicom.dcmread(BytesIO(ct_head(slices=1, size=64)[0]))
    assert other.StudyInstanceUID != this.StudyInstanceUID


def test_a_head_with_a_haemorrhage() -> None:
    """Air, skull, brain, ventricles and blood have their Hounsfield units."""
    files = ct_head(slices=21, size=128)
    middle = values(files[10])
    assert middle[2, 2] < -950
    assert middle.max() > 850
    for low, high in ((0, 12), (26, 33), (62, 74)):
        assert ((middle > low) & (middle < high)).mean() > 0.004
    places = []
    for file in files:
        ds = pydicom.dcmread(BytesIO(file))
        places.append(
            Place(tuple(map(float, ds.ImagePositionPatient)), (1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
        )
    assert is_volume(places)


def test_a_chest() -> None:
    """Lungs are dark, the heart is not."""
    middle = values(ct_chest(slices=11, size=128)[5])
    assert (middle < -800).mean() > 0.3
    assert ((middle > 0) & (middle < 90)).mean() > 0.1


def test_files_that_ship_with_packages() -> None:
    """There are public files of several kinds."""
    assert len(public_files()) >= 10
