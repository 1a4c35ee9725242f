"""From a file to what the archive needs to know of it: open, check, describe."""

from dataclasses import dataclass
from pathlib import Path

from imaging.dicom.checks import check
from imaging.dicom.errors import Malformed
from imaging.dicom.header import Header, header_of
from imaging.dicom.model import Json, json_of
from imaging.dicom.part10 import open_part10


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be stored."""

    header: Header
    model: Json


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that may not, and what could be read of it."""

    reason: Malformed
    study: str | None = None
    sop: str | None = None


def examine(path: Path) -> Examined | Rejected:
    """Return what a received file is; never raises for its content."""
    try:
        part = open_part10(path)
    except Malformed as reason:
        return Rejected(reason)
    try:
        return Examined(check(part), json_of(part))
    except Malformed as reason:
        header = header_of(part)
        return Rejected(reason, header.study or None, header.sop or None)
