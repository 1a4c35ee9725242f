"""A folder that a server without privileges may write."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.parts.processes import unprivileged


@contextmanager
def private_folder(name: str) -> Iterator[Path]:
    """Make a folder for one server, and remove it afterwards.

    Not pytest's own: above that one stand folders which only their owner may pass.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"huizhen-{name}-"))
    user = unprivileged()
    if user:
        shutil.chown(folder, user)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
