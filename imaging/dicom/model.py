"""The header as DICOM JSON (PS3.18 F); bulk data left out or referred to."""

from collections.abc import Iterable
from typing import Any, Final

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.tag import Tag

from imaging.dicom.part10 import Part10

Json = dict[str, Any]

BULK_THRESHOLD: Final = 1024  # bytes of a value, from where it is referred to


def json_of(part: Part10) -> Json:
    """Return the DICOM JSON object of one instance's header.

    Pixel data are absent; other large binary values become a BulkDataURI "bulkdata/TTTTTTTT",
    which the server completes. Text is Unicode, so the character set is stated as ISO_IR 192.
    """
    model: Json = {}
    for element in part.dataset:
        if element.tag.element == 0 or element.tag.group == 2:
            continue
        value = _json(element)
        if value is not None:
            model[f"{element.tag:08X}"] = value
    model["00080005"] = {"vr": "CS", "Value": ["ISO_IR 192"]}
    model["00083002"] = {"vr": "UI", "Value": [part.transfer_syntax]}
    return dict(sorted(model.items()))


def chosen(model: Json, tags: Iterable[str]) -> Json:
    """Return only `tags` ("0020000D") of a model, in order."""
    return {tag: model[tag] for tag in tags if tag in model}


def tag_of(name: str) -> str | None:
    """Return "0020000D" for a keyword or a tag in hexadecimal; None for what is neither."""
    try:
        return f"{Tag(name):08X}"
    except (ValueError, OverflowError, TypeError):
        return None


def bulk_value(dataset: Dataset, tag: str) -> bytes | None:
    """Return the bytes of a top-level binary value; None when there is none."""
    element = dataset.get(Tag(tag))
    value = element.value if isinstance(element, DataElement) else None
    return value if isinstance(value, bytes) else None


def _json(element: DataElement) -> Json | None:
    """Return the element as JSON; None when its value cannot be said in JSON."""
    try:
        return element.to_json_dict(lambda one: f"bulkdata/{one.tag:08X}", BULK_THRESHOLD)
    except (TypeError, ValueError, AttributeError, OverflowError):
        return None
