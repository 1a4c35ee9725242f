"""Puts the parts together: settings in, an application out."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from consult.contract.views import IceServers
from consult.domain.ids import PersonId, SessionId
from consult.ports import Ports
from server.archive_side import ArchiveSide
from server.auth.door import Door, Limits
from server.auth.passwords import Passwords
from server.auth.tokens import Machines
from server.background import Job, run_jobs
from server.blobs import FileBlobs
from server.chores import AuditHead, forgetting_job, relay_job, sweeping_job, ticking_job
from server.clock import RandomIds, SystemClock
from server.db.database import SqlDatabase, create_database
from server.documents.opinion_pdf import Papers
from server.documents.signing import Ed25519Signer, Secrets
from server.http import keys
from server.http.routes import MIDDLEWARES, add_pages, add_routes
from server.media.calls import P2PCalls
from server.media.link_test import LinkTests
from server.media.meetings import ServiceMeetings
from server.media.turn import TurnSettings, ice_servers
from server.metrics import Metrics
from server.openapi import Description
from server.parts import Parts
from server.readiness import Check, Readiness, folder_check
from server.settings import Settings
from server.sign_ins import SocketDoor
from server.signing_stores import SealedKeys, SignedRecords
from server.sockets import Sockets, create_sockets
from server.sockets.redis import redis_answers
from server.tasks import Tasks
from server.web_files import web_files


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the server stands on, without anything that listens: also what commands work with."""

    settings: Settings
    database: SqlDatabase
    ports: Ports
    passwords: Passwords
    signer: Ed25519Signer
    archive: ArchiveSide
    head: AuditHead
    master: bytes

    async def close(self) -> None:
        """Let go of the database and the pools."""
        await self.archive.close()
        self.passwords.close()
        await self.database.dispose()


def master_secret(settings: Settings) -> Secrets:
    """Return the installation's secrets: from the setting, or from keys/master.key in `data`."""
    text = settings.secret.get_secret_value()
    if not text:
        return Secrets.in_folder(settings.data / "keys")
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"huizhen master 1")
    return Secrets.of(derived.derive(text.encode()))


def create_world(settings: Settings, tasks: Tasks) -> World:
    """Open what lies in the data folder. Nothing runs yet; `close` lets go again."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    clock, ids, own = SystemClock(), RandomIds(), master_secret(settings)
    database = create_database(settings.database, clock=clock)
    blobs = FileBlobs(settings.blobs)
    signer = Ed25519Signer(
        SealedKeys(database.transaction), SignedRecords(blobs, settings.blobs), own
    )
    archive = ArchiveSide(settings.data / "archive", database, clock, tasks)
    ports = Ports(
        transaction=database.transaction,
        clock=clock,
        ids=ids,
        studies=archive,
        blobs=blobs,
        signer=signer,
        documents=Papers(),
    )
    return World(
        settings=settings,
        database=database,
        ports=ports,
        passwords=Passwords(),
        signer=signer,
        archive=archive,
        head=AuditHead(database.transaction, database.reading, clock, settings.data),
        master=own.master,
    )


def create_app(settings: Settings) -> web.Application:
    """Return the whole application; its cleanup context starts and stops everything."""
    tasks = Tasks()
    world = create_world(settings, tasks)
    ports, transactions = world.ports, world.database.transaction
    door = Door(
        transactions,
        world.database.reading,
        world.passwords,
        ports.clock,
        Limits(
            idle=settings.signin_idle, longest=settings.signin_longest, step_up=settings.step_up
        ),
    )
    calls = P2PCalls(ServiceMeetings(ports), clock=ports.clock, tasks=tasks)
    sockets = create_sockets(
        ports,
        sign_ins=SocketDoor(door, ports.clock, https=settings.https),
        origins=settings.allowed_origins,
        calls=calls,
        tasks=tasks,
        redis_url=settings.redis_url,
    )
    app = web.Application(middlewares=MIDDLEWARES)
    _give(app, world, door, sockets)
    add_routes(app)
    world.archive.add_routes(app, ports)
    sockets.attach(app)
    add_pages(app)
    app[keys.OPENAPI] = Description(app).text
    tests = LinkTests(tasks=tasks, ids=ports.ids)
    app[keys.LINK_TEST] = tests.answer

    async def running(_app: web.Application) -> AsyncIterator[None]:
        await world.database.upgrade()
        world.archive.open()
        await sockets.open()
        if not settings.redis_url:  # another process may be holding these meetings
            await _go_on(world, calls)
        relay = relay_job(transactions, sockets.publish, ports.clock)
        world.database.on_events(relay.wake.set)
        jobs = tasks.start(_jobs(world, relay, app), "jobs")
        yield
        jobs.cancel()
        with suppress(asyncio.CancelledError):
            await jobs
        await calls.close()
        await tests.close()
        await tasks.close()
        await world.close()

    async def hang_up(_app: web.Application) -> None:
        await sockets.close()

    app.cleanup_ctx.append(running)
    app.on_shutdown.append(hang_up)
    return app


async def _go_on(world: World, calls: P2PCalls) -> None:
    """Take the meetings up again that were under way when the server went."""
    async with world.database.reading() as tx:
        sessions = await tx.meetings_under_way()
    await calls.reopen(sessions)


async def _jobs(world: World, relay: Job, app: web.Application) -> None:
    transactions, clock = world.database.transaction, world.ports.clock
    jobs = (
        relay,
        ticking_job(world.ports),
        forgetting_job(transactions, clock),
        sweeping_job(app[keys.PARTS], clock),
        world.head.job(),
    )
    await run_jobs(jobs, app[keys.METRICS].job_failed)


def _give(app: web.Application, world: World, door: Door, sockets: Sockets) -> None:
    """Hand the handlers what they need, by typed keys."""
    settings, transactions = world.settings, world.database.transaction
    metrics = Metrics()
    metrics.gauge("sockets", "Sockets connected now.", sockets.connected)
    app[keys.EDGE] = keys.Edge(
        url=settings.url,
        https=settings.https,
        origins=settings.allowed_origins,
        trusted_proxies=frozenset(settings.trusted_proxies),
        secret=base64.b64encode(world.master).decode(),
        web_files=web_files(),
    )
    app[keys.PORTS] = world.ports
    app[keys.TRANSACTIONS] = transactions
    app[keys.DOOR] = door
    app[keys.MACHINES] = Machines(transactions, world.ports.clock)
    app[keys.PASSWORDS] = world.passwords
    app[keys.PARTS] = Parts(settings.data / "parts")
    app[keys.METRICS] = metrics
    app[keys.LIVE] = sockets
    app[keys.ICE] = _ice(world)
    app[keys.READY] = _ready(world)
    app[keys.EXPORT] = world.signer.export
    app[keys.CHAIN_INTACT] = _intact(world)


def _ice(world: World) -> keys.Ice:
    settings = world.settings
    turn = TurnSettings(
        stun=settings.stun_urls,
        turn=settings.turn_urls,
        secret=settings.turn_secret.get_secret_value(),
        lifetime=settings.turn_lifetime,
    )

    def servers(session: SessionId, person: PersonId) -> IceServers:
        return ice_servers(turn, session, person, world.ports.clock.now())

    return servers


def _ready(world: World) -> keys.Ready:
    settings = world.settings
    checks: dict[str, Check] = {
        "database": world.database.ping,
        "archive": folder_check(settings.data / "archive"),
        "blobs": folder_check(settings.blobs),
        "uploads": folder_check(settings.data / "parts"),
    }
    if settings.redis_url:
        checks["redis"] = lambda: redis_answers(settings.redis_url)
    return Readiness(checks).parts


def _intact(world: World) -> keys.Intact:
    """Walk the chain at most once a minute, however often it is asked."""
    last: list[tuple[timedelta, bool]] = []
    loop_time = asyncio.get_running_loop

    async def intact() -> bool:
        now = timedelta(seconds=loop_time().time())
        if last and now - last[0][0] < timedelta(minutes=1):
            return last[0][1]
        report = await world.head.verify()
        last[:] = [(now, report.intact)]
        return report.intact

    return intact
