"""What every message shares: unknown fields are refused, values do not change."""

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """One thing that crosses the wire."""

    model_config = ConfigDict(extra="forbid", frozen=True)
