"""Reading single values from a data set that may hold anything."""

from datetime import date
from typing import Any

from pydicom.dataset import Dataset


def text(dataset: Dataset, keyword: str) -> str | None:
    """Return the value as trimmed text, several values joined by a backslash; None if empty."""
    value = dataset.get(keyword)
    if value is None:
        return None
    if (
        not isinstance(value, str)
        and hasattr(value, "__iter__")
        and not hasattr(value, "original_string")
    ):
        value = "\\".join(str(part) for part in value)
    return str(value).replace("\0", "").strip().rstrip("=^ ") or None


def number(dataset: Dataset, keyword: str) -> int | None:
    """Return the value as a whole number of 32 bits; None when there is none or it is not one."""
    found = numbers(dataset, keyword)
    return int(found[0]) if found and abs(found[0]) < 1 << 31 else None


def numbers(dataset: Dataset, keyword: str) -> tuple[float, ...]:
    """Return all values as finite numbers; () when one of them is not."""
    value: Any = dataset.get(keyword)
    if value is None or value == "":
        return ()
    parts = [value] if isinstance(value, (str, int, float)) else list(value)
    try:
        found = tuple(float(part) for part in parts)
    except (TypeError, ValueError):
        return ()
    return found if all(abs(part) < 1e12 for part in found) else ()


def real(dataset: Dataset, keyword: str) -> float | None:
    """Return the first value as a number, or None."""
    found = numbers(dataset, keyword)
    return found[0] if found else None


def iso_date(dataset: Dataset, keyword: str) -> str | None:
    """Return a DA value as "2026-11-22"; None when it is no date of the calendar."""
    raw = (text(dataset, keyword) or "").replace(".", "").replace("-", "")
    try:
        return date(int(raw[:4]), int(raw[4:6]), int(raw[6:8])).isoformat()
    except ValueError:
        return None


def iso_time(dataset: Dataset, keyword: str) -> str | None:
    """Return a TM value as "14:05:00"; None when it is no time of day."""
    raw = (text(dataset, keyword) or "").replace(":", "").split(".", maxsplit=1)[0].ljust(6, "0")
    if not raw[:6].isdigit() or not (raw[:2] < "24" and raw[2:4] < "60" and raw[4:6] <= "60"):
        return None
    return f"{raw[:2]}:{raw[2:4]}:{raw[4:6]}"
