"""The consultation behind a room, as the services have it."""

from collections.abc import Collection, Sequence

from consult.contract.signals import ReportStats
from consult.domain.codes import Medium, Side
from consult.domain.errors import ConsultError
from consult.domain.ids import CaseId, PersonId, SessionId
from consult.domain.people import Actor, Person
from consult.domain.session import Session
from consult.ports import Ports, RoomState
from consult.services import access, rooms
from server.media.ports import Entry, Progress


class ServiceMeetings:
    """`Meetings` on `consult.services`."""

    def __init__(self, ports: Ports) -> None:
        """Keep the ports that every service wants."""
        self._ports = ports

    async def entry(self, actor: Actor, session: SessionId) -> Entry:
        """Return who the actor is there; raises NotFound or Forbidden."""
        return _entry(actor, await rooms.room_entry(self._ports, actor, session))

    async def people(self, session: SessionId, persons: Sequence[PersonId]) -> Sequence[Entry]:
        """Return the entries of those who still have access."""
        async with self._ports.transaction() as tx:
            known = await tx.people.many(persons)
        entries = []
        for person in known.values():
            try:
                entries.append(await self.entry(_actor(person), session))
            except ConsultError:
                continue
        return entries

    async def join(self, actor: Actor, session: SessionId, medium: Medium) -> Entry:
        """Check in and open the attendance; raises as the service does."""
        return _entry(actor, await rooms.joined(self._ports, actor, session, medium))

    async def leave(self, person: PersonId, session: SessionId) -> None:
        """Close the attendance."""
        await rooms.left(self._ports, person, session)

    async def vacate(self, session: SessionId, but: Collection[PersonId]) -> None:
        """Close the attendance of all others."""
        await rooms.vacated(self._ports, session, but)

    async def medium(self, person: PersonId, session: SessionId, medium: Medium) -> None:
        """Go on over another medium."""
        await rooms.medium_changed(self._ports, person, session, medium)

    async def losers(self, case: CaseId, persons: Collection[PersonId]) -> Collection[PersonId]:
        """Return those who may not be there any more."""
        return await access.losers(self._ports, case, persons)

    async def start(self, expert: Actor, session: SessionId) -> Progress:
        """Start on behalf of the expert."""
        return _progress(await rooms.start(self._ports, expert, session))

    async def interrupt(self, session: SessionId, side: Side) -> Progress:
        """A side has been gone for too long."""
        return _progress(await rooms.interrupt(self._ports, session, side))

    async def resume(self, session: SessionId) -> Progress:
        """Both sides are there again."""
        return _progress(await rooms.resume(self._ports, session))

    async def report(self, actor: Actor, stats: ReportStats) -> None:
        """Keep what a browser has measured."""
        session = SessionId(stats.session)
        body = stats.model_dump_json(exclude={"session"}, exclude_none=True)
        await rooms.add_stats(self._ports, session, actor.person, body)

    async def load(self, session: SessionId) -> RoomState | None:
        """Return what was last stored of a room."""
        return await rooms.load_state(self._ports, session)

    async def store(self, session: SessionId, state: RoomState) -> None:
        """Store what a restart has to find."""
        await rooms.store_state(self._ports, session, state)


def _actor(person: Person) -> Actor:
    return Actor(
        person=person.id,
        organisation=person.organisation,
        roles=person.roles,
        name=person.name,
    )


def _progress(session: Session) -> Progress:
    return Progress(state=session.state, started_at=session.started_at)


def _entry(actor: Actor, entry: rooms.RoomEntry) -> Entry:
    return Entry(
        session=entry.session,
        case=entry.case,
        actor=actor,
        name=entry.name,
        title=entry.title,
        side=entry.side,
        polite=entry.polite,
        qualified=entry.qualified,
        progress=Progress(state=entry.state, started_at=entry.started_at),
    )
