"""The content of an opinion (诊疗意见报告) as data, and what the requesting side answers to it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final

from consult.domain.codes import Adoption, Certainty, Medium, OutcomeKind, RecommendationKind
from consult.domain.form import STRICT, KeyImage

MOST_DAYS: Final = 36_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one question of the request, or what is missing to answer it."""

    __pydantic_config__: ClassVar = STRICT

    question: str
    text: str = ""
    cannot: bool = False  # "cannot answer: needs …"; `text` then says what is needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One diagnosis; the first of the list is the primary one."""

    __pydantic_config__: ClassVar = STRICT

    text: str = ""
    code: str = ""  # ICD-10
    certainty: Certainty = Certainty.PROBABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One thing to do; `id` is stable, so that the requesting side can answer it."""

    __pydantic_config__: ClassVar = STRICT

    id: str
    kind: RecommendationKind = RecommendationKind.MONITORING
    text: str = ""
    dose: str = ""  # drugs: dose with unit
    route: str = ""
    days: int | None = None
    due: date | None = None  # follow-up date
    place: str = ""  # referral: level and place

    def __post_init__(self) -> None:
        """Refuse a number of days that no treatment has (and no signed record could hold)."""
        if self.days is not None and not 0 <= self.days <= MOST_DAYS:
            raise ValueError("days out of range")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What an expert concludes. Immutable; editing makes a new value."""

    __pydantic_config__: ClassVar = STRICT

    summary: str = ""
    answers: tuple[Answer, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    basis: str = ""
    differential: str = ""
    recommendations: tuple[Recommendation, ...] = ()
    red_flags: str = ""
    plain_words: str = ""  # for the patient
    limits: str = ""  # what could not be examined
    medium: Medium = Medium.IMAGES_ONLY
    key_images: tuple[KeyImage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationAnswer:
    """What the treating doctor does with one recommendation; a reason where not adopted."""

    __pydantic_config__: ClassVar = STRICT

    recommendation: str
    adoption: Adoption
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """The requesting side's answer to one version of an opinion."""

    __pydantic_config__: ClassVar = STRICT

    adoption: Adoption
    answers: tuple[RecommendationAnswer, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the patient, as the requesting side reports it."""

    __pydantic_config__: ClassVar = STRICT

    kind: OutcomeKind
    text: str = ""
    final_diagnosis: str = ""
    observed_on: date | None = None
    opinion_was_right: bool | None = None
    rating: int | None = None  # 1 to 5, of the help received


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A span in which the meeting was interrupted, and which side was away."""

    __pydantic_config__: ClassVar = STRICT

    start: datetime
    end: datetime | None
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of evidence that the author had before them: what, and its SHA-256 in hex."""

    __pydantic_config__: ClassVar = STRICT

    kind: str  # "study", "file" or "form"
    id: str
    sha256: str
