"""What the edge needs of the database beyond the consult ports; `server.db` implements it."""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from consult.contract.events import ServerEvent
from consult.domain.ids import OrganisationId, PersonId, SessionId
from consult.domain.people import Agreement, Alliance, Duty, Organisation, Person
from consult.ports import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One sign-in of a person. Only the SHA-256 (hex) of the cookie's value is kept."""

    id_sha256: str
    person: PersonId
    created_at: datetime
    seen_at: datetime
    agent: str = ""
    step_up_until: datetime | None = None
    ended_at: datetime | None = None


class SignIns(Protocol):
    """Sign-ins of people."""

    async def add(self, sign_in: SignIn) -> None:
        """Store a new one."""

    async def get(self, id_sha256: str) -> SignIn | None:
        """Return it unless it was ended; idle and age limits are the caller's to judge."""

    async def standing(
        self, ids: Collection[str], *, seen_after: datetime, created_after: datetime
    ) -> set[str]:
        """Return those of `ids` that have not ended, are young enough, and of an active person."""

    async def touch(self, id_sha256: str, at: datetime) -> None:
        """Note that it was used at `at`; never moves back, never revives an ended one."""

    async def touch_person(self, person: PersonId, at: datetime) -> None:
        """Note a use of every sign-in of this person that was seen within 15 minutes (a call)."""

    async def renew(self, old_sha256: str, new: SignIn) -> None:
        """End the old one and store the new one (new id at step-up); NotFound if it had ended."""

    async def end(self, id_sha256: str, at: datetime) -> bool:
        """End it; False if there is none that still stands."""

    async def end_all(
        self, person: PersonId, at: datetime, *, but: str | None = None
    ) -> Sequence[str]:
        """End all of a person but one; return the id_sha256 of those that were ended."""

    async def of_person(self, person: PersonId) -> Sequence[SignIn]:
        """Return those that have not ended, last seen first."""

    async def purge(self, before: datetime) -> int:
        """Forget those last seen before `before`; return how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFailure:
    """How often in a row a sign-in under this key failed, and until when to wait."""

    key: str
    count: int
    until: datetime | None


class SignInFailures(Protocol):
    """Failures, to make people pause. `key` is a username or an address, hashed by the caller."""

    async def get(self, key: str) -> SignInFailure | None:
        """Return what is known of the key."""

    async def add(self, key: str, at: datetime) -> int:
        """Count one more failure, atomically, and return the new count."""

    async def pause(self, key: str, until: datetime) -> None:
        """Set until when to wait."""

    async def clear(self, key: str) -> None:
        """Forget the key: the sign-in succeeded."""

    async def purge(self, before: datetime) -> int:
        """Forget keys whose last failure was before `before`; return how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineToken:
    """A bearer token of a machine, bound to a site. Only its SHA-256 (hex) is kept."""

    sha256: str
    name: str
    site: OrganisationId
    scopes: frozenset[str]  # "read", "write"
    created_at: datetime
    expires_at: datetime | None = None


class MachineTokens(Protocol):
    """Bearer tokens of machines."""

    async def add(self, token: MachineToken) -> None:
        """Store a new one."""

    async def find(self, sha256: str, now: datetime) -> MachineToken | None:
        """Return it unless it has expired or was revoked."""

    async def all(self) -> Sequence[MachineToken]:
        """Return all, by name."""

    async def revoke(self, sha256: str) -> bool:
        """Remove it; False if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """The answer that was given to a request with this key."""

    status: int
    body: str


class Idempotency(Protocol):
    """Answers to requests with an Idempotency-Key, kept for 7 days.

    Use: `begin` in a transaction of its own; None means "yours to do": do it, then `finish` with
    the answer, or `abandon` when it failed, each in a transaction of its own.
    """

    async def begin(
        self, person: PersonId, key: str, request_sha256: str, now: datetime
    ) -> StoredAnswer | None:
        """Claim the key, or return the answer already given.

        Raises Refused("idempotency_mismatch") when the key was used for another request and
        Refused("in_progress") while the first one is still being answered (a claim without an
        answer lapses after 60 s, so that a crash does not block the key).
        """

    async def finish(self, person: PersonId, key: str, status: int, body: str) -> None:
        """Store the answer of a claimed key."""

    async def abandon(self, person: PersonId, key: str) -> None:
        """Give up a claim that has no answer."""

    async def purge(self, before: datetime) -> int:
        """Forget claims made before `before`; return how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a sign-in is checked against."""

    person: Person
    password_hash: str  # argon2id, PHC string; "" means no sign-in by password


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A doctor's Ed25519 key: public half in hex, private half sealed (opaque here)."""

    public_key: str
    sealed: bytes


class Accounts(Protocol):
    """People and institutions as administrators and the demo world change them."""

    async def add_person(self, person: Person, password_hash: str) -> None:
        """Store a new person; raises Conflict when the username is taken."""

    async def save_person(self, person: Person) -> None:
        """Store changes; raises NotFound, or Conflict when the username is taken."""

    async def credential(self, username: str) -> Credential | None:
        """Return what a sign-in is checked against; usernames ignore case. Inactive: None."""

    async def credential_of(self, person: PersonId) -> Credential | None:
        """The same, by person (for the step-up)."""

    async def set_password(self, person: PersonId, password_hash: str) -> None:
        """Replace the password hash; raises NotFound."""

    async def signing_key(self, person: PersonId) -> SigningKey | None:
        """Return the signing key, if the person has one."""

    async def set_signing_key(self, person: PersonId, key: SigningKey) -> None:
        """Store or replace the signing key; raises NotFound."""

    async def people(self) -> Sequence[Person]:
        """Return everybody, inactive ones included, by username."""

    async def save_organisation(self, organisation: Organisation) -> None:
        """Store or replace an institution."""

    async def save_alliance(self, alliance: Alliance) -> None:
        """Store or replace an alliance with its members."""

    async def save_agreement(self, agreement: Agreement) -> None:
        """Store or replace an agreement."""

    async def agreements(self) -> Sequence[Agreement]:
        """Return all agreements, lapsed ones included."""

    async def add_duties(self, duties: Sequence[Duty]) -> None:
        """Add spans to the roster; one that is there already (person, start) is replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event in the outbox and its place in it."""

    id: int
    event: ServerEvent


class Relay(Protocol):
    """The outbox, as the job sees it that passes events on (at least once)."""

    async def unrelayed(self, limit: int = 100) -> Sequence[StoredEvent]:
        """Return events not yet passed on, oldest first; those of one case are in seq order."""

    async def mark_relayed(self, ids: Sequence[int], at: datetime) -> None:
        """Note that these were passed on."""


class StoredKeys(Protocol):
    """Small values that every start of the server must find again, by name."""

    async def get(self, name: str) -> bytes | None:
        """Return the value, or None."""

    async def put_once(self, name: str, value: bytes) -> bytes:
        """Store the value unless there is one; return the one that is stored now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """The last entry of the audit chain; number 0 and 64 zeros before the first."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What a verification of the chain found. `broken_at` is the first number that fails."""

    intact: bool
    entries: int
    broken_at: int | None = None
    reason: str = ""  # edited, missing, reordered, truncated, rewritten


class AuditChain(Protocol):
    """The audit chain as a whole."""

    async def head(self) -> ChainHead:
        """Return its present head."""

    async def hash_at(self, number: int) -> str | None:
        """Return the hash of the entry of this number, or None."""

    async def checkpoint(self, at: datetime) -> ChainHead:
        """Note the present head as a checkpoint (idempotent), and return it."""

    async def verify(self, kept: ChainHead | None = None) -> ChainReport:
        """Walk the chain; `kept` is a head kept elsewhere, which shows truncation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStat:
    """One getStats summary of a seat."""

    session: SessionId
    person: PersonId
    at: datetime
    body: str


class ServerTransaction(Transaction, Protocol):
    """The consult ports' transaction with what only the edge uses."""

    @property
    def sign_ins(self) -> SignIns:
        """Sign-ins of people."""

    @property
    def failures(self) -> SignInFailures:
        """Failed sign-ins."""

    @property
    def tokens(self) -> MachineTokens:
        """Tokens of machines."""

    @property
    def idempotency(self) -> Idempotency:
        """Answers already given."""

    @property
    def accounts(self) -> Accounts:
        """People and institutions, to change."""

    @property
    def relay(self) -> Relay:
        """The outbox, to pass on."""

    @property
    def keys(self) -> StoredKeys:
        """Values to find again."""

    @property
    def chain(self) -> AuditChain:
        """The audit chain."""

    async def stats_of(self, session: SessionId) -> Sequence[CallStat]:
        """Return the measured quality of a session, oldest first."""

    async def meetings_under_way(self) -> Sequence[SessionId]:
        """Return the sessions that have opened and not ended."""


class ServerTransactions(Protocol):
    """Opens transactions. Also a `consult.ports.Transactions`."""

    def __call__(self) -> AbstractAsyncContextManager[ServerTransaction]:
        """Return a new transaction."""


class Database(Protocol):
    """The database as the app sees it: `server.db.database.create_database(url, clock=…)`."""

    @property
    def transaction(self) -> ServerTransactions:
        """Opens a transaction: commits on leaving, rolls back on an error."""

    @property
    def reading(self) -> ServerTransactions:
        """Opens a transaction that holds up nobody and never stores (long walks, metrics)."""

    async def upgrade(self) -> None:
        """Bring the schema to the newest migration."""

    async def ping(self) -> None:
        """Ask the database something; raises when it does not answer."""

    async def dispose(self) -> None:
        """Close all connections."""

    def on_events(self, wake: "Wake") -> None:
        """Call `wake` after each commit that stored events (wakes the relay)."""


class Wake(Protocol):
    """Something to wake; called in the event loop, must not block or raise."""

    def __call__(self) -> None:
        """Wake it."""
