"""Slots on SQLite and PostgreSQL: nobody is in two meetings at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.errors import Refused
from consult.domain.form import Slot
from consult.domain.ids import SessionId
from server.db.bookings import BUCKET, buckets
from server.db.database import SqlDatabase
from tests.server.db.samples import slot


def session() -> SessionId:
    """Return the id of a new session."""
    return SessionId(uuid4())


async def take(database: SqlDatabase, resources: list[str], wanted: Slot) -> SessionId | None:
    """Claim in a transaction of its own; None when the slot was taken."""
    new = session()
    try:
        async with database.transaction() as tx:
            await tx.bookings.claim(new, resources, wanted)
    except Refused as refused:
        _is_taken(refused)
        return None
    return new


def _is_taken(refused: Refused) -> None:
    assert refused.code == "slot_taken"


async def test_fifty_takers_of_one_slot_have_one_winner(database: SqlDatabase) -> None:
    """Of fifty who book one expert at overlapping times at once, exactly one gets the slot."""
    tries = [slot(1 + number / 600, 25) for number in range(50)]

    taken = await asyncio.gather(
        *(
            take(database, ["person:expert", f"patient:{number}"], wanted)
            for number, wanted in enumerate(tries)
        )
    )

    winners = [one for one in taken if one is not None]
    assert len(winners) == 1
    async with database.transaction() as tx:
        held = await tx.bookings.taken(["person:expert", "patient:0"], slot(0, 240))
    assert len(held["person:expert"]) == 1


async def test_crossed_claims_never_wait_for_each_other(database: SqlDatabase) -> None:
    """Claims that name the same resources in opposite order end, with one winner."""
    pair = ["person:a", "person:b"]
    for hour in range(5):
        taken = await asyncio.gather(
            take(database, pair, slot(hour)), take(database, pair[::-1], slot(hour))
        )
        assert [one is None for one in taken].count(True) == 1


async def test_a_refused_claim_takes_nothing(database: SqlDatabase) -> None:
    """When one of two resources is taken, the other stays free, even in the same transaction."""
    await take(database, ["person:a"], slot())
    async with database.transaction() as tx:
        with pytest.raises(Refused):
            await tx.bookings.claim(session(), ["patient:p", "person:a"], slot())
        assert await tx.bookings.taken(["patient:p"], slot()) == {"patient:p": ()}

    assert await take(database, ["patient:p"], slot()) is not None


async def test_neighbours_fit_and_a_release_frees(database: SqlDatabase) -> None:
    """Meetings may follow each other at once, and a cancelled one gives its slot back."""
    first = await take(database, ["person:a"], slot(1, 30))
    assert first is not None
    assert await take(database, ["person:a"], slot(1.5, 30)) is not None
    assert await take(database, ["person:a"], slot(1.4, 30)) is None

    async with database.transaction() as tx:
        await tx.bookings.release(first)
    assert await take(database, ["person:a"], slot(1, 30)) is not None


async def test_what_is_taken_is_told_within_the_span(database: SqlDatabase) -> None:
    """The true slots come back, those that only touch the span not."""
    await take(database, ["person:a"], slot(1, 32))
    await take(database, ["person:a"], slot(5, 30))

    async with database.transaction() as tx:
        around = await tx.bookings.taken(["person:a", "person:b"], slot(0, 90))
        before = await tx.bookings.taken(["person:a"], slot(0, 60))

    assert around == {"person:a": (slot(1, 32),), "person:b": ()}
    assert before == {"person:a": ()}


INSTANTS = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 (the zone is drawn beside)
    max_value=datetime(2027, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
SLOTS = st.builds(
    lambda start, span: Slot(start=start, end=start + span),
    INSTANTS,
    st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(hours=6)),
)


@given(SLOTS, st.timedeltas(min_value=-timedelta(hours=6), max_value=timedelta(hours=6)))
def test_overlapping_slots_share_a_bucket(one: Slot, shift: timedelta) -> None:
    """Two slots that overlap always meet in a bucket, so that the key keeps them apart."""
    other = Slot(start=one.start + shift, end=one.end + shift)
    overlap = one.start < other.end and other.start < one.end
    shared = set(buckets(one)) & set(buckets(other))
    assert shared or not overlap
    assert all(at.timestamp() % BUCKET.total_seconds() == 0 for at in buckets(one))


@pytest.mark.parametrize("minutes", [0, -5, 24 * 60 + 1])
def test_a_slot_without_length_is_no_slot(minutes: float) -> None:
    """An empty, backward or endless slot cannot be claimed."""
    with pytest.raises(ValueError, match="a slot lasts"):
        list(buckets(slot(1, minutes)))
