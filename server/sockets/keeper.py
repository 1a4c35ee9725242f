"""Keeps sockets and sign-ins in step: who was signed out is gone within two seconds."""

import asyncio
import logging
from dataclasses import replace

from server.sockets.namespace import Namespace
from server.sockets.ports import Calls, SignIns

log = logging.getLogger(__name__)

EVERY = 0.8  # seconds; gone at the second look: a renewal may be under way at the first
TOUCH_EVERY = 60.0  # seconds


class Keeper:
    """A task that looks at all connected sign-ins about once a second, with one question."""

    def __init__(self, namespace: Namespace, sign_ins: SignIns, calls: Calls) -> None:
        """Look after the visitors of this namespace."""
        self._namespace, self._sign_ins, self._calls = namespace, sign_ins, calls
        self._touched: dict[str, float] = {}
        self._missing: set[str] = set()

    async def run(self) -> None:
        """Look around until cancelled; a database that is away ends nobody's call."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self._touch()
                await self._look()
            except Exception as error:  # noqa: BLE001  tried again in a second
                log.warning("sign-ins not checked: %s", type(error).__name__)

    async def ended(self, sign_in: str) -> None:
        """Close the sockets of a sign-in that has ended."""
        visitors = self._namespace.visitors
        for sid in [sid for sid, one in visitors.items() if one.sign_in == sign_in]:
            await self._namespace.eject(sid)

    def renewed(self, old: str, new: str) -> None:
        """A sign-in goes on under another name (step-up): its sockets and calls stay."""
        visitors = self._namespace.visitors
        for sid, one in list(visitors.items()):
            if one.sign_in == old:
                visitors[sid] = replace(one, sign_in=new)

    async def _look(self) -> None:
        known = {one.sign_in for one in self._namespace.visitors.values()}
        if known:
            alive = set(await self._sign_ins.alive(known))
            missing = known - alive
            for sign_in in missing & self._missing:
                await self.ended(sign_in)
            self._missing = missing

    async def _touch(self) -> None:
        """Count live calls as use of their sign-ins."""
        now = asyncio.get_running_loop().time()
        visitors = self._namespace.visitors
        used = {visitors[sid].sign_in for sid in self._calls.in_use() if sid in visitors}
        for sign_in in used:
            if now - self._touched.get(sign_in, float("-inf")) >= TOUCH_EVERY:
                await self._sign_ins.touch(sign_in)
                self._touched[sign_in] = now
        self._touched = {one: at for one, at in self._touched.items() if one in used}
