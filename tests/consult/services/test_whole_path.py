"""Everything that may happen on the way to an archived case, in one walk."""

from datetime import timedelta
from pathlib import Path as FilePath

from consult.contract.commands import Submit
from consult.domain.case import CaseState
from consult.services import cases, moves
from consult.services.ticking import tick_due
from tests.consult.services.path import Path, full_form
from tests.consult.services.test_stories import again, concluded, met, returned, spoke
from tests.consult.services.test_uploads import PDF, announce, sent
from tests.fakes.stored_world import StoredWorld
from tests.fakes.world import World


async def walked(path: Path, folder: FilePath) -> None:
    """From the draft with images over a return, a meeting that broke and an outcome to the end."""
    await path.create(full_form())
    for number, content in enumerate((b"one", b"two"), start=1):
        announce(path.world, content)
        await sent(path, folder, content, number)
    await sent(path, folder, PDF, 3, "document")
    await moves.move(path.ports, path.world.actors["doctor"], path.case, Submit())
    await returned(path)
    await again(path)
    await spoke(path)
    await met(path)
    await concluded(path)
    path.world.advance(timedelta(days=7, seconds=1))
    await tick_due(path.ports)


async def shown(path: Path) -> list[object]:
    """Return what everybody sees who may see the case, and everybody's lists."""
    seen: list[object] = []
    for key in ("doctor", "lead", "dispatcher", "expert", "auditor"):
        actor = path.world.actors[key]
        seen.append(await cases.read(path.ports, actor, path.case))
        seen.append(await cases.events_after(path.ports, actor, path.case, 0))
        for which in ("mine", "review", "desk", "queue", "all"):
            seen.append(await cases.list_cases(path.ports, actor, which))
    return seen


def stored(world: World) -> list[object]:
    """Return what the walk has left behind."""
    kept = world.kept
    return [kept.files, kept.events, kept.claims, kept.audit]


async def test_the_whole_path_is_the_same_everywhere(path: Path, tmp_path: FilePath) -> None:
    """Each world ends with the cases, events, slots, audit and views that memory has."""
    model = Path()
    for one, name in ((path, "here"), (model, "model")):
        (tmp_path / name).mkdir()
        await walked(one, tmp_path / name)
    assert path.file.case.state is CaseState.ARCHIVED
    assert [one.seq for one in path.world.events] == list(range(1, path.file.case.seq + 1))
    assert await shown(path) == await shown(model)
    assert stored(path.world) == stored(model.world)


async def test_the_whole_path_is_in_the_audit(path: Path, tmp_path: FilePath) -> None:
    """Every step is an entry of the audit; where there is a chain of them, it holds."""
    await walked(path, tmp_path)
    actions = {one.action for one in path.world.kept.audit}
    assert {"submit", "dispatch", "accept_invitation", "sign", "acknowledge"} <= actions
    if isinstance(path.world, StoredWorld):
        report = await path.world.chain()
        assert (report.intact, report.entries) == (True, len(path.world.kept.audit))
