"""HTJ2K, lossless, made to be cut: RPCL order, one tile-part per resolution, TLM marker.

A prefix that ends at a tile-part decodes to a smaller picture (ISO/IEC 15444-15; DICOM
transfer syntax 1.2.840.10008.1.2.4.202).
"""

import struct
from typing import Any, Final

import imagecodecs
from numpy.typing import NDArray

from imaging.dicom.errors import Malformed, Reason

LOSSLESS: Final = "1.2.840.10008.1.2.4.201"
LOSSLESS_RPCL: Final = "1.2.840.10008.1.2.4.202"
_SMALLEST: Final = 64  # pixels; no resolution is made below this


def encode_htj2k(values: NDArray[Any]) -> bytes:
    """Return one frame coded losslessly; 8 or 16 bits, grey or RGB.

    Raises Malformed for samples of more than 16 bits.
    """
    if values.dtype.itemsize > 2:
        raise Malformed(Reason.UNDECODABLE, "more than 16 bits")
    levels = 0
    while min(values.shape[:2]) >> (levels + 1) >= _SMALLEST and levels < 5:
        levels += 1
    return bytes(
        imagecodecs.htj2k_encode(
            values,
            reversible=True,
            resolutions=levels,
            rgb=values.ndim == 3,
            tlm=True,
            tilepart=imagecodecs.HTJ2K.TILEPART.RESOLUTIONS,
        )
    )


def cuts_of(stream: bytes) -> list[int]:
    """Return the prefix length (bytes) of each resolution, smallest first; the last is the whole.

    Read from the TLM marker (ISO/IEC 15444-1 A.7.1); [whole] when there is none.
    """
    at, lengths = 2, []
    while stream[at : at + 2] != b"\xff\x90":
        (size,) = struct.unpack_from(">H", stream, at + 2)
        if stream[at : at + 2] == b"\xff\x55":
            lengths = _tile_part_lengths(stream[at + 2 : at + 2 + size])
        at += 2 + size
    ends = [at + sum(lengths[: count + 1]) for count in range(len(lengths))]
    return [*ends[:-1], len(stream)]


def _tile_part_lengths(marker: bytes) -> list[int]:
    wide = marker[3] & 0x40  # lengths of 4 bytes instead of 2
    named = (marker[3] >> 4) & 3  # bytes of the tile's index
    step = named + (4 if wide else 2)
    return [
        struct.unpack_from(">I" if wide else ">H", marker, place + named)[0]
        for place in range(4, len(marker) - step + 1, step)
    ]
