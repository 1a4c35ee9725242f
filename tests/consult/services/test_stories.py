"""Stories: a view, the events after it, and the view after those; the web client replays them."""

import json
import os
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path as FilePath
from typing import Any, Final

import pytest

from consult.contract.commands import (
    AmendOpinion,
    AskedAnswer,
    DeclineInvitation,
    Dispatch,
    ReportOutcome,
    Resubmit,
    ReturnCase,
    SaveForm,
    Say,
    Withdraw,
    WithdrawConsent,
    WriteOpinion,
)
from consult.contract.views import CaseView
from consult.domain.codes import DeclineReason, Medium, Mode, OutcomeKind, Side
from consult.domain.conclusion import Outcome
from consult.services import cases, invitations, messages, moves, opinions, rooms
from consult.services.access import heard_by, staff_of
from consult.services.ticking import tick_due
from tests.consult.services.path import CONCLUSION, LATER, WRITTEN, Path, full_form

FOLDER: Final = FilePath(__file__).parents[2] / "contract" / "stories"

REFETCHED: Final = frozenset(
    {
        "log",
        "may",
        "missing",
        "differences",
        "form",
        "version",
        "patient",
        "age",
        "submitted_at",
        "triage",
        "adoption",
    }
)
"""Fields that no event carries: whoever shows them fetches the view again."""

Telling = Callable[[Path], Awaitable[None]]


async def returned(path: Path) -> None:
    """A return, its answer and the resubmission."""
    doctor, dispatcher = path.world.actors["doctor"], path.world.actors["dispatcher"]
    asked = ReturnCase(items=("请补充血糖", "请上传头颅 CT"), note="资料不全")
    await moves.move(path.ports, dispatcher, path.case, asked)
    path.world.advance(timedelta(minutes=10))
    form = full_form(mode=Mode.EITHER)
    await cases.save_form(path.ports, doctor, path.case, SaveForm(form=form))
    answers = tuple(AskedAnswer(id=one.id, answer="已补充") for one in path.file.case.asked)
    await moves.move(path.ports, doctor, path.case, Resubmit(answers=answers))


async def met(path: Path) -> None:
    """From the acceptance over a broken meeting to its end."""
    await path.accepted_by("expert")
    path.world.clock.at = path.file.sessions[-1].slot.start
    for key in ("doctor", "expert"):
        await rooms.joined(path.ports, path.world.actors[key], path.session, Medium.VIDEO)
    await rooms.start(path.ports, path.world.actors["expert"], path.session)
    path.world.advance(timedelta(minutes=5))
    await rooms.left(path.ports, path.world.actors["doctor"].person, path.session)
    await rooms.interrupt(path.ports, path.session, Side.REQUESTING)
    path.world.advance(timedelta(minutes=1))
    await rooms.joined(path.ports, path.world.actors["doctor"], path.session, Medium.AUDIO)
    await rooms.resume(path.ports, path.session)
    path.world.advance(timedelta(minutes=9))
    await path.finish()


async def concluded(path: Path) -> None:
    """A draft, its signature, the acknowledgement and the outcome."""
    expert = path.world.actors["expert"]
    draft = WriteOpinion(conclusion=CONCLUSION, case_version=path.file.case.version)
    await opinions.write(path.ports, expert, path.case, draft)
    await path.sign()
    await path.acknowledge()
    outcome = ReportOutcome(outcome=Outcome(kind=OutcomeKind.IMPROVED, rating=5))
    await moves.move(path.ports, path.world.actors["doctor"], path.case, outcome)


async def amended(path: Path) -> None:
    """A signed opinion is corrected."""
    expert = path.world.actors["expert"]
    await opinions.amend(path.ports, expert, path.case, AmendOpinion(reason="剂量写错"))
    await path.sign(conclusion=WRITTEN)


async def declined(path: Path) -> None:
    """The only expert declines."""
    command = DeclineInvitation(reason_code=DeclineReason.NOT_FREE, reason="手术中")
    expert = path.world.actors["expert"]
    await invitations.move(path.ports, expert, path.case, path.invitation, command)


async def ran_out(path: Path) -> None:
    """Nobody answers in time."""
    path.world.advance(timedelta(hours=5))
    await tick_due(path.ports)


async def spoke(path: Path) -> None:
    """Both sides write."""
    for number, key in enumerate(("doctor", "dispatcher"), start=1):
        said = Say(id=path.world.ids.new(), text=f"第 {number} 句")
        await messages.say(path.ports, path.world.actors[key], path.case, said)


async def withdrawn(path: Path) -> None:
    """The author takes it back after the acceptance."""
    command = Withdraw(reason="患者已转院")
    await moves.move(path.ports, path.world.actors["doctor"], path.case, command)


async def consent_withdrawn(path: Path) -> None:
    """The patient takes the consent back in the middle."""
    command = WithdrawConsent(reason="患者撤回同意")
    await moves.move(path.ports, path.world.actors["doctor"], path.case, command)


async def missed(path: Path) -> None:
    """Only the expert comes."""
    path.world.clock.at = path.file.sessions[-1].slot.start
    await rooms.joined(path.ports, path.world.actors["expert"], path.session, Medium.VIDEO)
    path.world.advance(timedelta(minutes=21))
    await tick_due(path.ports)


async def again(path: Path) -> None:
    """An invitation to one expert at a time."""
    actor = path.world.actors
    command = dispatch_to(path, "expert")
    await moves.move(path.ports, actor["dispatcher"], path.case, command)


def dispatch_to(path: Path, key: str) -> Dispatch:
    """A dispatch of the later time."""
    return Dispatch(experts=(path.world.actors[key].person,), slot=LATER)


async def only_met(path: Path) -> None:
    """A meeting as the expert sees it."""
    path.world.clock.at = path.file.sessions[-1].slot.start
    for key in ("expert", "doctor"):
        await rooms.joined(path.ports, path.world.actors[key], path.session, Medium.VIDEO)
    await rooms.start(path.ports, path.world.actors["expert"], path.session)
    path.world.advance(timedelta(minutes=15))
    await path.finish()


async def ended(path: Path) -> None:
    """A live case whose meeting is over."""
    await path.live()
    path.world.advance(timedelta(minutes=20))
    await path.finish()


STORIES: Final[dict[str, tuple[str, Callable[[Path], Awaitable[object]], Telling]]] = {
    "returned": ("doctor", lambda path: path.submit(), returned),
    "dispatched": ("doctor", lambda path: path.submit(), again),
    "met": ("doctor", lambda path: path.dispatch(), met),
    "met_seen_by_expert": ("expert", lambda path: path.accept(), only_met),
    "concluded": ("doctor", ended, concluded),
    "concluded_seen_by_expert": ("expert", ended, concluded),
    "amended": ("doctor", lambda path: path.answered_in_writing(), amended),
    "declined": ("dispatcher", lambda path: path.dispatch(), declined),
    "ran_out": ("dispatcher", lambda path: path.dispatch(), ran_out),
    "spoke": ("doctor", lambda path: path.submit(), spoke),
    "withdrawn": ("dispatcher", lambda path: path.accept(), withdrawn),
    "consent_withdrawn": ("doctor", lambda path: path.accept(), consent_withdrawn),
    "missed": ("doctor", lambda path: path.accept(), missed),
}


async def told(name: str, path: Path) -> dict[str, Any]:
    """Make the story anew."""
    key, begin, telling = STORIES[name]
    await begin(path)
    actor = path.world.actors[key]
    before = await cases.read(path.ports, actor, path.case)
    await telling(path)
    after = await cases.read(path.ports, actor, path.case)
    async with path.world.transaction() as tx:
        staff = await staff_of(tx, path.file)
    since = [one for one in path.world.events if one.seq > before.seq]
    heard = heard_by(actor.person, path.file, since, staff, path.world.clock.now())
    return {
        "name": name,
        "view": before.model_dump(mode="json"),
        "events": [one.model_dump(mode="json") for one in heard],
        "after": carried(after),
    }


def carried(view: CaseView) -> dict[str, Any]:
    """What events carry of a view: all that the reducer has to get right."""
    return view.model_dump(mode="json", exclude=set(REFETCHED))


@pytest.mark.parametrize("name", STORIES)
async def test_a_story_is_as_it_was_written(name: str, path: Path) -> None:
    """The stored story is what the server tells today; HUIZHEN_WRITE_STORIES=1 writes it anew."""
    now = json.dumps(await told(name, path), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    file = FOLDER / f"{name}.json"
    if os.environ.get("HUIZHEN_WRITE_STORIES") == "1":
        FOLDER.mkdir(parents=True, exist_ok=True)
        file.write_text(now, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == now


@pytest.mark.parametrize("name", STORIES)
async def test_a_story_has_every_number(name: str) -> None:
    """Events follow the view without a gap, and end where the view after them stands.

    In memory alone: that the databases tell the same is tested above.
    """
    story = await told(name, Path())
    numbers = [one["seq"] for one in story["events"]]
    assert numbers == list(range(story["view"]["seq"] + 1, story["after"]["seq"] + 1))


PLACES: Final = {
    "invitation.changed": ("invitations", "invitation", "id"),
    "session.changed": ("sessions", "session", "id"),
    "opinion.changed": ("opinions", "opinion", "id"),
    "attachment.changed": ("attachments", "attachment", "id"),
    "study.changed": ("studies", "study", "study"),
    "message.said": ("messages", "message", "id"),
}


def applied(view: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    """What a client shows after an event; the reducer of the web client in a few lines."""
    after = {**view, "seq": event["seq"]}
    if event["type"] == "case.moved":
        carried_over = ("state", "clock", "number", "reason", "reason_code", "asked")
        return after | {name: event[name] for name in carried_over}
    if event["type"] == "outcome.reported":
        return after | {"outcomes": [*view["outcomes"], event["outcome"]]}
    if event["type"] == "consent.withdrawn":
        return after | {"consent_withdrawn_at": event["at"]}
    if event["type"] not in PLACES:
        return after
    place, field, key = PLACES[event["type"]]
    part = event[field]
    known = [part if one[key] == part[key] else one for one in view[place]]
    return after | {place: known if part in known else [*known, part]}


@pytest.mark.parametrize("name", STORIES)
async def test_the_events_make_the_view_after_them(name: str) -> None:
    """Applying the events one by one to the view before gives the view that the server shows.

    In memory alone: that the databases tell the same is tested above.
    """
    story = await told(name, Path())
    here = {key: value for key, value in story["view"].items() if key not in REFETCHED}
    for event in story["events"]:
        here = applied(here, event)
    assert here == story["after"]
