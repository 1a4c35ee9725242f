"""Bearer tokens of machines (DICOMweb clients, gateways): bound to a site and to scopes."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from consult.domain.ids import OrganisationId
from consult.ports import Clock
from server.errors import NotSignedIn
from server.ports import MachineToken, ServerTransactions

SCOPES: Final = frozenset({"read", "write"})
PREFIX: Final = "hz_"
"""So that a token that leaked into a file is recognised for what it is."""


class Machines:
    """Makes and checks the tokens of machines."""

    def __init__(self, transactions: ServerTransactions, clock: Clock) -> None:
        """Work on these transactions."""
        self._transactions = transactions
        self._clock = clock

    async def add(
        self,
        name: str,
        site: OrganisationId,
        scopes: Iterable[str],
        *,
        lifetime: timedelta | None = None,
    ) -> str:
        """Store a new token and return it: it is shown once. Raises ValueError for scopes."""
        wanted = frozenset(scopes)
        if not wanted or wanted - SCOPES:
            raise ValueError(f"scopes are {', '.join(sorted(SCOPES))}")
        token, now = PREFIX + secrets.token_urlsafe(32), self._clock.now()
        async with self._transactions() as tx:
            await tx.tokens.add(
                MachineToken(
                    sha256=hashlib.sha256(token.encode()).hexdigest(),
                    name=name,
                    site=site,
                    scopes=wanted,
                    created_at=now,
                    expires_at=None if lifetime is None else now + lifetime,
                )
            )
            tx.audit.record(None, "token_add", "organisation", str(site))
        return token

    async def who(self, header: str) -> MachineToken:
        """Return the machine of an Authorization header. Raises NotSignedIn."""
        kind, _, token = header.partition(" ")
        if kind.lower() != "bearer" or not token.startswith(PREFIX):
            raise NotSignedIn
        sha256 = hashlib.sha256(token.encode()).hexdigest()
        async with self._transactions() as tx:
            found = await tx.tokens.find(sha256, self._clock.now())
        if found is None:
            raise NotSignedIn
        return found
