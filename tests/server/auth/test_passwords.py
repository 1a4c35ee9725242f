"""Passwords: hashes, the queue, strength and pauses."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from server.auth.passwords import Passwords
from server.auth.pauses import LONGEST, key_of, pause_after, waiting
from server.auth.strength import weakness
from server.errors import TooBusy
from server.ports import SignInFailure

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    made = Passwords(workers=1, queue=2)
    yield made
    made.close()


async def test_right_and_wrong(passwords: Passwords) -> None:
    """The right password is right; a wrong one, a broken hash and no account are not."""
    stored = await passwords.hash("lotus-river-42-moon")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.verify(stored, "lotus-river-42-moon")
    assert not await passwords.verify(stored, "lotus-river-42-sun")
    assert not await passwords.verify("broken", "lotus-river-42-moon")
    assert not await passwords.verify(None, "lotus-river-42-moon")


async def test_too_many_at_once(passwords: Passwords) -> None:
    """What does not fit into the queue is refused at once."""
    asked = [passwords.verify(None, "x") for _ in range(6)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(one) for one in answers].count(TooBusy) == 3


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "too_short"),
        ("Password2026!", "common"),
        ("aaaaaaaaaaaaaa", "pattern"),
        ("qwertyuiop[]12", "common"),
        ("abcdefgh12345678", "pattern"),
        ("xiulin-xiulin", "about_you"),
        ("plum-orchard-seven-9", ""),
    ],
)
def test_easy_passwords(password: str, why: str) -> None:
    """What is guessed first may not be set."""
    assert weakness(password, about=("xiulin",)) == why


def test_pauses_grow_and_end() -> None:
    """Four failures are free; then pauses double, up to five minutes and no further."""
    seconds = [pause_after(n).total_seconds() for n in (1, 4, 5, 6, 7, 50, 100_000)]
    assert seconds == [0, 0, 5, 10, 20, 300, 300]
    assert timedelta(minutes=5) == LONGEST


def test_waiting_rounds_up() -> None:
    """Half a second to wait is told as one; none when it is over."""
    failure = SignInFailure(key="k", count=5, until=NOON + timedelta(seconds=0.5))
    assert waiting(failure, NOON) == 1
    assert waiting(failure, NOON + timedelta(seconds=1)) == 0
    assert waiting(None, NOON) == 0


def test_elsewhere_is_another_key() -> None:
    """Failing from one address pauses nobody at another; names ignore case."""
    assert key_of("Lin", "10.0.0.1") == key_of("lin ", "10.0.0.1") != key_of("lin", "10.0.0.2")
