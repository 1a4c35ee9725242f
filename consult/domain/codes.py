"""The coded values that a consultation is written in. Values are what is stored and sent."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do at all; a person may hold several (workflow notes, section 1)."""

    VILLAGE_DOCTOR = "village_doctor"
    LEAD = "lead"
    DISPATCHER = "dispatcher"
    EXPERT = "expert"
    RADIOLOGIST = "radiologist"
    RECORDS_OFFICER = "records_officer"
    ADMINISTRATOR = "administrator"
    SECURITY_OFFICER = "security_officer"
    AUDITOR = "auditor"
    SUPERVISOR = "supervisor"


class Tier(StrEnum):
    """Administrative level of an institution."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"


class AllianceKind(StrEnum):
    """The four lawful shapes of an alliance (医联体)."""

    CITY_GROUP = "city_group"
    COUNTY_COMMUNITY = "county_community"
    SPECIALTY = "specialty"
    NETWORK = "network"


class Sex(StrEnum):
    """Administrative sex, as the resident ID carries it."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


class PatientKind(StrEnum):
    """Decides the retention: outpatient 15 years, inpatient 30."""

    OUTPATIENT = "outpatient"
    INPATIENT = "inpatient"
    EMERGENCY = "emergency"


class IdentityKind(StrEnum):
    """Which document the identity number is of."""

    RESIDENT_ID = "resident_id"
    PASSPORT = "passport"
    OTHER = "other"
    NONE = "none"


class Mode(StrEnum):
    """How the requester wants to be answered."""

    LIVE = "live"
    WRITTEN = "written"
    EITHER = "either"


class Urgency(StrEnum):
    """Emergency needs the minimum form only; documents follow."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ROUTINE = "routine"


class Allergy(StrEnum):
    """Never blank: "not asked" is what a form starts with, and it does not pass."""

    NOT_ASKED = "not_asked"
    KNOWN = "known"
    NONE = "none"
    UNKNOWN = "unknown"


class ConsentBy(StrEnum):
    """Who agreed."""

    PATIENT = "patient"
    GUARDIAN = "guardian"
    RELATIVE = "relative"


class ConsentHow(StrEnum):
    """How the agreement was recorded."""

    NOT_YET = "not_yet"
    SIGNATURE = "signature"
    PAPER = "paper"
    EMERGENCY_NONE = "emergency_none"


class Certainty(StrEnum):
    """How sure the expert is of a diagnosis."""

    DEFINITE = "definite"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    EXCLUDED = "excluded"


class RecommendationKind(StrEnum):
    """What kind of thing is recommended; one row each."""

    TEST = "test"
    DRUG = "drug"
    PROCEDURE = "procedure"
    MONITORING = "monitoring"
    SEND_AT_ONCE = "send_at_once"
    REFERRAL = "referral"
    FOLLOW_UP = "follow_up"


class Medium(StrEnum):
    """Over what the opinion was formed."""

    VIDEO = "video"
    AUDIO = "audio"
    TEXT = "text"
    IMAGES_ONLY = "images_only"


class Adoption(StrEnum):
    """What the treating doctor does with a recommendation, or with the opinion as a whole."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"


class RejectReason(StrEnum):
    """Why the dispatcher will not route a request."""

    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    NO_AGREEMENT = "no_agreement"


class DeclineReason(StrEnum):
    """Why an expert does not take an invitation."""

    NOT_MY_FIELD = "not_my_field"
    NOT_FREE = "not_free"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    INCOMPLETE = "incomplete"
    OTHER = "other"


class OutcomeKind(StrEnum):
    """What became of the patient."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSE = "worse"
    REFERRED = "referred"
    DIED = "died"
    LOST = "lost"


class Side(StrEnum):
    """The two sides of a meeting."""

    REQUESTING = "requesting"
    EXPERT = "expert"


class Specialty(StrEnum):
    """Departments that can be asked; the must-haves per specialty hang on these."""

    GENERAL = "general"
    CARDIOLOGY = "cardiology"
    NEUROLOGY = "neurology"
    NEUROSURGERY = "neurosurgery"
    RESPIRATORY = "respiratory"
    ORTHOPAEDICS = "orthopaedics"
    PAEDIATRICS = "paediatrics"
    OBSTETRICS = "obstetrics"
    DERMATOLOGY = "dermatology"
    SURGERY = "surgery"
    ONCOLOGY = "oncology"
    RADIOLOGY = "radiology"
