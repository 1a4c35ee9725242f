"""Values that no form may hold, however they were typed."""

from datetime import UTC, datetime

import pytest

from consult.domain.conclusion import MOST_DAYS, Recommendation
from consult.domain.form import Slot, aware


@pytest.mark.parametrize("days", [-1, MOST_DAYS + 1, 10**30])
def test_days_that_no_treatment_has(days: int) -> None:
    """Negative or endless treatments are refused."""
    with pytest.raises(ValueError, match="days"):
        Recommendation(id="1", days=days)


@pytest.mark.parametrize("days", [None, 0, MOST_DAYS])
def test_days_that_a_treatment_may_have(days: int | None) -> None:
    """None is "not said"."""
    assert Recommendation(id="1", days=days).days == days


def test_an_instant_without_its_offset() -> None:
    """Nobody knows when that is; a slot of such instants is refused."""
    noon = datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001  the naive one is the point
    with pytest.raises(ValueError, match="offset"):
        aware(None, noon)
    with pytest.raises(ValueError, match="offset"):
        Slot(start=noon, end=noon)
    aware(None, noon.replace(tzinfo=UTC))
