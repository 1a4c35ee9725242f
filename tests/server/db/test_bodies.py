"""Case files as JSON text: whatever the domain can hold comes back as it was."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from consult.domain.casefile import Attachment, ChatLine, ReportedOutcome, StudyLink
from consult.domain.invitation import Invitation
from consult.domain.people import Agreement
from consult.domain.session import Session
from server.db.bodies import AGREEMENT, CASE_FILE, text_of
from tests.server.db.samples import full, new_people

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(str, st.text(max_size=6))
PARTS = (
    Invitation,
    Session,
    Attachment,
    StudyLink,
    ChatLine,
    ReportedOutcome,
)
"""The small ones; form and conclusion have ranges of their own, the sample below holds both."""


@settings(max_examples=8, suppress_health_check=list(HealthCheck), deadline=None)
@pytest.mark.parametrize("kind", PARTS)
@given(data=st.data())
def test_any_part_of_a_case_file_survives(kind: type, data: st.DataObject) -> None:
    """JSON text and back is the same value."""
    part = data.draw(st.from_type(kind))
    assert TypeAdapter(kind).validate_json(TypeAdapter(kind).dump_json(part)) == part


def test_a_whole_case_file_survives() -> None:
    """JSON text and back is the same value, with every kind of part in it."""
    file = full(new_people())
    assert CASE_FILE.validate_json(text_of(CASE_FILE, file)) == file


@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.from_type(Agreement))
def test_any_agreement_survives(agreement: Agreement) -> None:
    """JSON text and back is the same value."""
    assert AGREEMENT.validate_json(text_of(AGREEMENT, agreement)) == agreement
