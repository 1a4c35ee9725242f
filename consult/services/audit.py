"""The audit, for auditors."""

from consult.contract.commands import AuditQuery
from consult.contract.views import AuditPage
from consult.domain.codes import Role
from consult.domain.errors import Forbidden
from consult.domain.people import Actor
from consult.ports import Ports


def require_auditor(actor: Actor) -> None:
    """Raise Forbidden unless the actor audits."""
    if Role.AUDITOR not in actor.roles:
        raise Forbidden


async def page(ports: Ports, actor: Actor, query: AuditQuery, *, intact: bool) -> AuditPage:
    """Return entries, newest first; reading the audit is itself an entry.

    intact   whether the chain held when the caller last checked it.
    """
    require_auditor(actor)
    async with ports.transaction() as tx:
        lines = await tx.audit.page(query.before_number, query.limit)
        tx.audit.record(actor.person, "read", "audit", str(query.before_number or ""))
    recent = [one for one in lines if query.after is None or one.at >= query.after]
    return AuditPage(lines=tuple(recent), intact=intact)
