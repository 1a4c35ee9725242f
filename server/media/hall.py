"""The state of one live room and its rules, without any waiting: the room's task owns it.

Each method changes the state and notes what has to be done about it: signals to tell, errands
for the consultation, something to store. `now` is in seconds of the event loop's clock.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from consult.contract.signals import (
    JoinRoom,
    RoomClosed,
    RoomPeer,
    RoomSeats,
    RoomSignal,
    RoomSnapshot,
    RoomView,
    SetMedia,
    SharedView,
    ShareView,
    SignalPeer,
)
from consult.domain.errors import Refused
from consult.domain.ids import PersonId
from consult.domain.session import ENDS, SessionState
from consult.ports import RoomState
from server.media.doings import Doings, Left, MediumChanged, Tell, Why
from server.media.pace import ViewPace
from server.media.ports import Entry, Progress, RoomTimes
from server.media.seats import Seat, token_hash
from server.media.sides import Sides

SEATS = 8
"""Peer to peer is for two; a few more may listen in. Keeps a snapshot under 8 KiB."""

REV_LEAP = 1000
"""After a restart `rev` goes on well above whatever had not been stored any more."""


class Hall:
    """Who sits where, who leads, what is looked at."""

    def __init__(
        self,
        entry: Entry,
        *,
        now: float,
        times: RoomTimes,
        make_token: Callable[[], str] = lambda: secrets.token_urlsafe(24),
    ) -> None:
        """Open an empty room for the meeting that `entry` is of."""
        self.session, self.case = entry.session, entry.case
        self.progress = entry.progress
        self.seats: dict[PersonId, Seat] = {}
        self.leader: PersonId | None = None
        self.view: SharedView | None = None
        self.view_seq = self.rev = 0
        self.ended = False
        self.doings = Doings()
        self._now, self._times, self._make_token = now, times, make_token
        self._sides = Sides(times)
        self._pace = ViewPace(times)
        self._empty_since = now

    def restore(self, stored: RoomState, entries: Sequence[Entry]) -> None:
        """Go on where the room was stored; its people (`entries`) have their time to return."""
        self.rev = stored.rev + REV_LEAP
        self.view, self.view_seq = stored.view, stored.view_seq
        at_rest = {one.person: one for one in stored.seats}
        for entry in entries:
            seat = self.seats[entry.person] = Seat.of(entry)
            seat.token_sha256 = at_rest[entry.person].token_sha256
            seat.connection = at_rest[entry.person].connection
            seat.lost_at = self._now
        if stored.leader in self.seats:
            self.leader = stored.leader

    # Coming and going

    def take(
        self, entry: Entry, sid: str, wish: JoinRoom, *, now: float, at: datetime
    ) -> RoomSnapshot:
        """Seat somebody: again where the token says so, as the newer tab otherwise."""
        self._now = now
        self._may_sit(entry)
        seat = self._seat_of(entry)
        known = seat.opens_with(wish.seat)
        same_page = known and wish.connection == seat.connection
        if seat.sid and seat.sid != sid and not same_page:
            self._tell([seat.sid], RoomClosed(session=self.session, reason="elsewhere"))
        token = wish.seat if known else self._make_token()
        seat.token_sha256 = token_hash(token)
        seat.sid, seat.shown, seat.medium = sid, "present", wish.medium
        self.rev += 1
        if not same_page:
            self._renew(seat)
        self._tell([sid], *seat.kept)
        seat.kept.clear()
        self._seats_changed(but=sid)
        return self.snapshot(seat, token, at)

    def _may_sit(self, entry: Entry) -> None:
        if self.ended or self.progress.state in ENDS:
            raise Refused("room_over")
        if entry.person not in self.seats and len(self.seats) >= SEATS:
            raise Refused("room_full", seats=SEATS)

    def _seat_of(self, entry: Entry) -> Seat:
        seat = self.seats.get(entry.person)
        if seat is None:
            seat = self.seats[entry.person] = Seat.of(entry)
        seat.rename(entry)
        return seat

    def _renew(self, seat: Seat) -> None:
        seat.connection = self.rev
        seat.audio = seat.video = False
        seat.view_number = -1
        seat.kept.clear()

    def leave(self, person: PersonId, sid: str, now: float) -> None:
        """Give the seat back: somebody hung up. The meeting goes on."""
        self._now = now
        self._seated(person, sid)
        self._give_back(person)

    def lost(self, sid: str, now: float) -> None:
        """Note that this socket is gone; the seat stays for a while."""
        self._now = now
        for seat in self.seats.values():
            if seat.sid == sid:
                seat.sid, seat.lost_at = "", now
        self._look_around()

    def expel(self, person: PersonId, why: Why, now: float) -> None:
        """Take the seat away, and say why."""
        self._now = now
        seat = self.seats.get(person)
        if seat is not None:
            if seat.sid:
                self._tell([seat.sid], RoomClosed(session=self.session, reason=why))
            self._give_back(person)

    def expel_all(self, persons: Iterable[PersonId], now: float) -> None:
        """Take the seats of those away who have lost access."""
        for person in persons:
            self.expel(person, "access_ended", now)

    def expel_from(self, person: PersonId, sid: str, now: float) -> None:
        """Take the seat away where this socket serves it: its sign-in has ended."""
        if person in self.seats and self.seats[person].sid == sid:
            self.expel(person, "access_ended", now)

    def check(self, person: PersonId, sid: str) -> None:
        """Raise Refused("not_seated") unless this socket serves the person's seat."""
        self._seated(person, sid)

    def end(self, why: Why) -> None:
        """Close the room for everybody. At a shutdown the seats stay as they are at rest."""
        if not self.ended:
            self._tell(self._sids(), RoomClosed(session=self.session, reason=why))
            self.ended = True
            self.doings.store = "now"

    def _give_back(self, person: PersonId) -> None:
        del self.seats[person]
        if self.leader == person:
            self.leader = None
        self.doings.errands.append(Left(person))
        self._empty_since = self._now
        self.rev += 1
        self._seats_changed()

    # What is said in the room

    def signal(self, person: PersonId, sid: str, message: SignalPeer) -> None:
        """Pass a description or candidate on to one other seat, or keep it until that is back."""
        sender = self._seated(person, sid)
        other = self.seats.get(PersonId(message.to))
        if other is None or other is sender:
            raise Refused("peer_away")
        if (message.connection, message.to_connection) != (sender.connection, other.connection):
            raise Refused("stale_connection")
        signal = RoomPeer(
            session=self.session,
            sender=person,
            connection=sender.connection,
            description=message.description,
            candidate=message.candidate,
        )
        if other.sid:
            self._tell([other.sid], signal)
        elif not other.keep(signal):
            raise Refused("peer_away")

    def media(self, person: PersonId, sid: str, message: SetMedia) -> None:
        """Note what a microphone and a camera do now."""
        seat = self._seated(person, sid)
        if message.medium is not seat.medium:
            self.doings.errands.append(MediumChanged(person, message.medium))
        seat.audio, seat.video, seat.medium = message.audio, message.video, message.medium
        self.rev += 1
        self._announce()

    def lead(self, person: PersonId, sid: str, lead: bool) -> bool:
        """Lead from now on, or lead no longer; say whether that changes anything."""
        self._seated(person, sid)
        if lead == (self.leader == person):
            return False
        self.leader = person if lead else None
        self.rev += 1
        self.doings.store = "now"
        self._announce()
        return True

    def share(self, person: PersonId, sid: str, message: ShareView, now: float) -> None:
        """Take the leader's view: at once, or as soon as 50 ms have passed; newest wins."""
        self._now = now
        seat = self._seated(person, sid)
        if self.leader != person:
            raise Refused("not_leader")
        if message.view_seq <= seat.view_number:
            return
        seat.view_number = message.view_seq
        self.view_seq = max(self.view_seq + 1, message.view_seq)
        self.view = message.view
        if self.doings.store == "no":
            self.doings.store = "soon"
        self._pace.offer(
            RoomView(
                session=self.session,
                sender=person,
                view_seq=self.view_seq,
                view=message.view,
                pointer=message.pointer,
            )
        )
        self._pass_view()

    def _pass_view(self) -> None:
        view = self._pace.take(self._now)
        if view is not None:
            seat = self.seats.get(PersonId(view.sender))
            self._tell(self._sids(but=seat.sid if seat else ""), view)

    # What time and the consultation bring

    def advance(self, progress: Progress) -> None:
        """Take over where the meeting stands now; its end closes the room."""
        self._sides.answered()
        if progress == self.progress:
            return
        self.progress = progress
        self.rev += 1
        if progress.state in ENDS:
            why: Why = "finished" if progress.state is SessionState.FINISHED else "cancelled"
            self.end(why)
        else:
            self._announce()
            self._look_around()

    def tick(self, now: float) -> None:
        """Do what is due at `now`."""
        self._now = now
        self._pass_view()
        kept = self._times.seat_kept.total_seconds()
        for seat in [one for one in self.seats.values() if not one.sid]:
            if now - seat.lost_at >= kept:
                self._give_back(seat.person)
        shown = {seat.person: seat.seen(now, self._times) for seat in self.seats.values()}
        if any(self.seats[person].shown != state for person, state in shown.items()):
            for person, state in shown.items():
                self.seats[person].shown = state
            self.rev += 1
            self._announce()
        self._look_around()

    def next_due(self) -> float:
        """Return when `tick` is wanted next, in seconds of the loop's clock."""
        times = self._times
        due = [self._empty_since + times.empty_kept.total_seconds()]
        due += self._pace.due() + self._sides.due()
        for seat in self.seats.values():
            if not seat.sid:
                steps = (times.reconnecting, times.side_gone, times.seat_kept)
                due += [seat.lost_at + step.total_seconds() for step in steps]
        return min((one for one in due if one > self._now), default=self._now + 60)

    def deserted(self, now: float) -> bool:
        """Say whether nobody has sat here for a while: the room's task may end."""
        empty = now - self._empty_since >= self._times.empty_kept.total_seconds()
        return empty and not self.seats and self.progress.state is not SessionState.LIVE

    def _look_around(self) -> None:
        """Start, interrupt or resume, as the sides that are there ask for."""
        here = [seat for seat in self.seats.values() if seat.sid]
        experts = [seat.actor for seat in here if seat.qualified]
        self._sides.see({seat.side for seat in here}, self._now)
        errand = self._sides.errand(self.progress.state, experts, self._now)
        if errand is not None:
            self.doings.errands.append(errand)

    # What others are shown

    def snapshot(self, seat: Seat, token: str, at: datetime) -> RoomSnapshot:
        """Return all that a late joiner needs."""
        return RoomSnapshot(
            session=self.session,
            case=self.case,
            rev=self.rev,
            seat=token,
            me=seat.person,
            state=self.progress.state,
            started_at=self.progress.started_at,
            seats=tuple(one.view() for one in self.seats.values()),
            leader=self.leader,
            view=self.view,
            view_seq=self.view_seq,
            server_time=at,
        )

    def at_rest(self) -> RoomState:
        """Return what a restart has to find."""
        return RoomState(
            rev=self.rev,
            seats=tuple(one.at_rest() for one in self.seats.values()),
            leader=self.leader,
            view=self.view,
            view_seq=self.view_seq,
        )

    def _seats_changed(self, but: str = "") -> None:
        self.doings.store = "now"
        self._announce(but)
        self._look_around()

    def _announce(self, but: str = "") -> None:
        signal = RoomSeats(
            session=self.session,
            rev=self.rev,
            seats=tuple(seat.view() for seat in self.seats.values()),
            leader=self.leader,
            state=self.progress.state,
            started_at=self.progress.started_at,
        )
        self._tell(self._sids(but), signal)

    def _sids(self, but: str = "") -> list[str]:
        return [seat.sid for seat in self.seats.values() if seat.sid and seat.sid != but]

    def _tell(self, sids: Iterable[str], *signals: RoomSignal) -> None:
        to = tuple(sids)
        if to:
            self.doings.tell += [Tell(to, signal) for signal in signals]

    def _seated(self, person: UUID, sid: str) -> Seat:
        seat = self.seats.get(PersonId(person))
        if seat is None or seat.sid != sid or self.ended:
            raise Refused("not_seated")
        return seat
