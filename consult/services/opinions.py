"""Opinions: write, sign after a step-up, amend; and the signed record for paper and check."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from consult.contract.commands import AmendOpinion, SignOpinion, WriteOpinion
from consult.contract.views import CaseView
from consult.domain import answering
from consult.domain.agreement import check_expert
from consult.domain.answering import opinion_of, ready
from consult.domain.casefile import CaseFile, StudyLink
from consult.domain.change import Change, begin
from consult.domain.conclusion import Evidence
from consult.domain.errors import Conflict, NotFound, Refused, StepUpNeeded
from consult.domain.evidence import evidence as evidence_of
from consult.domain.ids import CaseId, OpinionId, PersonId
from consult.domain.opinion import Opinion, OpinionState
from consult.domain.people import Actor, Organisation, Person
from consult.domain.policy import Action, entitled, require
from consult.domain.record import attended, form_sha256, opinion_record
from consult.domain.refusals import Refusal
from consult.ports import Ports, SignedRecord, Transaction
from consult.services.verification import proven
from consult.services.work import Work, check_seq, keep, opened, transact

_EVIDENCE = frozenset({"form.saved", "study.changed", "attachment.changed"})


async def write(
    ports: Ports,
    actor: Actor,
    case: CaseId,
    command: WriteOpinion,
    *,
    expected_seq: int | None = None,
) -> CaseView:
    """Keep the actor's draft; others do not see it."""

    async def act(work: Work) -> Change:
        return answering.write(
            work.file,
            command.conclusion,
            command.case_version,
            opinion=OpinionId(ports.ids.new()),
            by=actor.person,
            now=work.now,
        )

    return await transact(ports, actor, case, Action.WRITE_OPINION, act, expected_seq=expected_seq)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """What is to be signed, fixed at one instant and one seq."""

    seq: int
    at: datetime
    author: Person
    opinion: Opinion
    evidence: tuple[Evidence, ...]
    record: dict[str, Any]


async def sign(
    ports: Ports,
    actor: Actor,
    case: CaseId,
    command: SignOpinion,
    *,
    expected_seq: int | None = None,
) -> CaseView:
    """Sign the conclusion as sent, on exactly what the author has seen.

    Two transactions with the signer between them: the first judges and gathers the evidence, the
    second stores the signature if the case has not moved meanwhile (else Conflict). Raises
    StepUpNeeded unless the password was entered anew.
    """
    if not actor.stepped_up:
        raise StepUpNeeded
    file = await _gathered(ports, actor, case)
    async with ports.transaction() as tx:
        prepared = await _prepare(ports, tx, actor, command, file, expected_seq)
    signature = await ports.signer.sign(prepared.author, prepared.record, prepared.at)

    async def act(work: Work) -> Change:
        if work.file.case.seq != prepared.seq:
            raise Conflict("stale", seq=work.file.case.seq, state=work.file.case.state.value)
        return answering.sign(
            work.file,
            prepared.opinion,
            signature,
            prepared.evidence,
            now=prepared.at,
            clocks=work.context.clocks,
        )

    return await transact(ports, actor, case, Action.SIGN, act, expected_seq=prepared.seq)


async def _gathered(ports: Ports, actor: Actor, case: CaseId) -> CaseFile:
    """Read the case, its studies as the archive holds them now.

    Raises Refused(opinion_outdated) where a study has grown since anybody was told of it: nobody
    signs on images that they were not shown. It is told now.
    """
    async with ports.transaction() as tx:
        work = await opened(ports, tx, await tx.cases.get(case))
        entitled(actor, Action.SIGN, work.file, work.context)
    summaries = [await ports.studies.summary(link.study) for link in work.file.studies]
    grown = tuple(
        replace(link, instances=found.instances, digest=found.digest)
        for link, found in zip(work.file.studies, summaries, strict=True)
        if found is not None and found.digest != link.digest
    )
    if grown:
        await _tell(ports, case, grown)
        raise Refused(Refusal.OPINION_OUTDATED.value)
    return work.file


async def _tell(ports: Ports, case: CaseId, grown: tuple[StudyLink, ...]) -> None:
    """Note studies that have grown in the archive, so that everybody fetches them anew."""
    async with ports.transaction() as tx:
        work = await opened(ports, tx, await tx.cases.get(case))
        change = begin(work.file, work.now, None)
        for link in grown:
            change = change.put(link)
        await keep(work, change)


async def _prepare(
    ports: Ports,
    tx: Transaction,
    actor: Actor,
    command: SignOpinion,
    gathered: CaseFile,
    expected_seq: int | None,
) -> _Prepared:
    file = await tx.cases.get(gathered.case.id)
    work = await opened(ports, tx, file)
    entitled(actor, Action.SIGN, file, work.context)
    await check_seq(work, Action.SIGN, expected_seq)
    require(actor, Action.SIGN, file, work.context)
    if file.case.seq != gathered.case.seq:
        raise Conflict("stale", seq=file.case.seq, state=file.case.state.value)
    author = await tx.people.get(actor.person)
    check_expert(author, work.day)
    opinion = ready(
        file,
        command.conclusion,
        command.case_version,
        opinion=OpinionId(ports.ids.new()),
        by=actor.person,
        now=work.now,
        changed_since_seen=await _changed_since(work, command.seen_seq),
    )
    evidence = evidence_of(gathered, form_sha256(file.case.submitted_form or file.case.form))
    record = opinion_record(
        file,
        opinion,
        evidence,
        author=author,
        author_organisation=await tx.people.organisation(author.organisation),
        requester=await tx.people.get(file.case.author),
        site=work.site,
        met=await _met(tx, file),
        at=work.now,
    )
    return _Prepared(
        seq=file.case.seq,
        at=work.now,
        author=author,
        opinion=opinion,
        evidence=evidence,
        record=record,
    )


async def _met(tx: Transaction, file: CaseFile) -> dict[PersonId, tuple[Person, Organisation]]:
    """Return everybody who met, with the institution that they belong to."""
    people = [await tx.people.get(one) for one in attended(file)]
    return {one.id: (one, await tx.people.organisation(one.organisation)) for one in people}


async def _changed_since(work: Work, seen_seq: int) -> bool:
    """Whether evidence came after what the author has seen, or they claim to see the future."""
    case = work.file.case
    missed = await work.tx.outbox.after(case.id, seen_seq)
    too_many = len(missed) < case.seq - seen_seq
    return seen_seq > case.seq or too_many or any(one.type in _EVIDENCE for one in missed)


async def amend(
    ports: Ports,
    actor: Actor,
    case: CaseId,
    command: AmendOpinion,
    *,
    expected_seq: int | None = None,
) -> CaseView:
    """Open a draft that amends the actor's signed opinion; the signed one stays readable."""

    async def act(work: Work) -> Change:
        return answering.amend(
            work.file,
            command.reason,
            opinion=OpinionId(ports.ids.new()),
            by=actor.person,
            now=work.now,
        )

    return await transact(ports, actor, case, Action.AMEND, act, expected_seq=expected_seq)


async def signed(ports: Ports, actor: Actor, case: CaseId, opinion: OpinionId) -> SignedRecord:
    """Return a signed opinion with all that its paper shows; audited. NotFound for a draft."""
    async with ports.transaction() as tx:
        work = await opened(ports, tx, await tx.cases.get(case))
        require(actor, Action.READ, work.file, work.context)
        require(actor, Action.SEE_IDENTITY, work.file, work.context)
        one = opinion_of(work.file, opinion)
        if one.state is OpinionState.DRAFT:
            raise NotFound
        author = await tx.people.get(one.author)
        tx.audit.record(actor.person, "read", "opinion", str(opinion))
        return SignedRecord(
            file=_as_signed(work.file, one),
            opinion=one,
            author=author,
            author_organisation=await tx.people.organisation(author.organisation),
            requester=await tx.people.get(work.file.case.author),
            site=work.site,
            evidence=one.evidence,
        )


def _as_signed(file: CaseFile, opinion: Opinion) -> CaseFile:
    """Return the file as the author had it: never what came, or who met, after the signature."""
    form = file.case.submitted_form or file.case.form
    seen = {one.id for one in opinion.evidence if one.kind == "study"}
    signed_at = opinion.written_at if opinion.signature is None else opinion.signature.signed_at
    return replace(
        file,
        case=replace(file.case, form=form),
        studies=tuple(one for one in file.studies if one.study in seen),
        sessions=tuple(
            one
            for one in file.sessions
            if one.started_at is not None and one.started_at <= signed_at
        ),
    )


async def on_paper(ports: Ports, actor: Actor, case: CaseId, opinion: OpinionId) -> SignedRecord:
    """Return what may be put on paper; Refused(record_broken) unless the signature proves it."""
    record = await signed(ports, actor, case, opinion)
    if not await proven(ports, record.file, record.opinion):
        raise Refused("record_broken")
    return record


async def document(
    ports: Ports, actor: Actor, case: CaseId, opinion: OpinionId, verify_url: str
) -> bytes:
    """Return the signed opinion as a PDF; `verify_url` goes into its QR code."""
    record = await on_paper(ports, actor, case, opinion)
    return await ports.documents.opinion_pdf(record, verify_url)
