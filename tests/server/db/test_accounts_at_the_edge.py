"""Sign-ins, tokens, answers already given and stored keys on SQLite and PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from consult.domain.errors import NotFound, Refused
from server.db.database import SqlDatabase
from server.ports import MachineToken, SignIn, StoredAnswer
from tests.parts.clock import NOON
from tests.server.db.samples import People

MINUTE = timedelta(minutes=1)


def sign_in(people: People, name: str) -> SignIn:
    """Return a sign-in of the expert."""
    return SignIn(
        id_sha256=name, person=people.expert.id, created_at=NOON, seen_at=NOON, agent="Firefox"
    )


async def test_a_sign_in_is_touched_and_ends(database: SqlDatabase, people: People) -> None:
    """Use moves it forward only; once ended it is gone and a second end finds nothing."""
    async with database.transaction() as tx:
        await tx.sign_ins.add(sign_in(people, "a"))
        await tx.sign_ins.touch("a", NOON + MINUTE)
        await tx.sign_ins.touch("a", NOON)
        seen = await tx.sign_ins.get("a")
        assert seen == replace(sign_in(people, "a"), seen_at=NOON + MINUTE)
        assert await tx.sign_ins.end("a", NOON + MINUTE)
        assert not await tx.sign_ins.end("a", NOON + MINUTE)
        await tx.sign_ins.touch("a", NOON + 2 * MINUTE)
        assert await tx.sign_ins.get("a") is None


async def test_a_call_counts_as_use_of_live_sign_ins(database: SqlDatabase, people: People) -> None:
    """Those seen within a quarter of an hour are touched; one idle for longer is not revived."""
    idle = replace(sign_in(people, "idle"), seen_at=NOON - 16 * MINUTE)
    async with database.transaction() as tx:
        await tx.sign_ins.add(sign_in(people, "live"))
        await tx.sign_ins.add(idle)
        await tx.sign_ins.touch_person(people.expert.id, NOON + MINUTE)
        live = await tx.sign_ins.get("live")
        assert live is not None
        assert live.seen_at == NOON + MINUTE
        assert await tx.sign_ins.get("idle") == idle
        assert await tx.sign_ins.purge(NOON - MINUTE) == 1
        assert await tx.sign_ins.get("idle") is None


async def test_a_step_up_gives_a_new_id_once(database: SqlDatabase, people: People) -> None:
    """The old id ends with the renewal, so that it cannot be renewed twice."""
    stronger = replace(sign_in(people, "b"), step_up_until=NOON + 5 * MINUTE)
    async with database.transaction() as tx:
        await tx.sign_ins.add(sign_in(people, "a"))
        await tx.sign_ins.renew("a", stronger)
        assert await tx.sign_ins.get("a") is None
        assert await tx.sign_ins.get("b") == stronger
        with pytest.raises(NotFound):
            await tx.sign_ins.renew("a", sign_in(people, "c"))


async def test_all_other_sign_ins_end_together(database: SqlDatabase, people: People) -> None:
    """Ending all but the present one names those that were ended."""
    async with database.transaction() as tx:
        for name in "abc":
            await tx.sign_ins.add(sign_in(people, name))
        ended = await tx.sign_ins.end_all(people.expert.id, NOON, but="b")
        left = await tx.sign_ins.of_person(people.expert.id)
        assert await tx.sign_ins.end_all(people.expert.id, NOON) == ["b"]
    assert sorted(ended) == ["a", "c"]
    assert [one.id_sha256 for one in left] == ["b"]


async def test_failures_are_counted_whoever_tries_at_once(database: SqlDatabase) -> None:
    """Twenty failures at the same time are twenty; success forgets them."""

    async def fail() -> int:
        async with database.transaction() as tx:
            return await tx.failures.add("key", NOON)

    counts = await asyncio.gather(*(fail() for _ in range(20)))

    assert sorted(counts) == list(range(1, 21))
    async with database.transaction() as tx:
        await tx.failures.pause("key", NOON + MINUTE)
        known = await tx.failures.get("key")
        assert known is not None
        assert (known.count, known.until) == (20, NOON + MINUTE)
        await tx.failures.clear("key")
        assert await tx.failures.get("key") is None
        await tx.failures.add("old", NOON - MINUTE)
        assert await tx.failures.purge(NOON) == 1


async def test_a_token_expires_and_is_revoked(database: SqlDatabase, people: People) -> None:
    """A machine is known while its token holds."""
    token = MachineToken(
        sha256="ab" * 32,
        name="网关",
        site=people.clinic.id,
        scopes=frozenset({"read", "write"}),
        created_at=NOON,
        expires_at=NOON + MINUTE,
    )
    async with database.transaction() as tx:
        await tx.tokens.add(token)
        assert await tx.tokens.all() == [token]
        assert await tx.tokens.find(token.sha256, NOON) == token
        assert await tx.tokens.find(token.sha256, NOON + MINUTE) is None
        assert await tx.tokens.revoke(token.sha256)
        assert not await tx.tokens.revoke(token.sha256)
        assert await tx.tokens.find(token.sha256, NOON) is None


async def begin(database: SqlDatabase, people: People, digest: str = "d") -> StoredAnswer | None:
    """Claim the key "k" at noon."""
    async with database.transaction() as tx:
        return await tx.idempotency.begin(people.lead.id, "k", digest, NOON)


async def test_of_equal_requests_at_once_one_is_done(database: SqlDatabase, people: People) -> None:
    """Of twenty requests with one key one goes ahead, the others are told to wait."""
    answers = await asyncio.gather(
        *(begin(database, people) for _ in range(20)), return_exceptions=True
    )

    refused = [one for one in answers if isinstance(one, Refused)]
    assert answers.count(None) == 1
    assert {one.code for one in refused} == {"in_progress"}
    assert len(refused) == 19


async def test_a_repeated_request_gets_the_same_answer(
    database: SqlDatabase, people: People
) -> None:
    """After the answer the key replays it; for another request it is refused; others may use it."""
    assert await begin(database, people) is None
    async with database.transaction() as tx:
        await tx.idempotency.finish(people.lead.id, "k", 201, '{"id":1}')

    assert await begin(database, people) == StoredAnswer(status=201, body='{"id":1}')
    with pytest.raises(Refused) as refused:
        await begin(database, people, "another")
    assert refused.value.code == "idempotency_mismatch"
    async with database.transaction() as tx:
        assert await tx.idempotency.begin(people.expert.id, "k", "d", NOON) is None
        assert await tx.idempotency.purge(NOON + MINUTE) == 2


async def test_a_claim_that_was_given_up_or_lost_is_free_again(
    database: SqlDatabase, people: People
) -> None:
    """A failed request gives its key back; a crashed one loses it after a minute."""
    assert await begin(database, people) is None
    async with database.transaction() as tx:
        await tx.idempotency.abandon(people.lead.id, "k")
    assert await begin(database, people) is None
    async with database.transaction() as tx:
        later = NOON + MINUTE
        assert await tx.idempotency.begin(people.lead.id, "k", "d", later) is None


async def test_the_first_stored_value_stays(database: SqlDatabase) -> None:
    """Of many starts at once all use the same value."""

    async def start(value: bytes) -> bytes:
        async with database.transaction() as tx:
            return await tx.keys.put_once("draft-secret", value)

    used = await asyncio.gather(*(start(bytes([number])) for number in range(10)))

    assert len(set(used)) == 1
    async with database.transaction() as tx:
        assert await tx.keys.get("draft-secret") == used[0]
        assert await tx.keys.get("unknown") is None
