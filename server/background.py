"""Jobs that run beside the requests: safe to repeat, retried with growing pauses."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

log = logging.getLogger(__name__)

LONGEST: Final = timedelta(minutes=1)
"""The longest pause after failures, unless the job rests longer anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something done again and again: `once` every so often, and sooner when woken."""

    name: str
    once: Callable[[], Awaitable[object]]
    every: timedelta
    wake: asyncio.Event = field(default_factory=asyncio.Event)


async def run_jobs(jobs: Sequence[Job], failed: Callable[[str], None]) -> None:
    """Run all of them until cancelled; `failed` hears the name of each that went wrong."""
    async with asyncio.TaskGroup() as group:
        for job in jobs:
            group.create_task(_repeat(job, failed), name=f"job {job.name}")


async def _repeat(job: Job, failed: Callable[[str], None]) -> None:
    failures = 0
    while True:
        job.wake.clear()
        try:
            await job.once()
        except Exception:
            failures += 1
            failed(job.name)
            log.exception("job failed", extra={"job": job.name, "failures": failures})
        else:
            failures = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(_rest(job, failures).total_seconds()):
                await job.wake.wait()
        if failures:
            await asyncio.sleep(0.2)


def _rest(job: Job, failures: int) -> timedelta:
    doubled: timedelta = job.every * (1 << min(failures, 10))
    return max(job.every, min(doubled, LONGEST))
