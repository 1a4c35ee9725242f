"""Files by the hash of their content, in a directory; durable before anything is acknowledged.

incoming/    <token>.part while it arrives, <sha256>.json: received and not yet indexed
blobs/ab/    <sha256>: every file as received, the refused ones too
derived/ab/  <sha256>/preview.webp, frame-1.j2c …: can be made again
"""

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Received:
    """A complete file on disk, synced; size in bytes."""

    sha256: str
    size: int
    path: Path


class Arriving:
    """A file that is being received. Use as a context: what is not finished is removed."""

    def __init__(self, folder: Path) -> None:
        """Begin an empty file in `folder`."""
        handle, name = tempfile.mkstemp(suffix=".part", dir=folder)
        self._file = os.fdopen(handle, "wb")
        self.path = Path(name)
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Append; raises OSError when the disk is full."""
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def finish(self) -> str:
        """Sync to disk and return the SHA-256 of what was written."""
        self._file.flush()
        os.fdatasync(self._file.fileno())
        self._file.close()
        return self._hash.hexdigest()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the file unless it was kept."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class Blobs:
    """The directory."""

    def __init__(self, root: Path) -> None:
        """Make the folders below `root` where they are missing."""
        self._root = root.resolve()
        self.incoming = self._root / "incoming"
        for folder in (self.incoming, self._root / "blobs", self._root / "derived"):
            folder.mkdir(parents=True, exist_ok=True)
        # what is here now is from before: files that begin to arrive later are not touched
        self._half = list(self.incoming.glob("*.part"))
        self._notes = sorted(self.incoming.glob("*.json"))

    def arriving(self) -> Arriving:
        """Begin to receive a file."""
        return Arriving(self.incoming)

    def path(self, sha256: str) -> Path:
        """Return where the file of this hash is."""
        return self._root / "blobs" / sha256[:2] / sha256

    def derived(self, sha256: str, name: str) -> Path:
        """Return where something made of it is or will be."""
        return self._root / "derived" / sha256[:2] / sha256 / name

    def keep(self, arriving: Arriving, note: Json) -> Received:
        """Make a complete file durable under its hash, with a note of who sent it.

        The note stays in incoming/ until `settled`; after a crash `unsettled` finds it.
        """
        sha256 = arriving.finish()
        target = self.path(sha256)
        if not target.parent.exists():
            target.parent.mkdir(exist_ok=True)
            _sync_folder(target.parent.parent)
        self._write_note(sha256, note)
        os.replace(arriving.path, target)
        _sync_folder(target.parent)
        _sync_folder(self.incoming)
        return Received(sha256, arriving.size, target)

    def settled(self, sha256: str) -> None:
        """Forget the note: the index knows of the file now."""
        (self.incoming / f"{sha256}.json").unlink(missing_ok=True)

    def unsettled(self) -> list[tuple[Received, Json]]:
        """Return what an earlier run received and did not index; drop what arrived half."""
        for left in self._half:
            left.unlink(missing_ok=True)
        found = []
        for note in self._notes:
            path = self.path(note.stem)
            if path.exists():
                size = path.stat().st_size
                found.append((Received(note.stem, size, path), json.loads(note.read_text())))
            else:
                note.unlink(missing_ok=True)  # never acknowledged
        return found

    def write_derived(self, sha256: str, name: str, body: bytes) -> Path:
        """Put something made of a file in its place, whole or not at all."""
        target = self.derived(sha256, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        os.replace(temporary, target)
        return target

    def _write_note(self, sha256: str, note: Json) -> None:
        path = self.incoming / f"{sha256}.json"
        with path.open("w") as file:
            json.dump(note, file)
            file.flush()
            os.fdatasync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
