"""One measured figure, its goal, and the command that measures it again."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


def share(values: Sequence[float], percent: float) -> float:
    """Return the percentile by the nearest rank, rounded to two places."""
    ordered = sorted(values)
    return round(ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)], 2)


@dataclass(frozen=True, slots=True)
class Result:
    """A figure: `goal` and `p50`, `p95` in `unit`; `beside` explains it."""

    name: str
    unit: str
    values: tuple[float, ...]
    command: str
    goal: float | None = None
    beside: dict[str, Any] = field(default_factory=dict)

    def report(self) -> dict[str, Any]:
        """Return what is printed; a goal is met when 19 of 20 samples meet it."""
        said = asdict(self)
        del said["values"]
        p50, p95 = share(self.values, 50), share(self.values, 95)
        met = None if self.goal is None else p95 <= self.goal
        return {**said, "n": len(self.values), "p50": p50, "p95": p95, "met": met}
