"""Which passwords are too easy to be set: short, known, or a pattern."""

import itertools
import re
from importlib.resources import files
from typing import Final

SHORTEST: Final = 12
ROWS: Final = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
STEPS: Final = frozenset(
    pair
    for row in ROWS
    for pair in (*itertools.pairwise(row), *zip(row[::-1], row[-2::-1], strict=False))
)


def weakness(password: str, *, about: tuple[str, ...] = ()) -> str:
    """Return why `password` will not do: too_short, common, pattern, about_you; "" when it will.

    about   words of the account (username, name): a password made of them is guessed first.
    Offline: the list is a file of the package.
    """
    lowered = password.lower()
    letters = re.sub(r"[^a-z]", "", lowered)
    if len(password) < SHORTEST:
        return "too_short"
    if lowered in _known() or letters in _words():
        return "common"
    if len(set(lowered)) < 5 or _walk(lowered) > 0.6:
        return "pattern"
    if any(
        len(word) > 2 and word.lower() in lowered and len(lowered) < len(word) + 8 for word in about
    ):
        return "about_you"
    return ""


def _walk(text: str) -> float:
    """Return the share of neighbours that are equal or next to each other on a row of keys."""
    pairs = list(itertools.pairwise(text))
    return sum(a == b or (a, b) in STEPS for a, b in pairs) / len(pairs)


def _lines() -> list[str]:
    text = files("server.auth").joinpath("common_passwords.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _known() -> frozenset[str]:
    return frozenset(_lines())


def _words() -> frozenset[str]:
    """Return the known ones without digits and signs: `password2026!` is `password` again."""
    return frozenset(re.sub(r"[^a-z]", "", line) for line in _lines()) - {""}
