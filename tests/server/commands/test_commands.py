"""The command line, as an operator types it."""

import json
import ssl
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from server.__main__ import main
from server.commands.certificate import make
from tests.e2e.serving import PASSWORD, Server


@dataclass
class Terminal:
    """Types commands in this process, and reads what they print."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str, stdin: str = "") -> tuple[int, str, str]:
        self.monkeypatch.setattr("sys.stdin", StringIO(stdin))
        self.monkeypatch.setattr("sys.argv", ["huizhen", *words])
        with pytest.raises(SystemExit) as left:
            main()
        return int(left.value.code or 0), *self.capsys.readouterr()


@pytest.fixture
def huizhen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(monkeypatch, capsys)


def test_help_for_a_newcomer(huizhen: Terminal) -> None:
    """It names every command and says what to type first."""
    code, told, _ = huizhen("--help")
    assert code == 0
    for word in ("demo", "serve", "migrate", "user", "token", "audit", "verify", "certificate"):
        assert f"    {word}" in told
    assert "Try it:      huizhen demo" in told


def test_a_start_that_is_refused(huizhen: Terminal, tmp_path: Path) -> None:
    """The reason is one line; nothing was made."""
    code, _, told = huizhen("serve", "--host", "0.0.0.0", "--data", str(tmp_path / "x"))
    assert code == 2
    assert "not loopback" in told
    assert "Traceback" not in told
    assert not (tmp_path / "x").exists()


def test_an_installation_from_nothing(huizhen: Terminal, tmp_path: Path) -> None:
    """migrate, user add and token add work on an empty folder, and refuse what is wrong."""
    data = ("--data", str(tmp_path))
    assert huizhen("migrate", *data)[0] == 0
    user = ("user", "add", "mei", "--name", "梅", "--role", "village_doctor", *data)
    site = ("--site", "青山村卫生室", "--password-stdin")
    good = "plum-orchard-seven-9\n"
    assert "no institution" in huizhen(*user, *site, stdin=good)[2]
    assert "will not do" in huizhen(*user, *site, "--tier", "village", stdin="password1234\n")[2]
    assert huizhen(*user, *site, "--tier", "village", stdin=good)[0] == 0
    assert "is taken" in huizhen(*user, *site, stdin=good)[2]
    code, token, _ = huizhen("token", "add", "--site", "青山村卫生室", "--scope", "read", *data)
    assert code == 0
    assert token.startswith("hz_")
    code, told, _ = huizhen("audit", "verify", *data)
    assert (code, told.split(":")[0]) == (0, "intact")
    assert len(huizhen("root-key", *data)[1].strip()) == 64


def test_a_demo_and_its_signed_record(huizhen: Terminal, tmp_path: Path) -> None:
    """A demo tells how to get in; its records verify offline; it goes on after a kill."""
    data = tmp_path / "demo"
    server = Server(data, tmp_path / "server.log")
    server.start()
    try:
        first = server.told
        assert server.url == first["url"]
        assert {one["role"] for one in first["accounts"]} >= {
            *("village_doctor", "dispatcher", "expert", "lead", "administrator"),
            *("auditor", "supervisor", "security_officer", "records_officer"),
        }
        record = _record(server.url, "zhao")
        wanted = urllib.request.Request(f"{first['dicomweb']['url']}/studies")
        wanted.add_header("Authorization", f"Bearer {first['dicomweb']['token']}")
        with urllib.request.urlopen(wanted) as answer:
            assert len(json.load(answer)) == 2
        server.kill()
        server.start()
        assert server.told["accounts"] == first["accounts"]
    finally:
        server.stop()
    file = tmp_path / "record.json"
    file.write_bytes(record)
    root = huizhen("root-key", "--data", str(data))[1].strip()
    code, told, _ = huizhen("verify", str(file), "--root", root)
    assert (code, told.splitlines()[-1][:5]) == (0, "valid")
    changed = record.replace("咳嗽".encode(), "咯血".encode(), 1)
    assert changed != record
    file.write_bytes(changed)
    assert huizhen("verify", str(file))[0] == 1
    code, _, refused = huizhen("demo", "--data", str(tmp_path))
    assert (code, "something else" in refused) == (1, True)


def _record(url: str, username: str) -> bytes:
    """Sign in and fetch the first signed record that this person may read."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    body = json.dumps({"username": username, "password": PASSWORD}).encode()
    opener.open(urllib.request.Request(f"{url}/api/session", body)).close()
    with opener.open(f"{url}/api/cases?which=all") as answer:
        cases = json.load(answer)["cases"]
    answered = next(one["id"] for one in cases if one["state"] == "answered")
    with opener.open(f"{url}/api/cases/{answered}") as answer:
        opinion = json.load(answer)["opinions"][0]["id"]
    with opener.open(f"{url}/api/cases/{answered}/opinions/{opinion}/record.json") as answer:
        record: bytes = answer.read()
    return record


@pytest.mark.parametrize("name", ["192.168.1.20", "huizhen.lan"])
def test_a_certificate_for_the_lan(tmp_path: Path, name: str) -> None:
    """It is for the names given, and for this machine; browsers' libraries can load it."""
    cert, key = make([name, "localhost", "127.0.0.1"], datetime.now(UTC), timedelta(days=2))
    (tmp_path / "cert.pem").write_bytes(cert)
    (tmp_path / "key.pem").write_bytes(key)
    context = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    assert context.get_ca_certs()[0]["subjectAltName"][0][1] == name
