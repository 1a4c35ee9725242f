"""The ready-made answers of a search: one DICOM JSON object per study, series and instance."""

import json
from collections.abc import Iterable
from typing import Final

from imaging.dicom.model import Json, chosen

STUDY: Final = (
    "00080005", "00080020", "00080030", "00080050", "00080080", "00080090", "00080201",
    "00081030", "00100010", "00100020", "00100021", "00100030", "00100040", "0020000D", "00200010",
)  # fmt: skip
SERIES: Final = (
    "00080005", "00080021", "00080031", "00080060", "00080070", "0008103E", "00180015",
    "0020000D", "0020000E", "00200011", "00200052", "00200060", "00400244", "00400245", "00400275",
)  # fmt: skip
INSTANCE: Final = (
    "00080005", "00080016", "00080018", "00080022", "00080023", "00080033", "00083002",
    "0020000D", "0020000E", "00200013", "00200032", "00200037", "00280002", "00280004", "00280008",
    "00280010", "00280011", "00280100", "00280101", "00280103",
)  # fmt: skip


def study_row(model: Json) -> Json:
    """Return a study's row without its counts, from the header of one of its instances."""
    return {**chosen(model, STUDY), "00080056": _one("CS", "ONLINE")}


def series_row(model: Json) -> Json:
    """Return a series' row without its count."""
    return chosen(model, SERIES)


def instance_row(model: Json) -> Json:
    """Return an instance's row."""
    return {**chosen(model, INSTANCE), "00080056": _one("CS", "ONLINE")}


def counted_study(row: str, modalities: Iterable[str], series: int, instances: int) -> str:
    """Return the stored row with its counts brought up to date."""
    model = json.loads(row)
    model["00080061"] = {"vr": "CS", "Value": sorted(modalities)}
    model["00201206"] = _one("IS", series)
    model["00201208"] = _one("IS", instances)
    return row_text(model)


def counted_series(row: str, instances: int) -> str:
    """Return the stored row with its count brought up to date."""
    return row_text({**json.loads(row), "00201209": _one("IS", instances)})


def row_text(model: Json) -> str:
    """Return a row as the text that is sent, tags in order."""
    return json.dumps(dict(sorted(model.items())), ensure_ascii=False, separators=(",", ":"))


def _one(vr: str, value: str | int) -> Json:
    return {"vr": vr, "Value": [value]}
