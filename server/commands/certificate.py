"""`certificate`: a self-signed one for a trial on a LAN, since cameras want https."""

import argparse
import ipaddress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.clock import SystemClock
from server.commands.options import command, say

if TYPE_CHECKING:
    from server.commands.options import Subparsers


def add_commands(commands: "Subparsers") -> None:
    """Add it."""
    words = "make a self-signed certificate for a trial on a LAN"
    added = command(commands, "certificate", words, run)
    added.add_argument(
        "--name",
        action="append",
        required=True,
        help="a name or address that browsers use (again for more)",
    )
    added.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where to write")
    added.add_argument("--days", type=int, default=90)


def run(arguments: argparse.Namespace) -> int:
    """Write cert.pem and key.pem."""
    names = [*arguments.name, "localhost", "127.0.0.1"]
    cert, key = make(names, SystemClock().now(), timedelta(days=arguments.days))
    arguments.out.mkdir(parents=True, exist_ok=True)
    key_file = arguments.out / "key.pem"
    key_file.touch(mode=0o600)
    key_file.write_bytes(key)
    (arguments.out / "cert.pem").write_bytes(cert)
    say(f"wrote {arguments.out / 'cert.pem'} and {key_file}")
    return 0


def make(names: list[str], now: datetime, life: timedelta) -> tuple[bytes, bytes]:
    """Return certificate and key as PEM (P-256; every name and address is in the SAN)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    san = x509.SubjectAlternativeName([_name(one) for one in dict.fromkeys(names)])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + life)
        .add_extension(san, critical=False)
        .add_extension(usage, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    return (
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
