"""The audit chain's arithmetic: every kind of tampering, at every place, shows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from server.audit import START, ChainCheck, Entry, hash_of
from server.ports import ChainHead, ChainReport
from tests.parts.clock import NOON

LENGTH = 60


def chain(length: int = LENGTH, prefix: str = "case") -> list[Entry]:
    """Return a chain that holds."""
    entries: list[Entry] = []
    for number in range(1, length + 1):
        entry = Entry(
            number=number,
            at=NOON + timedelta(microseconds=number),
            actor=None,
            action="read",
            kind="case",
            object_id=f"{prefix}-{number}",
            detail="查看",
            prev_hash=entries[-1].hash if entries else START.hash,
        )
        entries.append(replace(entry, hash=hash_of(entry)))
    return entries


def verdict(entries: list[Entry], kept: dict[int, str] | None = None) -> ChainReport:
    """Check entries against the head that the chain claims for itself."""
    check = ChainCheck(kept=kept or {})
    for entry in entries:
        if not check.feed(entry):
            break
    last = entries[-1] if entries else None
    return check.finish(ChainHead(number=last.number, hash=last.hash) if last else START)


def renumbered(entries: list[Entry]) -> list[Entry]:
    """Hide a gap or an extra entry by counting anew."""
    return [replace(entry, number=number) for number, entry in enumerate(entries, 1)]


def edited(entries: list[Entry], place: int) -> list[Entry]:
    """Change one entry and leave its hash."""
    changed = replace(entries[place], detail="改")
    return [*entries[:place], changed, *entries[place + 1 :]]


def edited_and_hashed(entries: list[Entry], place: int) -> list[Entry]:
    """Change one entry and give it the right hash: the next one then hangs in the air."""
    changed = replace(entries[place], at=NOON)
    return [*entries[:place], replace(changed, hash=hash_of(changed)), *entries[place + 1 :]]


def deleted(entries: list[Entry], place: int) -> list[Entry]:
    """Take one entry out."""
    return [*entries[:place], *entries[place + 1 :]]


def deleted_and_renumbered(entries: list[Entry], place: int) -> list[Entry]:
    """Take one entry out and close the gap."""
    return renumbered(deleted(entries, place))


def inserted(entries: list[Entry], place: int) -> list[Entry]:
    """Put in a forged entry, rightly hashed, and count anew."""
    before = entries[place - 1].hash if place else START.hash
    forged = replace(entries[place], object_id="forged", prev_hash=before)
    forged = replace(forged, hash=hash_of(forged))
    return [*entries[:place], forged, *renumbered(entries)[place:]]


def swapped(entries: list[Entry], place: int) -> list[Entry]:
    """Exchange two neighbours and count anew."""
    pair = [entries[place + 1], entries[place]]
    return renumbered([*entries[:place], *pair, *entries[place + 2 :]])


TAMPERINGS = [
    edited,
    edited_and_hashed,
    deleted,
    deleted_and_renumbered,
    inserted,
    swapped,
]


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_tampering_shows_at_every_place(tamper: Callable[[list[Entry], int], list[Entry]]) -> None:
    """Whatever is done to whichever entry, it is found at that entry or the one after it."""
    entries = chain()
    for place in range(LENGTH - 2):
        report = verdict(tamper(entries, place))
        assert not report.intact
        assert report.broken_at in {place + 1, place + 2}


def test_truncation_shows_at_every_length() -> None:
    """Against a head kept elsewhere, every shorter chain is found to be cut."""
    entries = chain()
    kept = {LENGTH: entries[-1].hash}
    for length in range(LENGTH):
        report = verdict(entries[:length], kept)
        assert (report.reason, report.broken_at) == ("truncated", length + 1)
    assert verdict(entries, kept).intact


def test_a_chain_written_anew_is_not_the_kept_one() -> None:
    """Another chain that holds in itself differs from the kept head at its number."""
    kept = {40: chain()[39].hash}
    report = verdict(chain(prefix="other"), kept)
    assert (report.reason, report.broken_at) == ("rewritten", 40)


def test_a_longer_chain_than_was_kept_is_intact() -> None:
    """Entries that were added after the head was kept are as they should be."""
    entries = chain()
    assert verdict(entries, {40: entries[39].hash}) == ChainReport(intact=True, entries=LENGTH)
