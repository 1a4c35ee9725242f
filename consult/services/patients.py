"""Patients of a site: who is likely the same, and keeping who was submitted."""

from collections.abc import Sequence
from datetime import date

from consult.contract.views import PatientCard
from consult.domain.codes import Role, Sex
from consult.domain.errors import Forbidden
from consult.domain.ids import PatientId
from consult.domain.patient import Likeness, likely_same
from consult.domain.people import Actor, Patient
from consult.ports import Ports
from consult.services.work import Work

_REQUESTING = frozenset({Role.VILLAGE_DOCTOR, Role.LEAD})


async def likely(
    ports: Ports,
    actor: Actor,
    *,
    identity_number: str = "",
    name: str = "",
    birth_date: date | None = None,
    sex: Sex = Sex.UNKNOWN,
    phone: str = "",
    record_number: str = "",
) -> tuple[PatientCard, ...]:
    """Return the site's patients who are likely the same person, best first; audited."""
    if not actor.roles & _REQUESTING:
        raise Forbidden
    async with ports.transaction() as tx:
        found = likely_same(
            await tx.patients.of_site(actor.organisation),
            identity_number=identity_number,
            name=name,
            birth_date=birth_date,
            sex=sex,
            phone=phone,
            record_number=record_number,
        )
        for one in found:
            tx.audit.record(actor.person, "likely", "patient", str(one.patient.id))
        return tuple(_card(one) for one in found)


def _card(likeness: Likeness) -> PatientCard:
    one = likeness.patient
    return PatientCard(
        id=one.id,
        name=one.name,
        sex=one.sex,
        birth_date=one.birth_date,
        identity_ending=one.identity_number[-4:],
        phone_ending=one.phone[-4:],
        record_number=one.record_number,
        reasons=likeness.reasons,
    )


async def keep_patient(work: Work) -> PatientId:
    """Store the patient of a form, as a new one or as the one already known; return the id.

    Only the identity number or the site's record number make two the same without asking. A
    record number whose patient has another identity or name was given anew: a new patient.
    """
    part = work.file.case.form.patient
    known = await work.tx.patients.of_site(work.file.case.site)
    held = work.file.case.patient or _decided(work, known)
    new = Patient(
        id=held or PatientId(work.ports.ids.new()),
        site=work.file.case.site,
        name=part.name.strip(),
        sex=part.sex,
        birth_date=part.birth_date,
        identity_number="".join(part.identity_number.split()).upper(),
        phone=part.phone.strip(),
        record_number=part.record_number.strip(),
    )
    await work.tx.patients.save(new)
    return new.id


def _decided(work: Work, known: Sequence[Patient]) -> PatientId | None:
    part = work.file.case.form.patient
    found = likely_same(
        known,
        identity_number="".join(part.identity_number.split()),
        name=part.name,
        birth_date=part.birth_date,
        sex=part.sex,
        record_number=part.record_number,
    )
    for one in found:
        if "identity" in one.reasons:
            return one.patient.id
        if "record_number" in one.reasons and "name" in one.reasons:
            return one.patient.id
    return None
