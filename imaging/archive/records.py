"""What the index keeps of an instance."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from imaging.dicom.header import Header
from imaging.dicom.model import Json
from imaging.pixels.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An instance to be indexed. `model` is its header as DICOM JSON; sizes in bytes."""

    header: Header
    model: Json
    sha256: str
    size: int
    site: str | None
    source: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What has been made of an instance.

    cuts     of each frame, the prefix length of each resolution in bytes (HTJ2K), or None so far.
    window   (centre, width) computed from the pixels when the file names none.
    failed   why nothing can be made, as a reason code.
    """

    cuts: tuple[tuple[int, ...], ...] | None = None
    window: tuple[float, float] | None = None
    failed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An indexed instance."""

    header: Header
    sha256: str
    size: int
    derived: Derived = field(default_factory=Derived)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that was kept but not taken: unreadable, or in conflict with one that is there."""

    sha256: str
    code: str
    detail: str
    name: str | None
    study: str | None
    sop: str | None
    size: int
    site: str | None
    source: str
    received_at: datetime


def header_text(header: Header) -> str:
    """Return the header as JSON text."""
    return json.dumps(asdict(header), ensure_ascii=False, separators=(",", ":"))


def header_from(text: str) -> Header:
    """Return the header that `header_text` wrote."""
    said: dict[str, Any] = json.loads(text)
    said["windows"] = tuple(Window(**window) for window in said["windows"])
    for name in ("spacing", "imager_spacing", "position", "orientation"):
        said[name] = None if said[name] is None else tuple(said[name])
    return Header(**said)


def derived_text(derived: Derived) -> str:
    """Return what was derived as JSON text."""
    return json.dumps(asdict(derived), separators=(",", ":"))


def derived_from(text: str | None) -> Derived:
    """Return what `derived_text` wrote; nothing for None."""
    if text is None:
        return Derived()
    said = json.loads(text)
    cuts, window = said["cuts"], said["window"]
    return Derived(
        cuts=None if cuts is None else tuple(tuple(frame) for frame in cuts),
        window=None if window is None else (window[0], window[1]),
        failed=said["failed"],
    )
