"""The child process that decodes: one job after the other, limits set, may die without harm.

Speaks frames over stdin and stdout: 4 bytes length, JSON, 4 bytes length, bytes. JSON and not
pickle, so that a decoder taken over by a hostile image cannot run code in the server.
"""

import json
import os
import resource
import struct
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from imaging.codecs.decode import Pixels, frame_of
from imaging.codecs.htj2k import cuts_of, encode_htj2k
from imaging.codecs.render import Look, draw
from imaging.dicom.errors import Malformed, Reason
from imaging.dicom.header import Header, header_of
from imaging.dicom.part10 import Part10, open_part10
from imaging.pixels.rescale import rescale
from imaging.pixels.window import Window, window_for

Json = dict[str, Any]


def main() -> None:
    """Serve jobs until stdin ends."""
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
    wanted, answered = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a codec that prints must not disturb the frames
    while (job := _read(wanted)) is not None:
        facts, body = _answer(job)
        text = json.dumps(facts).encode()
        answered.write(struct.pack(">II", len(text), len(body)) + text + body)
        answered.flush()


def _read(stream: BinaryIO) -> Json | None:
    head = stream.read(4)
    if len(head) < 4:
        return None
    job: Json = json.loads(stream.read(struct.unpack(">I", head)[0]))
    return job


def _answer(job: Json) -> tuple[Json, bytes]:
    try:
        return do(job)
    except Malformed as error:
        return {"code": error.code, "detail": error.detail}, b""
    except MemoryError:
        return {"code": Reason.TOO_LARGE, "detail": "memory"}, b""
    except OSError as error:
        return {"code": Reason.UNDECODABLE, "detail": type(error).__name__}, b""


def do(job: Json) -> tuple[Json, bytes]:
    """Do one job: {"do", "path", "frame", …}; return facts and bytes. Raises Malformed."""
    part, header = _opened(job["path"])
    if job["do"] == "die":  # so that a test can see a child die in mid-job
        os.abort()
    values = frame_of(part, header, job.get("frame", 0))
    if job["do"] == "htj2k":
        stream = encode_htj2k(values)
        return {"cuts": cuts_of(stream), "bytes": len(stream)}, stream
    if job["do"] == "raw":
        return {}, values.astype(values.dtype.newbyteorder("<")).tobytes()
    return _window(values, header), draw(values, header, _look(job))


@lru_cache(maxsize=1)
def _opened(path: str) -> tuple[Part10, Header]:
    part = open_part10(Path(path))
    return part, header_of(part)


def _look(job: Json) -> Look:
    window = job.get("window")
    box = job.get("box")
    return Look(
        Window(*window) if window else None,
        (int(box[0]), int(box[1])) if box else None,
        job.get("kind", "jpeg"),
        int(job.get("quality", 85)),
    )


def _window(values: Pixels, header: Header) -> Json:
    """Name a window for grey images whose file has none."""
    if values.ndim == 3 or header.windows:
        return {}
    found = window_for(rescale(values, header.slope, header.intercept))
    return {"window": [found.centre, found.width]}


if __name__ == "__main__":
    main()
