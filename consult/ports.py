"""What the services need of the world. Real ones stand in `server`, fakes in `tests/fakes`."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol
from uuid import UUID

from consult.contract.events import ServerEvent
from consult.contract.signals import SharedView
from consult.contract.views import AuditLine, LogLine
from consult.domain.casefile import CaseFile
from consult.domain.codes import Role
from consult.domain.conclusion import Evidence
from consult.domain.form import Slot
from consult.domain.ids import (
    CaseId,
    FileId,
    OrganisationId,
    PatientId,
    PersonId,
    SessionId,
    StudyUid,
)
from consult.domain.opinion import Opinion, Signature
from consult.domain.people import Actor, Agreement, Alliance, Duty, Organisation, Patient, Person


class Clock(Protocol):
    """The time, in UTC."""

    def now(self) -> datetime:
        """Return the present instant, aware."""


class Ids(Protocol):
    """New identifiers."""

    def new(self) -> UUID:
        """Return one that was never returned before."""


class Cases(Protocol):
    """Case files at rest."""

    async def get(self, case: CaseId) -> CaseFile:
        """Return the case file; raises NotFound."""

    async def by_token(self, site: OrganisationId, token: UUID) -> CaseFile | None:
        """Return the case that this client token made, if it has made one."""

    async def by_session(self, session: SessionId) -> CaseFile:
        """Return the case file that the session belongs to; raises NotFound."""

    async def by_study(self, study: StudyUid) -> Sequence[CaseFile]:
        """Return all case files that the study is linked to."""

    async def by_verification(self, code: str) -> tuple[CaseFile, Opinion] | None:
        """Return the signed opinion with this verification code."""

    async def add(self, file: CaseFile) -> None:
        """Store a new one; raises Conflict where the token has already made one."""

    async def save(self, file: CaseFile, *, read_seq: int) -> None:
        """Store it, or raise Conflict when the stored seq is no longer `read_seq`."""

    async def next_number(self, site: OrganisationId, day: date) -> str:
        """Return the next case number of that day, such as HZ20261122-0007."""

    async def visible(self, actor: Actor, which: str) -> Sequence[CaseFile]:
        """Return those that the actor takes part in, newest change first (at most 500).

        which: "mine" (author or same site's lead), "review" (LEAD), "desk" (dispatcher of the
        centre), "queue" (invited or assigned expert), "all" (every relationship of the actor).
        """

    async def due(self, now: datetime, limit: int = 100) -> Sequence[CaseId]:
        """Return cases whose clock, invitation or session wants attention at `now`."""


class Outbox(Protocol):
    """Events, stored with the change that they tell of."""

    def add(self, event: ServerEvent) -> None:
        """Store it with this transaction."""

    async def after(self, case: CaseId, seq: int, limit: int = 200) -> Sequence[ServerEvent]:
        """Return the events of a case after `seq`, oldest first."""

    async def log(self, case: CaseId) -> Sequence[LogLine]:
        """Return the time line of a case; `by_name` is filled."""


class People(Protocol):
    """People, institutions and what binds them."""

    async def get(self, person: PersonId) -> Person:
        """Return somebody; raises NotFound."""

    async def many(self, persons: Sequence[PersonId]) -> dict[PersonId, Person]:
        """Return those who are known."""

    async def experts(self, organisations: Sequence[OrganisationId]) -> Sequence[Person]:
        """Return the active experts of these institutions."""

    async def holding(self, role: Role, organisation: OrganisationId) -> Sequence[Person]:
        """Return the active people of an institution who hold this role."""

    async def organisation(self, organisation: OrganisationId) -> Organisation:
        """Return an institution; raises NotFound."""

    async def organisations(self) -> dict[OrganisationId, Organisation]:
        """Return all institutions."""

    async def alliances(self) -> Sequence[Alliance]:
        """Return all alliances."""

    async def agreements(
        self,
        *,
        requester: OrganisationId | None = None,
        provider: OrganisationId | None = None,
    ) -> Sequence[Agreement]:
        """Return the agreements of that side, lapsed ones included."""

    async def duties(self, persons: Sequence[PersonId], span: Slot) -> Sequence[Duty]:
        """Return the roster of these people within the span, in order."""


class Patients(Protocol):
    """Patients, keyed by (site, record number)."""

    async def of_site(self, site: OrganisationId) -> Sequence[Patient]:
        """Return the patients of a site (what likeness is judged among)."""

    async def save(self, patient: Patient) -> None:
        """Store or replace one."""

    async def get(self, patient: PatientId) -> Patient:
        """Return one; raises NotFound."""


class Bookings(Protocol):
    """Who is taken when. A claim and its release happen in the same transaction."""

    async def claim(self, session: SessionId, resources: Sequence[str], slot: Slot) -> None:
        """Take the slot for all resources ("person:…", "patient:…", "room:…"), or Refused."""

    async def release(self, session: SessionId) -> None:
        """Free whatever the session has taken."""

    async def taken(self, resources: Sequence[str], span: Slot) -> dict[str, Sequence[Slot]]:
        """Return what is taken of these resources within the span."""


class Audit(Protocol):
    """Who saw and did what: append-only, hash-chained, in the same transaction."""

    def record(
        self, actor: PersonId | None, action: str, kind: str, object_id: str, detail: str = ""
    ) -> None:
        """Add an entry; no patient data in `detail`."""

    async def page(self, before: int | None, limit: int) -> Sequence[AuditLine]:
        """Return entries, newest first."""


class Uploads(Protocol):
    """Files under way from a browser."""

    async def save(self, upload: "Upload") -> None:
        """Store or replace one."""

    async def get(self, upload: UUID) -> "Upload":
        """Return one; raises NotFound."""

    async def of_case(self, case: CaseId) -> Sequence["Upload"]:
        """Return the uploads of a case, oldest first."""

    async def under_way(self, case: CaseId) -> int:
        """Return how many of a case are neither settled nor refused yet."""


UNDER_WAY: Final = frozenset({"missing", "partial", "checking"})
"""States of an upload of which more is to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file under way. `received` counts the bytes from the start that are on disk."""

    id: UUID
    case: CaseId
    token: UUID
    name: str
    size: int
    sha256: str
    purpose: str
    by: PersonId
    started_at: datetime
    received: int = 0
    state: str = "missing"
    problem: str = ""
    study: str = ""
    file: FileId | None = None


class Rooms(Protocol):
    """What a room needs after a restart: seats, lead, the shared view."""

    async def load(self, session: SessionId) -> "RoomState | None":
        """Return what was last stored."""

    async def store(self, session: SessionId, state: "RoomState") -> None:
        """Store it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatState:
    """A seat at rest. `token` is what a returning client shows; stored as SHA-256 hex."""

    person: PersonId
    token_sha256: str
    connection: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomState:
    """A room at rest."""

    rev: int
    seats: tuple[SeatState, ...]
    leader: PersonId | None
    view: SharedView | None
    view_seq: int


class CallStats(Protocol):
    """Measured quality of calls, per seat and consult."""

    def add(self, session: SessionId, person: PersonId, at: datetime, body: str) -> None:
        """Store one getStats summary (JSON text, at most 1 KiB)."""


class Transaction(Protocol):
    """All repositories on one transaction; leaving the context commits, an error rolls back."""

    @property
    def cases(self) -> Cases:
        """Case files."""

    @property
    def outbox(self) -> Outbox:
        """Events."""

    @property
    def people(self) -> People:
        """People and institutions."""

    @property
    def patients(self) -> Patients:
        """Patients."""

    @property
    def bookings(self) -> Bookings:
        """Slots."""

    @property
    def audit(self) -> Audit:
        """The audit chain."""

    @property
    def uploads(self) -> Uploads:
        """Files under way."""

    @property
    def rooms(self) -> Rooms:
        """Rooms at rest."""

    @property
    def call_stats(self) -> CallStats:
        """Measured quality."""


class Transactions(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractAsyncContextManager[Transaction]:
        """Return a new transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySummary:
    """What a case needs to know of a study. `digest`: SHA-256 hex over its instances' hashes."""

    study: StudyUid
    patient_name: str
    patient_sex: str
    patient_birth_date: date | None
    modality: str
    description: str
    instances: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """What became of a received file. state: stored, duplicate, unreadable (`problem` says why)."""

    state: str
    study: StudyUid | None = None
    problem: str = ""


class Studies(Protocol):
    """The imaging side, seen from here: it knows studies, and nothing of cases."""

    async def receive(self, path: str, site: OrganisationId) -> StoredFile:
        """Take in the DICOM file at `path` on behalf of a site; the bytes are kept as they are."""

    async def summary(self, study: StudyUid) -> StudySummary | None:
        """Return what is known of a study now, or None."""


class Blobs(Protocol):
    """Files that are not DICOM, by SHA-256."""

    async def put_file(self, path: str, sha256: str) -> None:
        """Keep the file at `path` (it is moved) under its hash, durably."""

    async def get(self, sha256: str) -> bytes:
        """Return the bytes; raises NotFound."""


class Signer(Protocol):
    """Signs with a doctor's own key, unlocked by the step-up."""

    async def sign(self, signer: Person, record: Mapping[str, object], at: datetime) -> Signature:
        """Sign the record (JSON values only) in its canonical form (RFC 8785)."""

    async def proven(self, signature: Signature) -> Mapping[str, object] | None:
        """Return the record as it was signed; None unless it is whole and the signature holds.

        The key has to be the signer's own. Never call it inside a transaction.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRecord:
    """A signed opinion with all that its paper shows; also what the offline check reads."""

    file: CaseFile
    opinion: Opinion
    author: Person
    author_organisation: Organisation
    requester: Person
    site: Organisation
    evidence: tuple[Evidence, ...]


class Documents(Protocol):
    """Paper: PDFs made by the server."""

    async def opinion_pdf(self, record: SignedRecord, verify_url: str) -> bytes:
        """Return the opinion as a PDF (Chinese, CJK font embedded, QR)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """All ports, handed to every service."""

    transaction: Transactions
    clock: Clock
    ids: Ids
    studies: Studies
    blobs: Blobs
    signer: Signer
    documents: Documents
