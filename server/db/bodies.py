"""Domain values as JSON text, and back. Instants are UTC, durations ISO 8601."""

from typing import Final, TypeVar

from pydantic import TypeAdapter

from consult.contract.events import ServerEvent
from consult.domain.casefile import CaseFile
from consult.domain.people import Agreement
from consult.ports import RoomState, Upload

Value = TypeVar("Value")

CASE_FILE: Final = TypeAdapter(CaseFile)
AGREEMENT: Final = TypeAdapter(Agreement)
UPLOAD: Final = TypeAdapter(Upload)
ROOM_STATE: Final = TypeAdapter(RoomState)
EVENT: Final[TypeAdapter[ServerEvent]] = TypeAdapter(ServerEvent)


def text_of(adapter: TypeAdapter[Value], value: Value) -> str:
    """Return the value as JSON text."""
    return adapter.dump_json(value).decode()
