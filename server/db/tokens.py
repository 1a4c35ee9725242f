"""Tokens of machines, and values that every start must find again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from consult.domain.ids import OrganisationId
from server.db.account_tables import MachineTokenRow, StoredKeyRow
from server.db.statements import insert_into
from server.ports import MachineToken


class SqlMachineTokens:
    """`server.ports.MachineTokens` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def add(self, token: MachineToken) -> None:
        """Store a new one."""
        await self._session.execute(
            insert(MachineTokenRow).values(
                sha256=token.sha256,
                name=token.name,
                site_id=token.site,
                scopes=" ".join(sorted(token.scopes)),
                created_at=token.created_at,
                expires_at=token.expires_at,
            )
        )

    async def find(self, sha256: str, now: datetime) -> MachineToken | None:
        """Return it unless it has expired or was revoked."""
        row = await self._session.scalar(
            select(MachineTokenRow)
            .where(MachineTokenRow.sha256 == sha256)
            .where(or_(MachineTokenRow.expires_at.is_(None), MachineTokenRow.expires_at > now))
        )
        return None if row is None else _token(row)

    async def all(self) -> Sequence[MachineToken]:
        """Return all, by name."""
        rows = await self._session.scalars(
            select(MachineTokenRow).order_by(MachineTokenRow.name, MachineTokenRow.sha256)
        )
        return [_token(row) for row in rows]

    async def revoke(self, sha256: str) -> bool:
        """Remove it; False if there is none."""
        gone = await self._session.scalar(
            delete(MachineTokenRow)
            .where(MachineTokenRow.sha256 == sha256)
            .returning(MachineTokenRow.sha256)
            .execution_options(synchronize_session=False)
        )
        return gone is not None


def _token(row: MachineTokenRow) -> MachineToken:
    return MachineToken(
        sha256=row.sha256,
        name=row.name,
        site=OrganisationId(row.site_id),
        scopes=frozenset(row.scopes.split()),
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


class SqlStoredKeys:
    """`server.ports.StoredKeys` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def get(self, name: str) -> bytes | None:
        """Return the value, or None."""
        return await self._session.scalar(
            select(StoredKeyRow.value).where(StoredKeyRow.name == name)
        )

    async def put_once(self, name: str, value: bytes) -> bytes:
        """Store the value unless there is one; return the one that is stored now."""
        await self._session.execute(
            insert_into(self._session, StoredKeyRow)
            .values(name=name, value=value)
            .on_conflict_do_nothing()
        )
        stored = await self.get(name)
        return value if stored is None else stored
