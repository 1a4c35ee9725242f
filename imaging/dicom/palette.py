"""The colour tables of PALETTE COLOR images (PS3.3 C.7.6.3.1.5)."""

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from imaging.dicom.errors import Malformed, Reason
from imaging.dicom.values import numbers

_COLOURS = ("Red", "Green", "Blue")


def palette_of(dataset: Dataset) -> tuple[NDArray[np.uint8], int]:
    """Return (entries, 3) of 8 bits, and the index that means entry 0."""
    tables, first = [], 0
    for colour in _COLOURS:
        descriptor = numbers(dataset, f"{colour}PaletteColorLookupTableDescriptor")
        data = dataset.get(f"{colour}PaletteColorLookupTableData")
        if len(descriptor) != 3 or not isinstance(data, bytes):
            raise Malformed(Reason.UNDECODABLE, "palette")
        entries = int(descriptor[0]) or 65536
        first = int(descriptor[1])
        tables.append(_table(data, entries))
    return np.stack(tables, axis=1), first


def _table(data: bytes, entries: int) -> NDArray[np.uint8]:
    """Return one colour's entries; 16-bit tables give their upper byte."""
    if len(data) >= 2 * entries:
        wide = np.frombuffer(data[: 2 * entries], dtype="<u2")
        return (wide >> 8 if wide.max() > 255 else wide).astype(np.uint8)
    if len(data) < entries:
        raise Malformed(Reason.UNDECODABLE, "palette")
    return np.frombuffer(data[:entries], dtype=np.uint8)
