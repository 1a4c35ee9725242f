"""Where the signer's sealed keys and signed records lie: the database, and the blobs."""

import asyncio
import tempfile
from pathlib import Path

from consult.domain.ids import PersonId
from server.blobs import FileBlobs
from server.ports import ServerTransactions


class SealedKeys:
    """`server.documents.signing.KeyStore` over the database."""

    def __init__(self, transactions: ServerTransactions) -> None:
        """Work on these transactions; never call it inside another one."""
        self._transactions = transactions

    async def sealed_key(self, person: PersonId) -> bytes | None:
        """Return the sealed key of a person, or None."""
        async with self._transactions() as tx:
            return await tx.keys.get(_name(person))

    async def keep_sealed_key(self, person: PersonId, sealed: bytes) -> bytes:
        """Keep the key unless there is one already; return the one that is kept."""
        async with self._transactions() as tx:
            return await tx.keys.put_once(_name(person), sealed)


class SignedRecords:
    """`server.documents.signing.RecordStore` over the blobs."""

    def __init__(self, blobs: FileBlobs, folder: Path) -> None:
        """Write first in `folder`, on the same disk as the blobs."""
        self._blobs = blobs
        self._folder = folder

    async def keep_record(self, sha256: str, record: bytes) -> None:
        """Keep the bytes under their hash."""
        path = await asyncio.to_thread(self._beside, record)
        await self._blobs.put_file(str(path), sha256)

    async def record(self, sha256: str) -> bytes:
        """Return the bytes; raises NotFound."""
        return await self._blobs.get(sha256)

    def _beside(self, record: bytes) -> Path:
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
            file.write(record)
        return Path(file.name)


def _name(person: PersonId) -> str:
    return f"signing-key/{person}"
