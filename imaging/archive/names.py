"""Patients' names as people type them: groups, spaces, pinyin, initials."""

import re
import unicodedata
from typing import Final

from pypinyin import Style, lazy_pinyin

_HANZI: Final = re.compile(r"[\u3400-\u9fff]")


def plain(text: str) -> str:
    """Return `text` composed (NFC) and without case: the form in which names are compared."""
    return unicodedata.normalize("NFC", text).casefold().strip()


def search_key(name: str | None) -> str:
    """Return all forms of a DICOM person name, one a line; the looser forms after tabs.

    Exact search compares with whole lines; fuzzy search looks anywhere.
    """
    if not name:
        return "\n"
    groups = [plain(group).rstrip("^") for group in name.split("=") if group]
    lines = dict.fromkeys([plain(name), *groups])
    loose: dict[str, None] = {}
    for group in groups:
        loose.update(dict.fromkeys(_loose(group)))
    return "\n" + "\n".join(lines) + "\n\t" + "\t".join(loose) + "\t"


def _loose(group: str) -> list[str]:
    together = group.replace("^", "").replace(" ", "")
    found = [together, group.replace("^", " ")]
    if _HANZI.search(group):
        found.append("".join(lazy_pinyin(together)))
        found.append("".join(lazy_pinyin(together, style=Style.FIRST_LETTER)))
    return found


def display(name: str | None) -> str | None:
    """Return the name as shown: the ideographic group first, without ^; None for none."""
    if not name:
        return None
    groups = [*name.split("="), "", ""]
    shown = groups[1] if _HANZI.search(groups[1]) else groups[0] or groups[1]
    gap = "" if _HANZI.search(shown) else " "
    return gap.join(part for part in shown.split("^") if part) or None
