"""Signing in, staying signed in, and signing out: opaque sessions kept on the server."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from consult.domain.errors import NotFound
from consult.domain.ids import PersonId
from consult.domain.people import Actor, Person
from consult.ports import Clock
from server.auth.passwords import Passwords
from server.auth.pauses import key_of, pause_after, waiting
from server.errors import NotSignedIn, SigninPaused, WrongPassword
from server.ports import ServerTransaction, ServerTransactions, SignIn

TOUCH: Final = timedelta(seconds=30)
"""A use is written down at most this often."""

TRUST: Final = timedelta(seconds=1)
"""So long an answer of the database is believed; what is ended elsewhere ends within it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a sign-in lasts."""

    idle: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(hours=12)
    step_up: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """From where somebody signs in: the network address and what the browser says it is."""

    address: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A valid sign-in and whose it is."""

    sign_in: SignIn
    person: Person

    def actor(self, now: datetime) -> Actor:
        """Return who acts, and whether the password was entered anew of late."""
        until = self.sign_in.step_up_until
        return Actor(
            person=self.person.id,
            organisation=self.person.organisation,
            roles=self.person.roles,
            name=self.person.name,
            stepped_up=until is not None and now < until,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A new sign-in. `token` goes into the cookie and is kept nowhere else."""

    token: str
    seen: Seen


def digest(token: str) -> str:
    """Return the SHA-256 (hex) under which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


class Door:
    """Lets people in and out. Every method is at most one transaction at a time."""

    def __init__(
        self,
        transactions: ServerTransactions,
        reading: ServerTransactions,
        passwords: Passwords,
        clock: Clock,
        limits: Limits | None = None,
    ) -> None:
        """Stand between the people and the database; `reading` opens what only reads."""
        self._transactions = transactions
        self._reading = reading
        self._passwords = passwords
        self._clock = clock
        self.limits = limits or Limits()
        self._believed: dict[str, tuple[datetime, Seen]] = {}

    async def sign_in(
        self, username: str, password: str, caller: Caller, *, old: str | None = None
    ) -> Opened:
        """Open a sign-in; `old` is the token of one that it replaces.

        Raises WrongPassword, SigninPaused (with `retry_after` seconds) or TooBusy. Each try is
        counted before the password is checked, so that many at once do not get round the pause.
        """
        stored, person, wait = await self._count(username, caller)
        if not await self._passwords.verify(stored, password) or person is None:
            raise WrongPassword("", **({"retry_after": wait} if wait else {}))
        opened = self._open(person, caller.agent)
        async with self._transactions() as tx:
            await tx.failures.clear(key_of(username, caller.address))
            if old is not None:
                await self._end(tx, digest(old))
            await tx.sign_ins.add(opened.seen.sign_in)
            tx.audit.record(person.id, "sign_in", "person", str(person.id))
        return opened

    async def _count(self, username: str, caller: Caller) -> tuple[str | None, Person | None, int]:
        now, key = self._clock.now(), key_of(username, caller.address)
        async with self._transactions() as tx:
            left = waiting(await tx.failures.get(key), now)
            if left:
                raise SigninPaused("", retry_after=left)
            pause = pause_after(await tx.failures.add(key, now))
            if pause:
                await tx.failures.pause(key, now + pause)
            found = await tx.accounts.credential(username)
        wait = int(pause.total_seconds())
        if found is None or not found.password_hash:
            return None, None, wait
        return found.password_hash, found.person, wait

    def _open(self, person: Person, agent: str) -> Opened:
        token, now = secrets.token_urlsafe(32), self._clock.now()
        sign_in = SignIn(
            id_sha256=digest(token),
            person=person.id,
            created_at=now,
            seen_at=now,
            agent=agent[:200],
        )
        return Opened(token=token, seen=Seen(sign_in=sign_in, person=person))

    async def who(self, token: str) -> Seen:
        """Return whose token it is, and note the use. Raises NotSignedIn."""
        key, now = digest(token), self._clock.now()
        believed = self._believed.get(key)
        if believed is not None and now - believed[0] < TRUST:
            return believed[1]
        async with self._reading() as tx:
            seen = await self._valid(tx, key, now)
        if now - seen.sign_in.seen_at >= TOUCH:
            await self.touch(key)
        self._believe(key, now, seen)
        return seen

    async def _valid(self, tx: ServerTransaction, key: str, now: datetime) -> Seen:
        sign_in = await tx.sign_ins.get(key)
        if sign_in is None or not self._fresh(sign_in, now):
            raise NotSignedIn
        try:
            person = await tx.people.get(sign_in.person)
        except NotFound:
            raise NotSignedIn from None
        if not person.active:
            raise NotSignedIn
        return Seen(sign_in=sign_in, person=person)

    def _fresh(self, sign_in: SignIn, now: datetime) -> bool:
        idle, age = now - sign_in.seen_at, now - sign_in.created_at
        return sign_in.ended_at is None and idle < self.limits.idle and age < self.limits.longest

    def _believe(self, key: str, now: datetime, seen: Seen) -> None:
        if len(self._believed) > 2000:
            self._believed.clear()
        self._believed[key] = (now, seen)

    async def step_up(self, seen: Seen, password: str, caller: Caller) -> Opened:
        """Check the password again and return the same sign-in under a new token, good for signing.

        Raises WrongPassword, SigninPaused or TooBusy. The 12 hours go on counting.
        """
        stored, person, wait = await self._count(seen.person.username, caller)
        if not await self._passwords.verify(stored, password) or person is None:
            raise WrongPassword("", **({"retry_after": wait} if wait else {}))
        opened, now = self._open(person, caller.agent), self._clock.now()
        renewed = replace(
            opened.seen.sign_in,
            created_at=seen.sign_in.created_at,
            step_up_until=now + self.limits.step_up,
        )
        async with self._transactions() as tx:
            await tx.failures.clear(key_of(seen.person.username, caller.address))
            await tx.sign_ins.renew(seen.sign_in.id_sha256, renewed)
            tx.audit.record(person.id, "step_up", "person", str(person.id))
        self._believed.pop(seen.sign_in.id_sha256, None)
        return Opened(token=opened.token, seen=Seen(sign_in=renewed, person=person))

    async def sign_out(self, token: str) -> str:
        """End the sign-in of this token, if there is one; return its stored name."""
        async with self._transactions() as tx:
            await self._end(tx, digest(token))
        return digest(token)

    async def _end(self, tx: ServerTransaction, key: str) -> None:
        self._believed.pop(key, None)
        await tx.sign_ins.end(key, self._clock.now())

    async def listed(self, person: PersonId) -> Sequence[SignIn]:
        """Return the valid sign-ins of a person, last seen first."""
        now = self._clock.now()
        async with self._reading() as tx:
            return [one for one in await tx.sign_ins.of_person(person) if self._fresh(one, now)]

    async def end(self, person: PersonId, name: str) -> str:
        """End one of the person's own sign-ins by its short name. Raises NotFound."""
        for one in await self.listed(person):
            if short(one) == name:
                async with self._transactions() as tx:
                    await self._end(tx, one.id_sha256)
                return one.id_sha256
        raise NotFound

    async def end_others(self, seen: Seen) -> Sequence[str]:
        """End all sign-ins of this person but this one; return their stored names."""
        self._believed.clear()
        async with self._transactions() as tx:
            return await tx.sign_ins.end_all(
                seen.person.id, self._clock.now(), but=seen.sign_in.id_sha256
            )

    async def touch(self, stored: str) -> None:
        """Note a use of a sign-in by its stored name: a live call counts as use."""
        async with self._transactions() as tx:
            await tx.sign_ins.touch(stored, self._clock.now())

    async def alive(self, stored: Collection[str]) -> set[str]:
        """Return those of these sign-ins that are still good; asking is no use of them."""
        now = self._clock.now()
        async with self._reading() as tx:
            return await tx.sign_ins.standing(
                stored,
                seen_after=now - self.limits.idle,
                created_after=now - self.limits.longest,
            )


def short(sign_in: SignIn) -> str:
    """Return the name of a sign-in in lists: it opens nothing."""
    return sign_in.id_sha256[:16]
