"""The command line: words for newcomers, and which function does what."""

import argparse
from typing import Final

from server.commands import certificate, demo, keeping, running, verifying

WORDS: Final = """\
会诊 Huizhen: remote medical consultations.

Try it:      huizhen demo
Run it:      huizhen migrate && huizhen user add … && huizhen serve
Settings:    environment variables HUIZHEN_*, see docs/operator.md
"""

LAN: Final = """\
On two machines of a LAN (cameras want https):
  huizhen certificate --name 192.168.1.20 --out cert
  huizhen demo --host 0.0.0.0 --public-url https://192.168.1.20:8080 \\
    --tls-cert cert/cert.pem --tls-key cert/key.pem
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser; every command sets `run`, which takes the arguments."""
    top = argparse.ArgumentParser(
        prog="huizhen",
        description=WORDS,
        epilog=LAN,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in (demo, running, keeping, verifying, certificate):
        module.add_commands(commands)
    return top
