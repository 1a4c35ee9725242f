"""All repositories on one transaction: `server.ports.ServerTransaction` on a database."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from consult.domain.ids import SessionId
from consult.ports import Clock
from server.db.accounts import SqlAccounts
from server.db.audit_log import SqlAudit, SqlAuditChain
from server.db.bookings import SqlBookings
from server.db.cases import SqlCases
from server.db.idempotency import SqlIdempotency
from server.db.outbox import SqlOutbox, SqlRelay
from server.db.people import SqlPatients, SqlPeople
from server.db.rooms import SqlCallStats, SqlRooms, SqlUploads
from server.db.sign_ins import SqlSignInFailures, SqlSignIns
from server.db.tokens import SqlMachineTokens, SqlStoredKeys
from server.ports import CallStat


class SqlTransaction:
    """One transaction. Nobody commits: leaving its context does."""

    def __init__(self, session: AsyncSession, clock: Clock) -> None:
        """Build the repositories; nothing is asked of the database yet."""
        self.cases = SqlCases(session, clock)
        self.outbox = SqlOutbox(session)
        self.people = SqlPeople(session)
        self.patients = SqlPatients(session)
        self.bookings = SqlBookings(session)
        self.audit = SqlAudit(session, clock)
        self.uploads = SqlUploads(session)
        self.rooms = SqlRooms(session)
        self.call_stats = SqlCallStats(session)
        self.sign_ins = SqlSignIns(session)
        self.failures = SqlSignInFailures(session)
        self.tokens = SqlMachineTokens(session)
        self.idempotency = SqlIdempotency(session)
        self.accounts = SqlAccounts(session)
        self.relay = SqlRelay(session)
        self.keys = SqlStoredKeys(session)
        self.chain = SqlAuditChain(session)

    async def flush(self) -> None:
        """Write what was only noted so far; the audit chain last, since its head is locked."""
        await self.outbox.flush()
        await self.call_stats.flush()
        await self.audit.flush()

    async def stats_of(self, session: SessionId) -> Sequence[CallStat]:
        """Return the measured quality of a session, oldest first."""
        return await self.call_stats.of_session(session)

    async def meetings_under_way(self) -> Sequence[SessionId]:
        """Return the sessions that have opened and not ended."""
        return await self.rooms.under_way()
