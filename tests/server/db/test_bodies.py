"""Case files as JSON text: whatever the domain can hold comes back as it was."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.domain.casefile import CaseFile
from consult.domain.people import Agreement
from server.db.bodies import AGREEMENT, CASE_FILE, text_of

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.from_type(CaseFile))
def test_any_case_file_survives(file: CaseFile) -> None:
    """JSON text and back is the same value."""
    assert CASE_FILE.validate_json(text_of(CASE_FILE, file)) == file


@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.from_type(Agreement))
def test_any_agreement_survives(agreement: Agreement) -> None:
    """JSON text and back is the same value."""
    assert AGREEMENT.validate_json(text_of(AGREEMENT, agreement)) == agreement
