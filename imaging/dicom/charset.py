"""Text labelled wrongly, as hospitals in China send it; the file itself stays as it came."""

import re
from collections.abc import Iterator
from typing import Final

from pydicom.datadict import dictionary_VR
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset

_TEXT: Final = frozenset({"PN", "LO", "SH", "ST", "LT", "UT", "UC"})
_HANZI: Final = re.compile(rb"(?:[\xb0-\xf7][\xa1-\xfe])+")
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_UNLABELLED: Final = frozenset({"", "ISO_IR 6", "ISO_IR 100", "ISO 2022 IR 6", "ISO 2022 IR 100"})
_ESCAPES: Final = re.compile(rb"\x1b\$\)A|\x1b\(B")


def repair_charset(dataset: Dataset) -> None:
    """Make `dataset` decode its top level as what its bytes are.

    Bytes that are UTF-8 or runs of GB2312 characters under a Latin or missing label are read as
    such; ISO 2022 IR 58, which pydicom misreads, is read as the GB2312 that it is.
    """
    labels = _labels(dataset)
    if "ISO 2022 IR 58" in labels:
        _without_escapes(dataset)
        _read_as(dataset, "gb18030")
    elif set(labels) <= _UNLABELLED:
        better = guess(b"\n".join(raw.value or b"" for raw in _texts(dataset)))
        if better is not None:
            _read_as(dataset, better)


def guess(text: bytes) -> str | None:
    """Return "utf_8" or "gb18030" when every byte above 0x7F says so, None when unsure."""
    runs = _HIGH.findall(text)
    if not runs:
        return None
    try:
        text.decode("utf_8")
    except UnicodeDecodeError:
        return "gb18030" if all(_HANZI.fullmatch(run) for run in runs) else None
    return "utf_8"


def _labels(dataset: Dataset) -> list[str]:
    value = dataset.get("SpecificCharacterSet")
    if value is None:
        return [""]
    return [str(value)] if isinstance(value, str) else [str(label) for label in value]


def _texts(dataset: Dataset) -> Iterator[RawDataElement]:
    for tag in list(dataset.keys()):
        raw = dataset.get_item(tag)
        if isinstance(raw, RawDataElement) and isinstance(raw.value, bytes) and _is_text(raw):
            yield raw


def _is_text(raw: RawDataElement) -> bool:
    vr = raw.VR
    if vr is None:
        try:
            vr = dictionary_VR(raw.tag)
        except KeyError:
            return False
    return vr in _TEXT


def _read_as(dataset: Dataset, codec: str) -> None:
    implicit, little = dataset.original_encoding
    dataset.set_original_encoding(bool(implicit), bool(little), codec)


def _without_escapes(dataset: Dataset) -> None:
    for raw in list(_texts(dataset)):
        plain = _ESCAPES.sub(b"", raw.value or b"")
        dataset[raw.tag] = raw._replace(value=plain, length=len(plain))
