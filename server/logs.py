"""Logging as one JSON object a line: ids, codes and durations, never patient data."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, Final

PLAIN: Final = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None)))
"""What every record has; anything else was given by `extra` and is written out."""


class JsonLines(logging.Formatter):
    """Writes a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: at, level, logger, message, extras, and a trace where there is one."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update(
            (key, value)
            for key, value in vars(record).items()
            if key not in PLAIN and key not in {"message", "asctime", "taskName"}
        )
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(level: str = "INFO") -> None:
    """Send all logging to standard error as JSON lines; libraries speak from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for ours in ("server", "consult", "imaging"):
        logging.getLogger(ours).setLevel(level)
