"""TURN credentials, tried on Debian's coturn with the configuration that we recommend."""

import asyncio
import base64
import hashlib
import hmac
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from aioice import stun, turn

from consult.contract.views import IceServer
from consult.domain.ids import PersonId, SessionId
from server.media.turn import TurnSettings, ice_servers

SESSION, PERSON = SessionId(UUID(int=1)), PersonId(UUID(int=2))
SECRET = "a secret of the test"
CONF = Path(__file__).parents[3] / "deploy" / "turn" / "turnserver.conf"
NOT_HERE = ("listening-port", "tls-listening-port", "min-port", "max-port", "static-auth-secret")


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Coturn:
    """A running coturn on loopback."""

    port: int

    def servers(self, now: datetime, secret: str = SECRET) -> IceServer:
        """Return the relay with a credential made at `now`."""
        settings = TurnSettings(turn=(f"turn:127.0.0.1:{self.port}",), secret=secret)
        return ice_servers(settings, SESSION, PERSON, now).servers[0]

    async def allocate(
        self, server: IceServer
    ) -> tuple[asyncio.DatagramTransport, turn.TurnClientMixin]:
        """Allocate a relay address, as a browser does."""
        transport, _ = await turn.create_turn_endpoint(
            asyncio.DatagramProtocol,
            server_addr=("127.0.0.1", self.port),
            username=server.username,
            password=server.credential,
        )
        return transport, transport._TurnTransport__inner_protocol


@pytest.fixture(scope="module")
def turn_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the recommended configuration for another port, with the loopback relay allowed."""
    folder = tmp_path_factory.mktemp("coturn")
    lines = [
        line
        for line in CONF.read_text("utf-8").splitlines()
        if line and not line.startswith("#") and line.split("=")[0] not in NOT_HERE
    ]
    (folder / "turnserver.conf").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@pytest.fixture
async def coturn(turn_files: Path) -> AsyncIterator[Coturn]:
    """Return a running coturn; its absence fails the test, for nothing else would show it."""
    program = shutil.which("turnserver")
    assert program, "coturn is not installed (apt-get install coturn)"
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        program,
        *("-c", str(turn_files / "turnserver.conf"), "--listening-ip=127.0.0.1"),
        *("--relay-ip=127.0.0.1", f"--listening-port={port}", "--no-tls", "--no-dtls"),
        *(f"--static-auth-secret={SECRET}", "--min-port=50000", "--max-port=50100"),
        *("--log-file=stdout", f"--pidfile={turn_files}/pid", f"--userdb={turn_files}/db"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    async with asyncio.timeout(10):
        while not await answers(port):
            await asyncio.sleep(0.05)
    yield Coturn(port)
    process.terminate()
    await process.wait()


async def answers(port: int) -> bool:
    """Say whether something listens there."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


def test_a_credential() -> None:
    """It is bound to expiry, session and person, and made as the REST scheme says."""
    now = datetime(2026, 11, 22, 4, tzinfo=UTC)
    settings = TurnSettings(stun=("stun:s:3478",), turn=("turn:t:3478",), secret="x")
    answer = ice_servers(settings, SESSION, PERSON, now)

    assert answer.expires_at == now + timedelta(hours=1)
    assert answer.servers[0].urls == ("stun:s:3478",)
    relay = answer.servers[1]
    assert relay.username == f"{int(answer.expires_at.timestamp())}:{SESSION}:{PERSON}"
    digest = hmac.new(b"x", relay.username.encode(), hashlib.sha1).digest()
    assert base64.b64decode(relay.credential) == digest


def test_no_servers() -> None:
    """Without TURN and STUN the list is empty: host candidates only."""
    assert ice_servers(TurnSettings(), SESSION, PERSON, datetime.now(UTC)).servers == ()


def test_settings_that_are_refused() -> None:
    """More than an hour, no time at all, or a relay without its secret; the secret never shows."""
    for lifetime in (timedelta(hours=1, seconds=1), timedelta(0)):
        with pytest.raises(ValueError, match="one hour"):
            TurnSettings(lifetime=lifetime)
    with pytest.raises(ValueError, match="secret"):
        TurnSettings(turn=("turn:t:3478",))
    assert "hush" not in repr(TurnSettings(secret="hush"))


async def test_a_browser_gets_a_relay(coturn: Coturn) -> None:
    """Debian's coturn gives an address to whoever holds a fresh credential."""
    transport, _ = await coturn.allocate(coturn.servers(datetime.now(UTC)))
    assert transport.get_extra_info("sockname")[0] == "127.0.0.1"
    transport.close()
    await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    ("age", "secret"), [(timedelta(hours=2), SECRET), (timedelta(0), "another secret")]
)
async def test_a_credential_that_is_refused(coturn: Coturn, age: timedelta, secret: str) -> None:
    """One that has expired, or was made with another secret, gets nothing."""
    with pytest.raises(stun.TransactionFailed) as refused:
        await coturn.allocate(coturn.servers(datetime.now(UTC) - age, secret))
    assert refused.value.response.attributes["ERROR-CODE"][0] == 401


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
    ],
)
async def test_it_does_not_relay_inside(coturn: Coturn, address: str) -> None:
    """Nothing is relayed to this machine, its neighbours or the metadata address of a cloud."""
    transport, client = await coturn.allocate(coturn.servers(datetime.now(UTC)))
    with pytest.raises(stun.TransactionFailed) as refused:
        await client.channel_bind(0x4000, (address, 9))
    assert refused.value.response.attributes["ERROR-CODE"][0] == 403
    transport.close()
    await asyncio.sleep(0.1)


async def test_it_relays_outside(coturn: Coturn) -> None:
    """A public address may be bound; nothing is sent to it here."""
    transport, client = await coturn.allocate(coturn.servers(datetime.now(UTC)))
    await client.channel_bind(0x4000, ("8.8.8.8", 9))
    transport.close()
    await asyncio.sleep(0.1)
