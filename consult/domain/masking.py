"""What of a form is shown to those who may judge a request, and not yet know whose it is."""

from dataclasses import fields, is_dataclass, replace

from consult.domain.form import ConsentPart, PatientPart, RequestForm
from consult.domain.record import plain


def masked_name(name: str) -> str:
    """Return the first character and a star: 张三 → 张*."""
    stripped = name.strip()
    return f"{stripped[0]}*" if stripped else ""


def masked(form: RequestForm, age: int | None) -> RequestForm:
    """Return the form without identity, contact and pictures; the age stands for the birth date."""
    patient = form.patient
    return replace(
        form,
        patient=PatientPart(
            name=masked_name(patient.name),
            sex=patient.sex,
            estimated_age=age,
            identity_kind=patient.identity_kind,
            language=patient.language,
            kind=patient.kind,
            present=patient.present,
        ),
        wanted=replace(form.wanted, contact_phone=""),
        consent=ConsentPart(
            by=form.consent.by,
            how=form.consent.how,
            text_version=form.consent.text_version,
            recording=form.consent.recording,
            teaching=form.consent.teaching,
            given_at=form.consent.given_at,
        ),
        key_images=(),
    )


def differences(before: object, after: object, path: str = "") -> tuple[tuple[str, str, str], ...]:
    """Return (path, before, after) of each field that differs, both sides as text."""
    if before == after:
        return ()
    if not is_dataclass(before) or not is_dataclass(after) or type(before) is not type(after):
        return ((path, text_of(before), text_of(after)),)
    found: list[tuple[str, str, str]] = []
    for one in fields(before):
        below = f"{path}.{one.name}" if path else one.name
        found.extend(differences(getattr(before, one.name), getattr(after, one.name), below))
    return tuple(found)


def text_of(value: object) -> str:
    """Return a value as a person can read it; lists line by line."""
    return _text(plain(value))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(_text(one) for one in value)
    if isinstance(value, dict):
        return " ".join(filter(None, (_text(one) for one in value.values())))
    return str(value)
