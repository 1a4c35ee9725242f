"""RLE Lossless (PS3.5 annex G)."""

import struct

import imagecodecs
import numpy as np
from numpy.typing import NDArray

from imaging.dicom.errors import Malformed, Reason
from imaging.pixels.frames import Layout


def decode_rle(coded: bytes, layout: Layout) -> NDArray[np.generic]:
    """Return the samples of one frame: (rows, columns) or (rows, columns, samples)."""
    count, *offsets = struct.unpack("<16I", coded[:64])
    width = layout.bits_allocated // 8
    if count != width * layout.samples:
        raise Malformed(Reason.UNDECODABLE, "number of RLE segments")
    ends = [*offsets[1:count], len(coded)]
    area = layout.rows * layout.columns
    planes = []
    for begin, end in zip(offsets[:count], ends, strict=True):
        plane = np.frombuffer(imagecodecs.packbits_decode(coded[begin:end]), dtype=np.uint8)
        if plane.size < area:
            raise Malformed(Reason.UNDECODABLE, "an RLE segment is short")
        planes.append(plane[:area])
    stacked = np.stack(planes).reshape(layout.samples, width, area)
    samples = np.ascontiguousarray(np.moveaxis(stacked, 1, 2)).view(f">u{width}")[:, :, 0]
    if layout.signed:
        samples = samples.view(f">i{width}")
    pictures = samples.reshape(layout.samples, layout.rows, layout.columns)
    return pictures[0] if layout.samples == 1 else np.moveaxis(pictures, 0, -1)
