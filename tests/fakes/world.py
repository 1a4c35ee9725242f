"""The world in memory: every port of the consultation, rolling back like a database.

`World()` is empty; `populated()` has two sites, a centre, experts and one of each role, whose
actors are in `world.actors` by name. The clock stands at `world.clock.at` until a test moves it.
What a test changes past the services it stores with `save_…`, `put_…`, `add_duties` and `claim`,
which do the same where the data are in a real database (`tests/fakes/stored_world.py`).
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from consult.contract.events import ServerEvent
from consult.contract.timeline import log_line
from consult.contract.views import AuditLine, LogLine
from consult.domain.attention import attention_at
from consult.domain.booking import free
from consult.domain.casefile import CaseFile
from consult.domain.codes import AllianceKind, Role, Specialty, Tier
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.form import Slot
from consult.domain.ids import (
    AgreementId,
    CaseId,
    OrganisationId,
    PatientId,
    PersonId,
    SessionId,
    StudyUid,
)
from consult.domain.opinion import Opinion, Signature
from consult.domain.people import Actor, Agreement, Alliance, Duty, Organisation, Patient, Person
from consult.domain.policy import Context, Relationship, relationships
from consult.ports import (
    UNDER_WAY,
    Ports,
    RoomState,
    SignedRecord,
    StoredFile,
    StudySummary,
    Transaction,
    Upload,
)

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # noon in Shanghai, a Monday


class FakeClock:
    """A clock that a test moves."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, span: timedelta) -> None:
        self.at += span


class CountedIds:
    """Ids that are the same in every run."""

    def __init__(self) -> None:
        self.last = 0x1000

    def new(self) -> UUID:
        self.last += 1
        return UUID(int=self.last)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry of the audit, as a test reads it."""

    actor: PersonId | None
    action: str
    kind: str
    object_id: str
    detail: str
    at: datetime


@dataclass
class Kept:
    """All that a database would hold."""

    files: dict[CaseId, CaseFile] = field(default_factory=dict)
    events: list[ServerEvent] = field(default_factory=list)
    people: dict[PersonId, Person] = field(default_factory=dict)
    organisations: dict[OrganisationId, Organisation] = field(default_factory=dict)
    alliances: list[Alliance] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    patients: dict[PatientId, Patient] = field(default_factory=dict)
    claims: dict[SessionId, tuple[tuple[str, ...], Slot]] = field(default_factory=dict)
    audit: list[AuditEntry] = field(default_factory=list)
    uploads: dict[UUID, Upload] = field(default_factory=dict)
    rooms: dict[SessionId, RoomState] = field(default_factory=dict)
    stats: list[tuple[SessionId, PersonId, datetime, str]] = field(default_factory=list)
    numbers: dict[date, int] = field(default_factory=dict)

    def snapshot(self) -> "Kept":
        return Kept(**{name: copy(value) for name, value in vars(self).items()})


class FakeTransaction:
    """One transaction: works on a copy of what is kept; all repositories in one object each."""

    def __init__(self, kept: Kept, clock: FakeClock) -> None:
        self.kept = kept
        self.clock = clock
        self.cases = FakeCases(self)
        self.outbox = FakeOutbox(self)
        self.people = FakePeople(self)
        self.patients = FakePatients(self)
        self.bookings = FakeBookings(self)
        self.audit = FakeAudit(self)
        self.uploads = FakeUploads(self)
        self.rooms = FakeRooms(self)
        self.call_stats = FakeCallStats(self)


class _Part:
    def __init__(self, tx: FakeTransaction) -> None:
        self.kept = tx.kept
        self.clock = tx.clock


class FakeCases(_Part):
    """Case files."""

    async def get(self, case: CaseId) -> CaseFile:
        if case not in self.kept.files:
            raise NotFound
        return self.kept.files[case]

    async def by_token(self, site: OrganisationId, token: UUID) -> CaseFile | None:
        return next(
            (
                one
                for one in self.kept.files.values()
                if (one.case.site, one.case.token) == (site, token)
            ),
            None,
        )

    async def by_session(self, session: SessionId) -> CaseFile:
        for one in self.kept.files.values():
            if any(held.id == session for held in one.sessions):
                return one
        raise NotFound

    async def by_study(self, study: StudyUid) -> Sequence[CaseFile]:
        found = [
            one
            for one in self.kept.files.values()
            if any(link.study == study for link in one.studies)
        ]
        return sorted(found, key=lambda one: (one.case.created_at, one.case.id))

    async def by_verification(self, code: str) -> tuple[CaseFile, Opinion] | None:
        for one in self.kept.files.values():
            for opinion in one.opinions:
                if opinion.signature and opinion.signature.verification_code == code:
                    return one, opinion
        return None

    async def add(self, file: CaseFile) -> None:
        if await self.by_token(file.case.site, file.case.token) is not None:
            raise Conflict("token")
        self.kept.files[file.case.id] = file

    async def save(self, file: CaseFile, *, read_seq: int) -> None:
        held = await self.get(file.case.id)
        if held.case.seq != read_seq:
            raise Conflict("stale", seq=held.case.seq, state=held.case.state.value)
        self.kept.files[file.case.id] = file

    async def next_number(self, site: OrganisationId, day: date) -> str:
        number = self.kept.numbers.get(day, 0) + 1
        self.kept.numbers[day] = number
        return f"HZ{day:%Y%m%d}-{number:04d}"

    async def visible(self, actor: Actor, which: str) -> Sequence[CaseFile]:
        wanted = {
            "mine": {Relationship.OWN, Relationship.SITE},
            "review": {Relationship.SITE},
            "desk": {Relationship.CENTRE},
            "queue": {Relationship.INVITED, Relationship.ASSIGNED},
            "all": set(Relationship) - {Relationship.OVERSIGHT},
        }[which]
        context = Context(now=self.clock.now())
        found = [
            one
            for one in self.kept.files.values()
            if relationships(actor, one, context) & wanted
            and (which != "review" or one.case.state.value == "in_review")
        ]
        found.sort(key=lambda one: one.case.id)
        return sorted(
            found, key=lambda one: one.case.changed_at or one.case.created_at, reverse=True
        )[:500]

    async def due(self, now: datetime, limit: int = 100) -> Sequence[CaseId]:
        waiting = ((one.case.id, attention_at(one)) for one in self.kept.files.values())
        return [case for case, at in waiting if at is not None and at <= now][:limit]


class FakeOutbox(_Part):
    """Events."""

    def add(self, event: ServerEvent) -> None:
        numbers = [one.seq for one in self.kept.events if one.case == event.case]
        assert event.seq == max(numbers, default=0) + 1, "events have to be numbered without a gap"
        self.kept.events.append(event)

    async def after(self, case: CaseId, seq: int, limit: int = 200) -> Sequence[ServerEvent]:
        return [one for one in self.kept.events if one.case == case and one.seq > seq][:limit]

    async def log(self, case: CaseId) -> Sequence[LogLine]:
        return [log_line(one, self._name(one.by)) for one in self.kept.events if one.case == case]

    def _name(self, by: UUID | None) -> str:
        known = None if by is None else self.kept.people.get(PersonId(by))
        return "" if known is None else known.name


class FakePeople(_Part):
    """People, institutions and what binds them."""

    async def get(self, person: PersonId) -> Person:
        if person not in self.kept.people:
            raise NotFound
        return self.kept.people[person]

    async def many(self, persons: Sequence[PersonId]) -> dict[PersonId, Person]:
        return {one: self.kept.people[one] for one in persons if one in self.kept.people}

    async def experts(self, organisations: Sequence[OrganisationId]) -> Sequence[Person]:
        return self._holding(Role.EXPERT, organisations)

    async def holding(self, role: Role, organisation: OrganisationId) -> Sequence[Person]:
        return self._holding(role, [organisation])

    def _holding(self, role: Role, organisations: Sequence[OrganisationId]) -> Sequence[Person]:
        found = [
            one
            for one in self.kept.people.values()
            if one.organisation in organisations and role in one.roles and one.active
        ]
        return sorted(found, key=lambda one: one.username.casefold())

    async def organisation(self, organisation: OrganisationId) -> Organisation:
        if organisation not in self.kept.organisations:
            raise NotFound
        return self.kept.organisations[organisation]

    async def organisations(self) -> dict[OrganisationId, Organisation]:
        return dict(sorted(self.kept.organisations.items(), key=lambda item: item[1].name))

    async def alliances(self) -> Sequence[Alliance]:
        return sorted(self.kept.alliances, key=lambda one: one.name)

    async def agreements(
        self,
        *,
        requester: OrganisationId | None = None,
        provider: OrganisationId | None = None,
    ) -> Sequence[Agreement]:
        found = [
            one
            for one in self.kept.agreements
            if requester in (None, one.requester) and provider in (None, one.provider)
        ]
        found.sort(key=lambda one: one.id)
        return sorted(found, key=lambda one: one.starts_on, reverse=True)

    async def duties(self, persons: Sequence[PersonId], span: Slot) -> Sequence[Duty]:
        found = [
            one for one in self.kept.duties if one.person in persons and not free(one.slot, [span])
        ]
        return sorted(found, key=lambda one: (one.slot.start, one.order, one.person))


class FakePatients(_Part):
    """Patients."""

    async def of_site(self, site: OrganisationId) -> Sequence[Patient]:
        found = [one for one in self.kept.patients.values() if one.site == site]
        return sorted(found, key=lambda one: (one.name, one.id))

    async def save(self, patient: Patient) -> None:
        self.kept.patients[patient.id] = patient

    async def get(self, patient: PatientId) -> Patient:
        if patient not in self.kept.patients:
            raise NotFound
        return self.kept.patients[patient]


def in_full(slot: Slot) -> Slot:
    """Return the whole five minutes that a slot takes, as the database counts them."""
    grain, epoch = timedelta(minutes=5), datetime(2000, 1, 1, tzinfo=UTC)
    start = slot.start - (slot.start - epoch) % grain
    return Slot(start=start, end=slot.end + (epoch - slot.end) % grain)


class FakeBookings(_Part):
    """Slots."""

    async def claim(self, session: SessionId, resources: Sequence[str], slot: Slot) -> None:
        for names, taken in self.kept.claims.values():
            if set(names) & set(resources) and not free(in_full(slot), [in_full(taken)]):
                raise Refused("slot_taken")
        assert session not in self.kept.claims, "a session gives its slot back before it moves"
        if resources:
            self.kept.claims[session] = (tuple(sorted(resources)), slot)

    async def release(self, session: SessionId) -> None:
        self.kept.claims.pop(session, None)

    async def taken(self, resources: Sequence[str], span: Slot) -> dict[str, Sequence[Slot]]:
        return {
            one: tuple(
                sorted(
                    (
                        slot
                        for names, slot in self.kept.claims.values()
                        if one in names and not free(slot, [span])
                    ),
                    key=lambda slot: slot.start,
                )
            )
            for one in resources
        }


class FakeAudit(_Part):
    """The audit."""

    def record(
        self, actor: PersonId | None, action: str, kind: str, object_id: str, detail: str = ""
    ) -> None:
        now = self.clock.now()
        self.kept.audit.append(AuditEntry(actor, action, kind, object_id, detail, now))

    async def page(self, before: int | None, limit: int) -> Sequence[AuditLine]:
        lines = [
            AuditLine(
                number=number,
                at=one.at,
                actor_name=self._name(one.actor),
                action=one.action,
                object_kind=one.kind,
                object_id=one.object_id,
                detail=one.detail,
                hash="",
            )
            for number, one in enumerate(self.kept.audit, start=1)
        ]
        return [one for one in reversed(lines) if before is None or one.number < before][:limit]

    def _name(self, actor: PersonId | None) -> str:
        known = None if actor is None else self.kept.people.get(actor)
        return "" if known is None else known.name


class FakeUploads(_Part):
    """Files under way."""

    async def save(self, upload: Upload) -> None:
        self.kept.uploads[upload.id] = upload

    async def get(self, upload: UUID) -> Upload:
        if upload not in self.kept.uploads:
            raise NotFound
        return self.kept.uploads[upload]

    async def of_case(self, case: CaseId) -> Sequence[Upload]:
        return [one for one in self.kept.uploads.values() if one.case == case]

    async def under_way(self, case: CaseId) -> int:
        return sum(one.state in UNDER_WAY for one in await self.of_case(case))


class FakeRooms(_Part):
    """Rooms at rest."""

    async def load(self, session: SessionId) -> RoomState | None:
        return self.kept.rooms.get(session)

    async def store(self, session: SessionId, state: RoomState) -> None:
        self.kept.rooms[session] = state


class FakeCallStats(_Part):
    """Measured quality."""

    def add(self, session: SessionId, person: PersonId, at: datetime, body: str) -> None:
        if len(body.encode()) > 1024:
            raise ValueError("a summary of call statistics has at most 1 KiB")
        self.kept.stats.append((session, person, at, body))


class FakeStudies:
    """An archive that knows the files a test has announced, by their content."""

    def __init__(self) -> None:
        self.known: dict[bytes, StudySummary] = {}
        self.held: dict[StudyUid, set[bytes]] = {}

    def announce(self, content: bytes, summary: StudySummary) -> None:
        """Let this content be a DICOM file of that study."""
        self.known[content] = summary

    async def receive(self, path: str, site: OrganisationId) -> StoredFile:
        content = Path(path).read_bytes()
        summary = self.known.get(content)
        if summary is None:
            return StoredFile(state="unreadable", problem="not_dicom")
        held = self.held.setdefault(summary.study, set())
        state = "duplicate" if content in held else "stored"
        held.add(content)
        return StoredFile(state=state, study=summary.study)

    async def summary(self, study: StudyUid) -> StudySummary | None:
        held = self.held.get(study)
        if not held:
            return None
        joined = b"".join(sorted(held))
        digest = hashlib.sha256(joined).hexdigest()
        first = self.known[min(held)]
        return replace(first, instances=len(held), digest=digest)


class FakeBlobs:
    """Files by their hash."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    async def put_file(self, path: str, sha256: str) -> None:
        self.held[sha256] = Path(path).read_bytes()

    async def get(self, sha256: str) -> bytes:
        if sha256 not in self.held:
            raise NotFound
        return self.held[sha256]


class FakeSigner:
    """Signs with a hash; keeps what was signed."""

    def __init__(self) -> None:
        self.records: list[Mapping[str, object]] = []

    async def sign(self, signer: Person, record: Mapping[str, object], at: datetime) -> Signature:
        self.records.append(record)
        text = json.dumps(record, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).hexdigest()
        return Signature(
            signer=signer.id,
            signed_at=at,
            method="ed25519",
            sha256=digest,
            signature=digest[::-1],
            public_key=digest[:32],
            verification_code=digest[:12].upper(),
        )

    async def proven(self, signature: Signature) -> Mapping[str, object] | None:
        for record in self.records:
            text = json.dumps(record, sort_keys=True, ensure_ascii=False)
            digest = hashlib.sha256(text.encode()).hexdigest()
            if (digest, digest[::-1]) == (signature.sha256, signature.signature):
                return record
        return None


class FakeDocuments:
    """Paper that says what it is of."""

    async def opinion_pdf(self, record: SignedRecord, verify_url: str) -> bytes:
        return f"%PDF- {record.opinion.id} {verify_url}".encode()


class World:
    """Everything around the services, in memory."""

    def __init__(self) -> None:
        self.kept = Kept()
        self.clock = FakeClock()
        self.ids = CountedIds()
        self.studies = FakeStudies()
        self.blobs = FakeBlobs()
        self.signer = FakeSigner()
        self.actors: dict[str, Actor] = {}
        self._turn = asyncio.Lock()

    def ports(self) -> Ports:
        """Return all ports."""
        return Ports(
            transaction=self.transaction,
            clock=self.clock,
            ids=self.ids,
            studies=self.studies,
            blobs=self.blobs,
            signer=self.signer,
            documents=FakeDocuments(),
        )

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Return a new transaction; one at a time, as SQLite has it."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        async with self._turn:
            working = self.kept.snapshot()
            yield FakeTransaction(working, self.clock)
            self.kept = working

    def advance(self, span: timedelta) -> datetime:
        """Let time pass; return the new instant."""
        self.clock.advance(span)
        return self.clock.at

    @property
    def events(self) -> list[ServerEvent]:
        """All events stored so far, oldest first."""
        return self.kept.events

    async def everything(self) -> object:
        """Return all that is stored now, to be compared with what is stored later."""
        return self.kept.snapshot()

    async def save_organisation(self, organisation: Organisation) -> None:
        """Store or replace an institution."""
        self.kept.organisations[organisation.id] = organisation

    async def save_person(self, person: Person) -> None:
        """Store or replace somebody."""
        self.kept.people[person.id] = person

    async def save_alliance(self, alliance: Alliance) -> None:
        """Store or replace an alliance."""
        others = [one for one in self.kept.alliances if one.id != alliance.id]
        self.kept.alliances = [*others, alliance]

    async def save_agreement(self, agreement: Agreement) -> None:
        """Store or replace an agreement."""
        others = [one for one in self.kept.agreements if one.id != agreement.id]
        self.kept.agreements = [*others, agreement]

    async def add_duties(self, duties: Sequence[Duty]) -> None:
        """Add spans to the roster."""
        self.kept.duties = [*self.kept.duties, *duties]

    async def put_file(self, file: CaseFile) -> None:
        """Replace a case file."""
        self.kept.files[file.case.id] = file

    async def claim(self, session: SessionId, resources: Sequence[str], slot: Slot) -> None:
        """Take a slot."""
        async with self.transaction() as tx:
            await tx.bookings.claim(session, resources, slot)

    def add_organisation(self, name: str, tier: Tier, *, centre: bool = False) -> Organisation:
        """Add an institution."""
        one = Organisation(id=OrganisationId(self.ids.new()), name=name, tier=tier, centre=centre)
        self.kept.organisations[one.id] = one
        return one

    def add_person(
        self, key: str, name: str, organisation: Organisation, *roles: Role, **more: object
    ) -> Person:
        """Add somebody, and their actor under `key`."""
        one = Person(
            id=PersonId(self.ids.new()),
            username=key,
            name=name,
            organisation=organisation.id,
            roles=frozenset(roles),
        )
        one = replace(one, **more)  # type: ignore[arg-type]
        self.kept.people[one.id] = one
        self.actors[key] = Actor(
            person=one.id, organisation=one.organisation, roles=one.roles, name=one.name
        )
        return one

    def stepped_up(self, key: str) -> Actor:
        """Return the actor, with the password entered anew."""
        return replace(self.actors[key], stepped_up=True)


def populated() -> World:
    """Return a world with a village clinic, a county hospital, a city centre and their people."""
    world = World()
    village = world.add_organisation("柳树沟村卫生室", Tier.VILLAGE)
    other = world.add_organisation("石桥镇卫生院", Tier.TOWNSHIP)
    city = world.add_organisation("市第一人民医院", Tier.CITY, centre=True)
    world.add_person("doctor", "王建国", village, Role.VILLAGE_DOCTOR, title="乡村医生")
    world.add_person("lead", "赵敏", village, Role.LEAD)
    world.add_person("stranger", "孙强", other, Role.VILLAGE_DOCTOR)
    world.add_person("dispatcher", "李调度", city, Role.DISPATCHER)
    neuro = {"specialty": Specialty.NEUROLOGY, "title": "主任医师", "licence": "110"}
    world.add_person("expert", "陈静", city, Role.EXPERT, **neuro)
    world.add_person("second", "周航", city, Role.EXPERT, **neuro)
    world.add_person("third", "吴越", city, Role.EXPERT, **neuro)
    world.add_person("auditor", "钱审", city, Role.AUDITOR)
    world.add_person("supervisor", "卫监", other, Role.SUPERVISOR)
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    world.kept.alliances.append(
        Alliance(
            id=world.ids.new(),
            name="市医疗集团",
            kind=AllianceKind.CITY_GROUP,
            lead=city.id,
            centre=city.id,
            members=(village.id, other.id),
            starts_on=first,
            ends_on=last,
        )
    )
    world.kept.agreements.append(
        Agreement(
            id=AgreementId(world.ids.new()),
            requester=village.id,
            provider=city.id,
            starts_on=first,
            ends_on=last,
        )
    )
    return world
