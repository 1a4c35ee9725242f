"""A case file as the columns and side rows that SQL asks for."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from consult.domain.attention import session_attention
from consult.domain.case import ENDS
from consult.domain.casefile import CaseFile
from server.db.bodies import CASE_FILE, text_of
from server.db.case_tables import CaseStudyRow, InvitationRow, OpinionRow, SessionRow
from server.db.statements import put


def case_values(file: CaseFile) -> dict[str, Any]:
    """Return the columns of the case's own row, without its id."""
    case = file.case
    return {
        "token": case.token,
        "site_id": case.site,
        "author_id": case.author,
        "centre_id": file.centre,
        "patient_id": case.patient,
        "number": case.number or None,
        "state": case.state,
        "urgency": case.form.wanted.urgency,
        "seq": case.seq,
        "created_at": case.created_at,
        "submitted_at": case.submitted_at,
        "ended_at": case.ended_at,
        "consent_withdrawn_at": file.consent_withdrawn_at,
        "changed_at": case.changed_at or case.created_at,
        "due_at": None if case.state in ENDS else case.clock.due_at,
        "body": text_of(CASE_FILE, file),
    }


async def keep_in_step(session: AsyncSession, file: CaseFile) -> None:
    """Make the side tables say what the case file says."""
    case = file.case.id
    await _mirror(session, InvitationRow, case, _invitations(file))
    await _mirror(session, SessionRow, case, _sessions(file))
    await _mirror(session, OpinionRow, case, _opinions(file))
    studies = [{"case_id": case, "study": one.study} for one in file.studies]
    await session.execute(
        delete(CaseStudyRow)
        .where(CaseStudyRow.case_id == case)
        .where(CaseStudyRow.study.not_in([one.study for one in file.studies]))
    )
    await put(session, CaseStudyRow, studies, "case_id", "study")


async def _mirror(
    session: AsyncSession,
    table: type[InvitationRow] | type[SessionRow] | type[OpinionRow],
    case: UUID,
    rows: Sequence[Mapping[str, Any]],
) -> None:
    kept = [row["id"] for row in rows]
    await session.execute(delete(table).where(table.case_id == case, table.id.not_in(kept)))
    await put(session, table, rows, "id")


def _invitations(file: CaseFile) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "case_id": file.case.id,
            "expert_id": one.expert,
            "state": one.state,
            "due_at": one.due_at,
        }
        for one in file.invitations
    ]


def _sessions(file: CaseFile) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "case_id": file.case.id,
            "state": one.state,
            "starts_at": one.slot.start,
            "ends_at": one.slot.end,
            "attention_at": session_attention(file, one),
        }
        for one in file.sessions
    ]


def _opinions(file: CaseFile) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "case_id": file.case.id,
            "author_id": one.author,
            "version": one.version,
            "state": one.state,
            "verification_code": one.signature.verification_code if one.signature else None,
        }
        for one in file.opinions
    ]
