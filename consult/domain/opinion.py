"""The opinion (诊疗意见报告): draft, signed, superseded. A signed one never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

from consult.domain.conclusion import Acknowledgement, Conclusion, Evidence
from consult.domain.errors import IllegalMove
from consult.domain.ids import CaseId, OpinionId, PersonId


class OpinionState(StrEnum):
    """Where an opinion stands."""

    DRAFT = "draft"
    SIGNED = "signed"
    SUPERSEDED = "superseded"


class OpinionAction(StrEnum):
    """What may happen to it."""

    WRITE = "write"
    SIGN = "sign"
    SUPERSEDE = "supersede"


_S, _A = OpinionState, OpinionAction

TRANSITIONS: Final[Mapping[tuple[OpinionState, OpinionAction], OpinionState]] = MappingProxyType(
    {
        (_S.DRAFT, _A.WRITE): _S.DRAFT,
        (_S.DRAFT, _A.SIGN): _S.SIGNED,
        (_S.SIGNED, _A.SUPERSEDE): _S.SUPERSEDED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed what, when, and how it is checked. Hashes and keys in lower-case hex."""

    signer: PersonId
    signed_at: datetime
    method: str  # "ed25519"
    sha256: str  # of the canonical record (RFC 8785)
    signature: str
    public_key: str
    verification_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One version of one expert's opinion. A correction is a new version that amends the old."""

    id: OpinionId
    case: CaseId
    author: PersonId
    case_version: int  # of the form that it was written on
    conclusion: Conclusion
    written_at: datetime
    version: int = 1
    state: OpinionState = OpinionState.DRAFT
    amends: OpinionId | None = None
    amend_reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    signature: Signature | None = None
    acknowledgement: Acknowledgement | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: PersonId | None = None

    def act(self, action: OpinionAction) -> Self:
        """Return it after `action`; raises IllegalMove when the table has no such move."""
        after = TRANSITIONS.get((self.state, action))
        if after is None:
            raise IllegalMove("opinion", self.state, action)
        return replace(self, state=after)
