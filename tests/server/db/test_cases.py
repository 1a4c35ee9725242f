"""Case files on SQLite and PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from consult.domain.case import CaseClock, CaseState
from consult.domain.errors import Conflict, NotFound
from consult.domain.ids import CaseId, SessionId, StudyUid
from consult.domain.invitation import InvitationState
from consult.domain.session import Session, SessionState
from server.db.database import SqlDatabase
from tests.parts.clock import NOON, SetClock
from tests.server.db.samples import (
    People,
    actor,
    draft,
    full,
    invitation,
    person,
    slot,
    stepped,
)


async def test_a_full_case_file_comes_back_as_it_was(database: SqlDatabase, people: People) -> None:
    """Every part of a case file survives storing, to the microsecond, by every way to it."""
    file = full(people)
    async with database.transaction() as tx:
        await tx.cases.add(file)

    async with database.transaction() as tx:
        assert await tx.cases.get(file.case.id) == file
        assert await tx.cases.by_token(people.clinic.id, file.case.token) == file
        assert await tx.cases.by_session(file.sessions[0].id) == file
        assert await tx.cases.by_study(StudyUid("1.2.9")) == [file]
        signature = file.opinions[0].signature
        assert signature is not None
        found = await tx.cases.by_verification(signature.verification_code)
    assert found == (file, file.opinions[0])


async def test_nothing_is_found_where_nothing_is(database: SqlDatabase, people: People) -> None:
    """Unknown cases and sessions are NotFound; unknown tokens, studies and codes are nothing."""
    async with database.transaction() as tx:
        with pytest.raises(NotFound):
            await tx.cases.get(CaseId(uuid4()))
        with pytest.raises(NotFound):
            await tx.cases.by_session(SessionId(uuid4()))
        with pytest.raises(NotFound):
            await tx.cases.save(draft(people), read_seq=0)
        assert await tx.cases.by_token(people.clinic.id, uuid4()) is None
        assert await tx.cases.by_study(StudyUid("9.9")) == []
        assert await tx.cases.by_verification("nothing") is None


async def test_the_same_token_makes_one_case(database: SqlDatabase, people: People) -> None:
    """Of 20 requests at once with one client token exactly one makes the case."""
    file = draft(people)

    async def create() -> bool:
        try:
            async with database.transaction() as tx:
                await tx.cases.add(replace(file, case=replace(file.case, id=CaseId(uuid4()))))
        except Conflict:
            return False
        return True

    made = await asyncio.gather(*(create() for _ in range(20)))

    assert made.count(True) == 1


async def test_a_stale_save_is_a_conflict_that_names_what_is_present(
    database: SqlDatabase, people: People
) -> None:
    """Whoever read an older seq changes nothing and learns the present seq and state."""
    file = draft(people)
    newer = stepped(file, reason="first")
    async with database.transaction() as tx:
        await tx.cases.add(file)
    async with database.transaction() as tx:
        await tx.cases.save(newer, read_seq=0)

    with pytest.raises(Conflict) as refused:
        async with database.transaction() as tx:
            await tx.cases.save(stepped(file, reason="second"), read_seq=0)

    assert refused.value.params == {"seq": 1, "state": "draft"}
    async with database.transaction() as tx:
        assert await tx.cases.get(file.case.id) == newer


async def test_concurrent_changes_lose_no_update(database: SqlDatabase, people: People) -> None:
    """Ten writers at once, each trying again on Conflict: every change is there at the end."""
    file = draft(people)
    async with database.transaction() as tx:
        await tx.cases.add(file)

    async def change() -> None:
        while True:
            try:
                async with database.transaction() as tx:
                    read = await tx.cases.get(file.case.id)
                    await asyncio.sleep(0)
                    await tx.cases.save(
                        stepped(read, reason=read.case.reason + "x"), read_seq=read.case.seq
                    )
            except Conflict:
                continue
            return

    await asyncio.gather(*(change() for _ in range(10)))

    async with database.transaction() as tx:
        after = await tx.cases.get(file.case.id)
    assert (after.case.seq, after.case.reason) == (10, "x" * 10)


async def test_an_error_rolls_everything_back(database: SqlDatabase, people: People) -> None:
    """When the block raises, neither the case nor the audit entry is there."""
    file = draft(people)
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the whole block is what is tried)
        async with database.transaction() as tx:
            await tx.cases.add(file)
            tx.audit.record(None, "create", "case", str(file.case.id))
            raise ZeroDivisionError

    async with database.transaction() as tx:
        with pytest.raises(NotFound):
            await tx.cases.get(file.case.id)
        assert await tx.audit.page(None, 10) == []


async def test_side_tables_follow_the_case_file(database: SqlDatabase, people: People) -> None:
    """A study that was taken off the case is no longer found through it."""
    file = full(people)
    async with database.transaction() as tx:
        await tx.cases.add(file)
        fewer = replace(stepped(file), studies=file.studies[:1])
        await tx.cases.save(fewer, read_seq=file.case.seq)

    async with database.transaction() as tx:
        assert await tx.cases.by_study(StudyUid("1.2.9")) == []
        assert await tx.cases.by_study(StudyUid("1.2.3")) == [fewer]


async def test_numbers_are_never_given_twice(database: SqlDatabase, people: People) -> None:
    """Thirty submissions at once get the numbers 1 to 30 of the day; the next day starts anew."""

    async def take() -> str:
        async with database.transaction() as tx:
            return await tx.cases.next_number(people.clinic.id, date(2026, 11, 22))

    taken = await asyncio.gather(*(take() for _ in range(30)))

    assert sorted(taken) == [f"HZ20261122-{number:04d}" for number in range(1, 31)]
    async with database.transaction() as tx:
        assert await tx.cases.next_number(people.clinic.id, date(2026, 11, 23)) == (
            "HZ20261123-0001"
        )


async def test_each_sees_what_they_take_part_in(
    database: SqlDatabase, people: People, clock: SetClock
) -> None:
    """Lists hold the author's and lead's, the centre's and the invited expert's cases alone."""
    mine = draft(people)
    review = stepped(draft(people), state=CaseState.IN_REVIEW)
    sent = replace(stepped(draft(people), state=CaseState.SUBMITTED), centre=people.hospital.id)
    asked = replace(stepped(draft(people), state=CaseState.DISPATCHED), centre=people.hospital.id)
    asked = replace(
        asked,
        invitations=(
            invitation(asked, people.expert),
            invitation(asked, people.other_expert, state=InvitationState.DECLINED),
        ),
    )
    async with database.transaction() as tx:
        for file in (mine, review, sent, asked):
            changed_at = clock.pass_by(timedelta(seconds=1))
            await tx.cases.add(replace(file, case=replace(file.case, changed_at=changed_at)))

    async def seen(who: object, which: str) -> list[CaseId]:
        async with database.transaction() as tx:
            return [file.case.id for file in await tx.cases.visible(actor(who), which)]  # type: ignore[arg-type]

    m, r, s, a = (file.case.id for file in (mine, review, sent, asked))
    assert await seen(people.village_doctor, "mine") == [a, s, r, m]
    assert await seen(people.lead, "review") == [r]
    assert await seen(people.village_doctor, "review") == []
    assert await seen(people.dispatcher, "desk") == [a, s]
    assert await seen(people.expert, "queue") == [a]
    assert await seen(people.other_expert, "queue") == []
    assert await seen(people.other_expert, "all") == []
    assert await seen(people.dispatcher, "all") == [a, s]
    assert await seen(person("stranger", people.clinic), "all") == []
    with pytest.raises(ValueError, match="no such list"):
        await seen(people.expert, "everything")


@pytest.mark.parametrize("withdrawn", [True, False])
async def test_an_experts_list_ends_with_the_access(
    database: SqlDatabase, people: People, clock: SetClock, withdrawn: bool
) -> None:
    """A withdrawn consent at once, an end after 30 days: the case leaves the expert's list."""
    file = full(people)
    ended = replace(stepped(file, ended_at=NOON), consent_withdrawn_at=NOON if withdrawn else None)
    async with database.transaction() as tx:
        await tx.cases.add(ended)

    clock.pass_by(timedelta(days=29))
    async with database.transaction() as tx:
        during = await tx.cases.visible(actor(people.expert), "queue")
    clock.pass_by(timedelta(days=2))
    async with database.transaction() as tx:
        after = await tx.cases.visible(actor(people.expert), "queue")

    assert [file.case.id for file in during] == ([] if withdrawn else [ended.case.id])
    assert after == []


async def test_what_is_due_is_found_and_nothing_starves(
    database: SqlDatabase, people: People
) -> None:
    """Clocks, invitations and sessions are due in their time; a limit of one goes round all."""
    clocked = stepped(
        draft(people), state=CaseState.SUBMITTED, clock=CaseClock(name="response", due_at=NOON)
    )
    asked = stepped(draft(people), state=CaseState.DISPATCHED)
    asked = replace(asked, invitations=(invitation(asked, people.expert, due_at=NOON),))
    met = stepped(draft(people), state=CaseState.ACCEPTED)
    missed = Session(id=SessionId(uuid4()), case=met.case.id, slot=slot(hours=-1))
    met = replace(met, sessions=(missed,))
    ended = stepped(
        draft(people), state=CaseState.EXPIRED, clock=CaseClock(name="response", due_at=NOON)
    )
    async with database.transaction() as tx:
        for file in (clocked, asked, met, ended):
            await tx.cases.add(file)

    async def due(at: int, limit: int = 100) -> set[CaseId]:
        async with database.transaction() as tx:
            return set(await tx.cases.due(NOON + timedelta(minutes=at), limit))

    three = {clocked.case.id, asked.case.id, met.case.id}
    assert await due(-41) == set()
    assert await due(-40) == {met.case.id}
    assert await due(0) == three
    assert await due(1, 1) | await due(2, 1) | await due(3, 1) == three


async def test_sessions_want_attention_when_somebody_has_gone(
    database: SqlDatabase, people: People
) -> None:
    """A finished session never does; one that was interrupted does after ten minutes."""
    file = stepped(full(people))
    gap = replace(file.sessions[0].gaps[0], end=None)
    cut = replace(file.sessions[0], state=SessionState.INTERRUPTED, ended_at=None, gaps=(gap,))
    async with database.transaction() as tx:
        await tx.cases.add(file)
        assert await tx.cases.due(NOON + timedelta(hours=1)) == []
        await tx.cases.save(replace(stepped(file), sessions=(cut,)), read_seq=file.case.seq)
        assert await tx.cases.due(NOON + timedelta(minutes=9)) == []
        assert await tx.cases.due(NOON + timedelta(minutes=10)) == [file.case.id]
