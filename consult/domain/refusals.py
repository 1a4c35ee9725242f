"""Every refusal of the workflow: the codes that the words files translate."""

from enum import StrEnum

from consult.domain.errors import Refused


class Refusal(StrEnum):
    """Why a guard says no."""

    # request
    NO_AGREEMENT = "no_agreement"  # the site may not ask, or not this institution
    NO_CENTRE = "no_centre"  # nobody routes what this site asks
    OWN_REVIEW = "own_review"  # the author does not approve the own request
    ITEM_UNANSWERED = "item_unanswered"  # a returned item has neither answer nor explanation
    ITEMS_MISSING = "items_missing"  # a return has to list what is missing
    REASON_MISSING = "reason_missing"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    # routing
    EXPERT_INACTIVE = "expert_inactive"
    NOT_AN_EXPERT = "not_an_expert"
    LICENCE_LAPSED = "licence_lapsed"
    POSTING_LAPSED = "posting_lapsed"
    EXPERT_OF_SITE = "expert_of_site"
    ALREADY_INVITED = "already_invited"
    CHAIR_MISSING = "chair_missing"  # several experts need a chair among them
    SLOT_MISSING = "slot_missing"
    SLOT_PAST = "slot_past"
    SLOT_REVERSED = "slot_reversed"
    SLOT_LONG = "slot_long"
    SLOT_TAKEN = "slot_taken"
    # invitation
    INVITATION_EXPIRED = "invitation_expired"
    INVITATION_REMOVED = "invitation_removed"
    NOT_YOUR_INVITATION = "not_your_invitation"
    # session
    SESSION_EXISTS = "session_exists"
    CHECK_IN_EARLY = "check_in_early"
    CHECK_IN_LATE = "check_in_late"
    EXPERT_ABSENT = "expert_absent"
    REQUESTER_ABSENT = "requester_absent"
    FINISH_FIRST = "finish_first"  # the meeting is still going on
    # opinion
    NOT_ACCEPTED = "not_accepted"
    OWN_REQUEST = "own_request"
    OPINION_EMPTY = "opinion_empty"
    OPINION_OUTDATED = "opinion_outdated"  # the request has changed since
    OPINION_SIGNED = "opinion_signed"
    OPINION_MISSING = "opinion_missing"  # there is nothing signed that could be amended
    OPINION_OPEN = "opinion_open"  # an amendment is being written already
    OPINION_NOT_CURRENT = "opinion_not_current"  # a newer version, or none signed yet
    ALREADY_ACKNOWLEDGED = "already_acknowledged"
    RECOMMENDATION_UNANSWERED = "recommendation_unanswered"
    RECOMMENDATION_UNKNOWN = "recommendation_unknown"
    # files
    UPLOAD_TOO_LARGE = "upload_too_large"
    TOKEN_REUSED = "token_reused"  # noqa: S105 - a code, no secret


def refuse_if(wrong: object, code: Refusal, **params: str | int) -> None:
    """Raise Refused(code) when `wrong` is true."""
    if wrong:
        raise Refused(code.value, **params)
