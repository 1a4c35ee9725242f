"""Opening a Part 10 file: preamble, meta information, bounded inflating, then pydicom."""

import mmap
import threading
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import pydicom
from pydicom import config
from pydicom.dataset import Dataset
from pydicom.filereader import read_dataset
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian

from imaging.dicom.charset import repair_charset
from imaging.dicom.errors import Malformed, Reason
from imaging.dicom.structure import Bytes, Element, Encoding, element_at, skeleton

MAX_INFLATED: Final = 256 * 1024 * 1024  # bytes
MAX_HEADER: Final = 64 * 1024 * 1024  # bytes before the pixels that are parsed at all
_META: Final = Encoding(implicit=False, big_endian=False)
_one_at_a_time = threading.Lock()  # warnings.catch_warnings is not safe between threads


@dataclass(frozen=True)
class Part10:
    """An opened file: its data set without pixels, and where the pixels are in `data`."""

    dataset: Dataset
    transfer_syntax: str
    encoding: Encoding
    data: Bytes  # the file's bytes; inflated where the file was deflated
    pixels: Element | None


def open_part10(source: Path | bytes) -> Part10:
    """Open a file by path (mapped, not read) or from bytes.

    Raises Malformed, whatever is wrong with the content; OSError when the disk fails.
    """
    data = _bytes_of(source)
    try:
        return _open(data)
    except (Malformed, MemoryError):
        raise
    except Exception as error:
        raise Malformed(Reason.BAD_STRUCTURE, type(error).__name__) from error


def _bytes_of(source: Path | bytes) -> Bytes:
    if isinstance(source, bytes):
        return source
    with source.open("rb") as file:
        if source.stat().st_size == 0:
            return b""
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _open(data: Bytes) -> Part10:
    if len(data) == 0:
        raise Malformed(Reason.EMPTY)
    if bytes(data[128:132]) != b"DICM":
        raise Malformed(Reason.NOT_DICOM, "no DICM after the preamble")
    start, syntax = _meta(data)
    encoding = Encoding(syntax == ImplicitVRLittleEndian, syntax == ExplicitVRBigEndian)
    if syntax == DeflatedExplicitVRLittleEndian:
        data, start = inflate(bytes(data[start:])), 0
    bones = skeleton(data, start, encoding)
    if bones.header_end - start > MAX_HEADER:
        raise Malformed(Reason.TOO_LARGE, "header")
    header = bytes(data[start : bones.header_end])
    return Part10(_parse(header, encoding), syntax, encoding, data, bones.pixels)


def _meta(data: Bytes) -> tuple[int, str]:
    """Return where the data set begins and its transfer syntax."""
    at, syntax = 132, ""
    while at + 8 <= len(data):
        element = element_at(data, at, _META)
        if element.tag >> 16 != 2:
            break
        at = element.value + element.length
        if at > len(data):
            raise Malformed(Reason.TRUNCATED, "meta information")
        if element.tag == 0x00020010:
            syntax = bytes(data[element.value : at]).decode("ascii", "replace").strip("\0 ")
    if not syntax:
        cut = at < len(data) < at + 8
        raise Malformed(Reason.TRUNCATED if cut else Reason.NO_TRANSFER_SYNTAX)
    return at, syntax


def inflate(packed: bytes) -> bytes:
    """Return the inflated data set; raises Malformed beyond MAX_INFLATED bytes or when cut off."""
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    out = machine.decompress(packed, MAX_INFLATED)
    if machine.unconsumed_tail:
        raise Malformed(Reason.DEFLATE_BOMB, f"more than {MAX_INFLATED} bytes")
    if not machine.eof:
        raise Malformed(Reason.TRUNCATED, "deflated data")
    return out


def _parse(header: bytes, encoding: Encoding) -> Dataset:
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset = read_dataset(BytesIO(header), encoding.implicit, not encoding.big_endian)
        repair_charset(dataset)
        for element in dataset:  # pydicom converts when asked; ask now, under the lock
            _ = element.value
    return dataset


def quiet() -> None:
    """Let pydicom take values that break the standard without warning: we keep what is there."""
    config.settings.reading_validation_mode = config.IGNORE
    config.settings.writing_validation_mode = config.IGNORE


quiet()
PYDICOM: Final = pydicom.__version__
