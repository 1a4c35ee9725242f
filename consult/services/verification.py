"""What anybody who holds the paper may learn of it, and no more."""

from consult.contract.views import Verification
from consult.domain.opinion import OpinionState
from consult.ports import Ports


async def verify(ports: Ports, code: str) -> Verification:
    """Look a verification code up; an unknown one is simply not found."""
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
            valid=opinion.state in {OpinionState.SIGNED, OpinionState.SUPERSEDED},
            case_number=file.case.number,
            organisation_name=organisation.name,
            signer_name=author.name,
            signed_at=opinion.signature.signed_at,
            sha256=opinion.signature.sha256,
            superseded=opinion.state is OpinionState.SUPERSEDED,
        )
