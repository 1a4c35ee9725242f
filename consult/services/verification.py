"""What anybody who holds the paper may learn of it, and no more."""

from consult.contract.views import Verification
from consult.domain.casefile import CaseFile
from consult.domain.opinion import Opinion, OpinionState
from consult.domain.proof import states
from consult.ports import Ports


async def proven(ports: Ports, file: CaseFile, opinion: Opinion) -> bool:
    """Whether the signature holds, and the opinion is stored as its author has signed it.

    Asks the signer: never call it inside a transaction.
    """
    signature = opinion.signature
    if signature is None or signature.signer != opinion.author:
        return False
    record = await ports.signer.proven(signature)
    return record is not None and states(record, file, opinion)


async def verify(ports: Ports, code: str) -> Verification:
    """Look a verification code up and check the signature; an unknown one is simply not found."""
    async with ports.transaction() as tx:
        found = await tx.cases.by_verification(code.strip())
        if found is None:
            return Verification(found=False)
        file, opinion = found
        if opinion.signature is None:
            return Verification(found=False)
        author = await tx.people.get(opinion.author)
        organisation = await tx.people.organisation(author.organisation)
        tx.audit.record(None, "verify", "opinion", str(opinion.id))
    return Verification(
        found=True,
        valid=opinion.state is not OpinionState.DRAFT and await proven(ports, file, opinion),
        case_number=file.case.number,
        organisation_name=organisation.name,
        signer_name=author.name,
        signed_at=opinion.signature.signed_at,
        sha256=opinion.signature.sha256,
        superseded=opinion.state is OpinionState.SUPERSEDED,
    )
