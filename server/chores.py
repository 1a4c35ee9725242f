"""The jobs of this server: passing events on, clocks, forgetting, and the audit's head."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from consult.contract.events import ServerEvent
from consult.ports import Clock, Ports
from consult.services.ticking import tick_due
from server.audit import HeadFile
from server.auth.pauses import FORGOTTEN
from server.background import Job
from server.parts import Parts
from server.ports import ChainHead, ChainReport, ServerTransactions

log = logging.getLogger(__name__)

KEPT: Final = timedelta(days=7)
"""How long answers to idempotent requests are kept."""

ABANDONED: Final = timedelta(days=7)
"""How long the bytes of an upload are held after the last of them came."""

Publish = Callable[[Sequence[ServerEvent]], Awaitable[None]]


def relay_job(transactions: ServerTransactions, publish: Publish, clock: Clock) -> Job:
    """Return the job that passes stored events on to the sockets, in order, at least once."""

    async def once() -> None:
        while True:
            async with transactions() as tx:
                batch = await tx.relay.unrelayed()
            if not batch:
                return
            await publish([one.event for one in batch])
            async with transactions() as tx:
                await tx.relay.mark_relayed([one.id for one in batch], clock.now())

    return Job(name="relay", once=once, every=timedelta(seconds=2))


def ticking_job(ports: Ports) -> Job:
    """Return the job that rings clocks that are due."""

    async def once() -> None:
        await tick_due(ports)

    return Job(name="ticking", once=once, every=timedelta(seconds=5))


def forgetting_job(transactions: ServerTransactions, clock: Clock) -> Job:
    """Return the job that forgets what need not be known any longer."""

    async def once() -> None:
        now = clock.now()
        async with transactions() as tx:
            await tx.idempotency.purge(now - KEPT)
            await tx.failures.purge(now - FORGOTTEN)
            await tx.sign_ins.purge(now - timedelta(days=1))

    return Job(name="forgetting", once=once, every=timedelta(hours=1))


def sweeping_job(parts: Parts, clock: Clock) -> Job:
    """Return the job that forgets the bytes of uploads that nobody goes on with."""

    async def once() -> None:
        swept = await parts.sweep(clock.now() - ABANDONED)
        if swept:
            log.info("abandoned uploads swept", extra={"files": swept})

    return Job(name="sweeping", once=once, every=timedelta(hours=1))


class AuditHead:
    """The head of the audit chain, kept in a second place, so that truncation shows."""

    def __init__(
        self,
        transactions: ServerTransactions,
        reading: ServerTransactions,
        clock: Clock,
        folder: Path,
    ) -> None:
        """Keep it signed in this folder; `reading` holds up nobody while the chain is walked."""
        self._transactions = transactions
        self._reading = reading
        self._clock = clock
        self._file = HeadFile(folder)

    def job(self) -> Job:
        """Return the job that keeps the present head every minute."""
        return Job(name="audit head", once=self.keep, every=timedelta(seconds=60))

    async def keep(self) -> None:
        """Note a checkpoint, and write the head beside the database.

        Raises ValueError where the chain does not hold what was kept before: the older head stays,
        it is the proof.
        """
        kept, now = await self.kept(), self._clock.now()
        async with self._transactions() as tx:
            if kept is not None and await tx.chain.hash_at(kept.number) != kept.hash:
                raise ValueError(
                    "the audit chain has lost what it held: run `huizhen audit verify`"
                )
            head = await tx.chain.checkpoint(now)
        if head.number:
            await asyncio.to_thread(self._file.write, head, now)

    async def verify(self) -> ChainReport:
        """Walk the whole chain, and compare it with the kept head."""
        try:
            kept = await self.kept()
        except ValueError:
            return ChainReport(intact=False, entries=0, broken_at=None, reason="head_forged")
        async with self._reading() as tx:
            return await tx.chain.verify(kept)

    async def kept(self) -> ChainHead | None:
        """Return the head that was kept last, or None; ValueError where it was tampered with."""
        return await asyncio.to_thread(self._file.read)
