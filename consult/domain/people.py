"""People, institutions, alliances and agreements, as far as decisions need them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from consult.domain.codes import AllianceKind, Role, Sex, Specialty, Tier
from consult.domain.form import Slot
from consult.domain.ids import AgreementId, OrganisationId, PatientId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An institution (机构)."""

    id: OrganisationId
    name: str
    tier: Tier
    grade: str = ""
    timezone: str = "Asia/Shanghai"
    review_required: bool = False  # a lead has to approve what is submitted
    centre: bool = False  # runs a consult centre: its dispatchers route
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance:
    """An agreement-bound group (医联体). Its centre routes what its members ask."""

    id: UUID
    name: str
    kind: AllianceKind
    lead: OrganisationId
    centre: OrganisationId
    members: tuple[OrganisationId, ...]
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The clocks of an agreement; see the workflow notes, section 3."""

    emergency_response: timedelta = timedelta(minutes=10)
    urgent_response: timedelta = timedelta(hours=2)
    routine_response: timedelta = timedelta(hours=24)
    invitation_emergency: timedelta = timedelta(minutes=3)
    invitation: timedelta = timedelta(hours=4)
    session_urgent: timedelta = timedelta(hours=48)
    session_routine: timedelta = timedelta(days=9)  # 7 working days
    written_answer: timedelta = timedelta(days=7)
    opinion_target: timedelta = timedelta(hours=1)
    opinion_alarm: timedelta = timedelta(hours=24)
    acknowledge: timedelta = timedelta(hours=24)
    acknowledge_emergency: timedelta = timedelta(hours=1)
    outcome: timedelta = timedelta(days=7)
    outcome_late: timedelta = timedelta(days=30)
    archive: timedelta = timedelta(days=7)
    check_in_early: timedelta = timedelta(minutes=30)
    check_in_late: timedelta = timedelta(minutes=20)
    side_gone: timedelta = timedelta(seconds=20)
    interrupted: timedelta = timedelta(minutes=10)
    access_after_close: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Between a requesting and an answering institution (协作协议)."""

    id: AgreementId
    requester: OrganisationId
    provider: OrganisationId
    starts_on: date
    ends_on: date
    specialties: frozenset[Specialty] = frozenset()  # empty: all
    fee: str = ""
    clocks: Clocks = Clocks()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account. Licence and posting are valid within their dates, or always."""

    id: PersonId
    username: str
    name: str
    organisation: OrganisationId
    roles: frozenset[Role]
    title: str = ""
    phone: str = ""
    specialty: Specialty | None = None
    licence: str = ""
    licence_until: date | None = None
    posting_until: date | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One span of the roster: who is on duty for what."""

    person: PersonId
    specialty: Specialty
    slot: Slot
    order: int = 0  # within the span: who is asked first


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """A patient of one site, keyed by (site, record number); hospitals reuse numbers."""

    id: PatientId
    site: OrganisationId
    name: str
    sex: Sex
    birth_date: date | None
    identity_number: str
    phone: str
    record_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: the person behind the present sign-in. `stepped_up`: password entered anew."""

    person: PersonId
    organisation: OrganisationId
    roles: frozenset[Role]
    name: str = ""
    stepped_up: bool = False
