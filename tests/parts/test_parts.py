"""The real parts start, answer, and are private."""

import asyncio
import socket

import redis.asyncio

from tests.parts.coturn import CoturnServer
from tests.parts.postgresql import PostgresqlServer
from tests.parts.redis import RedisServer


def test_postgresql_is_ours_alone(postgresql_server: PostgresqlServer) -> None:
    """It answers, on loopback only, with data that nobody else sees."""
    assert postgresql_server.sql("SHOW listen_addresses") == "127.0.0.1"
    assert int(postgresql_server.sql("SHOW server_version_num")) >= 150000


async def test_redis_answers(redis_server: RedisServer) -> None:
    """It keeps a value."""
    async with redis.asyncio.from_url(redis_server.url) as client:
        await client.set("key", "value")
        assert await client.get("key") == b"value"


async def test_coturn_answers_a_binding_request(coturn_server: CoturnServer) -> None:
    """It says over UDP where a client comes from (RFC 8489, section 5)."""
    request = bytes.fromhex("000100002112a442") + b"twelve bytes"
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.setblocking(False)
        client.bind(("127.0.0.1", 0))
        await loop.sock_sendto(client, request, ("127.0.0.1", coturn_server.port))
        answer = await asyncio.wait_for(loop.sock_recv(client, 1500), 5)
    assert answer[:2] == b"\x01\x01"
    assert answer[8:20] == b"twelve bytes"
