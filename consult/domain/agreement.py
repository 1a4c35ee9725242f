"""Between whom help may be asked, who routes it, and whether an expert may be asked today."""

from collections.abc import Iterable, Mapping
from datetime import date

from consult.domain.codes import Role, Specialty
from consult.domain.ids import OrganisationId
from consult.domain.people import Agreement, Alliance, Organisation, Person
from consult.domain.refusals import Refusal, refuse_if


def holds_on(agreement: Agreement, day: date, specialty: Specialty | None = None) -> bool:
    """Whether the agreement is in force on `day`, for this specialty where one is given."""
    covers = not agreement.specialties or specialty is None or specialty in agreement.specialties
    return covers and agreement.starts_on <= day <= agreement.ends_on


def terms(
    agreements: Iterable[Agreement],
    day: date,
    *,
    provider: OrganisationId | None = None,
    specialty: Specialty | None = None,
) -> Agreement | None:
    """Return the agreement in force with this provider (with any, for None)."""
    fitting = (
        one
        for one in agreements
        if provider in (None, one.provider) and holds_on(one, day, specialty)
    )
    return next(fitting, None)


def centre_of(
    site: OrganisationId,
    provider: OrganisationId | None,
    alliances: Iterable[Alliance],
    organisations: Mapping[OrganisationId, Organisation],
    day: date,
) -> OrganisationId | None:
    """Return whose dispatchers route what `site` asks of `provider`; None where nobody does.

    An alliance that both belong to comes first, then any of the site's, then the provider's own
    consult centre.
    """
    own = [
        one
        for one in alliances
        if site in (*one.members, one.lead) and one.starts_on <= day <= one.ends_on
    ]
    shared = [one for one in own if provider in (*one.members, one.lead, one.centre)]
    if chosen := next(iter([*shared, *own]), None):
        return chosen.centre
    asked = organisations.get(provider) if provider is not None else None
    return asked.id if asked is not None and asked.centre else None


def licensed(person: Person, day: date) -> bool:
    """Whether licence and posting are valid on `day`."""
    licence = person.licence_until is None or day <= person.licence_until
    posting = person.posting_until is None or day <= person.posting_until
    return licence and posting


def check_expert(person: Person, day: date) -> None:
    """Raise Refused unless this person may answer as an expert on `day`."""
    refuse_if(not person.active, Refusal.EXPERT_INACTIVE)
    refuse_if(Role.EXPERT not in person.roles, Refusal.NOT_AN_EXPERT)
    lapsed = person.licence_until is not None and person.licence_until < day
    refuse_if(lapsed, Refusal.LICENCE_LAPSED)
    refuse_if(not licensed(person, day), Refusal.POSTING_LAPSED)
