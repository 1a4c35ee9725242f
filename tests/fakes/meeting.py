"""Fakes of what sockets and calls need: a meeting of two doctors, their sign-ins, its events."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from consult.contract.events import CaseAdvanced, ServerEvent
from consult.contract.signals import ReportStats, WatchAnswer, WatchCase
from consult.domain.codes import Medium, Role, Side
from consult.domain.errors import NotFound
from consult.domain.ids import CaseId, OrganisationId, PersonId, SessionId
from consult.domain.people import Actor
from consult.domain.session import SessionState
from consult.ports import RoomState
from server.media.ports import Entry, Progress
from server.sockets.ports import Audience, Visitor

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
SESSION = SessionId(UUID(int=1))
CASE = CaseId(UUID(int=2))


def doctor(number: int, name: str, role: Role) -> Actor:
    """Return somebody who can sign in."""
    return Actor(
        person=PersonId(UUID(int=number)),
        organisation=OrganisationId(UUID(int=number + 100)),
        roles=frozenset({role}),
        name=name,
    )


VILLAGE = doctor(11, "王医生", Role.VILLAGE_DOCTOR)
EXPERT = doctor(12, "李主任", Role.EXPERT)
STRANGER = doctor(13, "陌生人", Role.EXPERT)
ACTORS = {str(one.person): one for one in (VILLAGE, EXPERT, STRANGER)}


class FixedClock:
    """Always noon."""

    def now(self) -> datetime:
        """Return noon."""
        return NOON


class FakeMeetings:
    """One meeting, as `server.media.ports.Meetings` wants it."""

    def __init__(self) -> None:
        """Open, not started."""
        self.state = SessionState.OPEN
        self.done: list[str] = []
        self.stored: RoomState | None = None
        self.stores = 0
        self.reports: list[ReportStats] = []
        self.shut_out: set[PersonId] = set()
        self.broken = False

    @property
    def progress(self) -> Progress:
        """Return where it stands."""
        return Progress(
            state=self.state, started_at=None if self.state is SessionState.OPEN else NOON
        )

    async def entry(self, actor: Actor, session: SessionId) -> Entry:
        """Let the two doctors in, and nobody else."""
        if session != SESSION or actor.person == STRANGER.person or actor.person in self.shut_out:
            raise NotFound
        expert = Role.EXPERT in actor.roles
        return Entry(
            session=session,
            case=CASE,
            actor=actor,
            name=actor.name,
            title="医师",
            side=Side.EXPERT if expert else Side.REQUESTING,
            polite=not expert,
            qualified=expert,
            progress=self.progress,
        )

    async def people(self, session: SessionId, persons: Sequence[PersonId]) -> Sequence[Entry]:
        """Return the entries of those who still have access."""
        return [
            await self.entry(ACTORS[str(one)], session)
            for one in persons
            if one not in self.shut_out
        ]

    async def join(self, actor: Actor, session: SessionId, medium: Medium) -> Entry:
        """Note the arrival."""
        entry = await self.entry(actor, session)
        self.done.append(f"join {actor.name} {medium}")
        return entry

    async def leave(self, person: PersonId, session: SessionId) -> None:
        """Note the departure."""
        self.done.append(f"leave {ACTORS[str(person)].name}")

    async def vacate(self, session: SessionId, but: Collection[PersonId]) -> None:
        """Note who is still there."""
        self.done.append(f"vacate but {len(but)}")

    async def medium(self, person: PersonId, session: SessionId, medium: Medium) -> None:
        """Note the change."""
        self.done.append(f"medium {ACTORS[str(person)].name} {medium}")

    async def losers(self, case: CaseId, persons: Collection[PersonId]) -> Collection[PersonId]:
        """Return those who were shut out."""
        return self.shut_out & set(persons)

    async def start(self, expert: Actor, session: SessionId) -> Progress:
        """Start."""
        return self._moved("start", SessionState.LIVE)

    async def interrupt(self, session: SessionId, side: Side) -> Progress:
        """Interrupt."""
        return self._moved(f"interrupt {side}", SessionState.INTERRUPTED)

    async def resume(self, session: SessionId) -> Progress:
        """Go on."""
        return self._moved("resume", SessionState.LIVE)

    def _moved(self, what: str, state: SessionState) -> Progress:
        if self.broken:
            raise OSError("the database is away")
        self.done.append(what)
        self.state = state
        return self.progress

    async def report(self, actor: Actor, stats: ReportStats) -> None:
        """Keep it."""
        self.reports.append(stats)

    async def load(self, session: SessionId) -> RoomState | None:
        """Return what was stored."""
        return self.stored

    async def store(self, session: SessionId, state: RoomState) -> None:
        """Store it."""
        if self.broken:
            raise OSError("the database is away")
        self.stored, self.stores = replace(state), self.stores + 1


class FakeSignIns:
    """Sign-ins by a cookie that holds the person's id; `server.sockets.ports.SignIns`."""

    def __init__(self) -> None:
        """Everybody is signed in."""
        self.actors = ACTORS
        self.ended: set[str] = set()
        self.touched: list[str] = []

    async def authenticate(
        self, cookies: Mapping[str, str], headers: Mapping[str, str]
    ) -> Visitor | None:
        """Return whoever the cookie names."""
        who = cookies.get("huizhen", "")
        if who not in self.actors or who in self.ended:
            return None
        return Visitor(actor=self.actors[who], sign_in=who)

    async def touch(self, sign_in: str) -> None:
        """Note the use."""
        self.touched.append(sign_in)

    async def alive(self, sign_ins: Collection[str]) -> Collection[str]:
        """Return those that were not ended."""
        return set(sign_ins) - self.ended


class FakeEvents:
    """Everything in full to the village doctor, the bare number to the expert."""

    def __init__(self) -> None:
        """Nothing has happened."""
        self.past: list[ServerEvent] = []

    async def watch(self, actor: Actor, message: WatchCase) -> WatchAnswer:
        """Return what came after."""
        if message.case != CASE or actor.person == STRANGER.person:
            raise NotFound
        return WatchAnswer(events=tuple(one for one in self.past if one.seq > message.seq))

    async def audiences(self, events: Sequence[ServerEvent]) -> Sequence[Audience]:
        """Return who is told."""
        return [
            Audience(
                event=one,
                bare_event=CaseAdvanced(case=one.case, seq=one.seq, at=one.at),
                full={VILLAGE.person},
                bare={EXPERT.person, VILLAGE.person},
            )
            for one in events
        ]


class NewIds:
    """New identifiers."""

    def new(self) -> UUID:
        """Return one."""
        return uuid4()
