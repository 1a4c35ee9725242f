"""Settings: what the start refuses."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from server.settings import Settings, is_loopback

REFUSED = [
    {"host": "0.0.0.0"},
    {"host": "192.168.1.20"},
    {"origins": ("*",)},
    {"origins": ("https://example.org/path",)},
    {"secret": "changeme"},
    {"secret": "too short"},
    {"tls_cert": Path("cert.pem")},
    {"turn_urls": ("turn:turn.example.org",), "turn_secret": "short"},
    {"blob_url": "ftp://example.org/x"},
]


@pytest.mark.parametrize("given", REFUSED, ids=[str(sorted(one)) for one in REFUSED])
def test_an_unsafe_start(given: dict[str, object]) -> None:
    """The start is refused rather than made unsafe."""
    with pytest.raises(ValidationError):
        Settings.model_validate(given)


def test_a_lan_behind_a_certificate_or_a_proxy() -> None:
    """Beyond loopback it wants TLS, its own or a named proxy's."""
    certificate = {"tls_cert": "cert.pem", "tls_key": "key.pem"}
    assert Settings.model_validate({"host": "0.0.0.0", **certificate}).https
    assert Settings.model_validate({"host": "0.0.0.0", "trusted_proxies": "10.0.0.2"})


def test_lists_in_one_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list is written with commas."""
    monkeypatch.setenv("HUIZHEN_STUN_URLS", "stun:a:3478, stun:b:3478")
    assert Settings().stun_urls == ("stun:a:3478", "stun:b:3478")


def test_both_names_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """DATABASE_URL counts, and HUIZHEN_DATABASE_URL before it."""
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///plain")
    assert Settings().database == "sqlite+aiosqlite:///plain"
    monkeypatch.setenv("HUIZHEN_DATABASE_URL", "sqlite+aiosqlite:///ours")
    assert Settings().database == "sqlite+aiosqlite:///ours"


def test_origins_are_never_empty() -> None:
    """Without any setting the own address is the only origin, under its loopback names."""
    assert Settings(port=8080).allowed_origins == (
        "http://127.0.0.1:8080",
        "http://localhost:8080",
    )


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("x", False)],
)
def test_loopback(host: str, loopback: bool) -> None:
    """Only addresses that nobody else reaches are loopback."""
    assert is_loopback(host) is loopback
