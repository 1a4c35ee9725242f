"""What stands around a case: who is told, directory, patients, rooms, paper, audit."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from consult.contract.commands import AuditQuery
from consult.contract.events import CaseAdvanced
from consult.domain.codes import Medium, Sex, Side
from consult.domain.errors import Forbidden, Invalid, NotFound, Refused
from consult.domain.form import Slot
from consult.domain.ids import CaseId, PersonId
from consult.domain.session import SessionState
from consult.ports import RoomState
from consult.services import audit, opinions, patients, rooms
from consult.services.access import Staff, advanced, audiences, losers, may_watch, recipients
from consult.services.directory import directory
from consult.services.verification import verify
from tests.consult.services.path import SLOT, WRITTEN, Path, full_form
from tests.consult.services.test_must_fail import writing
from tests.consult.services.test_turns import on_duty


def persons(path: Path, *keys: str) -> frozenset[PersonId]:
    """These people."""
    return frozenset(path.world.actors[key].person for key in keys)


async def test_who_is_told(path: Path) -> None:
    """Everybody who takes part hears what they may see, and the bare number of the rest."""
    await path.accept()
    await writing(path)
    told = {event.type: found for event, found in await audiences(path.ports, path.world.events)}
    everybody = persons(path, "doctor", "lead", "dispatcher", "expert")
    assert told["session.changed"].full == everybody
    assert told["opinion.changed"].full == persons(path, "expert")
    assert told["opinion.changed"].bare == everybody - persons(path, "expert")
    for found in told.values():
        assert found.full | found.bare == everybody


async def test_who_is_told_of_a_draft(path: Path) -> None:
    """A draft is the requesting side's alone."""
    await path.create()
    [(event, found)] = await audiences(path.ports, path.world.events)
    assert found.full == persons(path, "doctor", "lead")
    bare = advanced(event)
    assert isinstance(bare, CaseAdvanced)
    assert (bare.seq, bare.by) == (event.seq, None)
    again = recipients(path.file, bare, Staff(), path.world.clock.now())
    assert again.full == persons(path, "doctor")


async def test_who_may_watch_and_stay(path: Path) -> None:
    """Watching and staying in a room end with the access."""
    await path.accept()
    actors = path.world.actors
    assert await may_watch(path.ports, actors["expert"], path.case)
    assert not await may_watch(path.ports, actors["third"], path.case)
    assert not await may_watch(path.ports, actors["third"], CaseId(UUID(int=1)))
    inside = persons(path, "doctor", "expert", "third")
    assert await losers(path.ports, path.case, inside) == persons(path, "third")
    person = actors["expert"].person
    await path.world.save_person(replace(path.world.kept.people[person], active=False))
    assert await losers(path.ports, path.case, inside) == persons(path, "third", "expert")


async def test_the_directory(path: Path) -> None:
    """A doctor sees whom the site may ask, a dispatcher whom all that are served may ask."""
    await path.accept()
    await on_duty(path, "expert")
    path.world.clock.at = SLOT.start
    for key in ("doctor", "dispatcher"):
        found = await directory(path.ports, path.world.actors[key])
        [department] = found.departments
        assert (department.experts, department.agreement_valid) == (3, True)
        expert = next(one for one in found.experts if one.name == "陈静")
        assert (expert.on_duty, expert.booked) == (True, (SLOT,))
        assert len(found.alliances) == 1
    assert (await directory(path.ports, path.world.actors["stranger"])).departments == ()


async def test_likely_duplicates(path: Path) -> None:
    """A doctor sees the site's patients who are likely the same, with endings only."""
    await path.submit()
    doctor = path.world.actors["doctor"]
    [card] = await patients.likely(
        path.ports, doctor, name="张三", birth_date=date(1956, 3, 2), sex=Sex.MALE
    )
    assert (card.phone_ending, card.reasons) == ("0000", ("name", "birth_date"))
    with pytest.raises(Forbidden):
        await patients.likely(path.ports, path.world.actors["expert"], name="张三")


async def test_a_patient_known_by_identity(path: Path) -> None:
    """The identity number decides, whatever else was written."""
    from consult.domain.codes import IdentityKind  # noqa: PLC0415 - one use

    form = full_form()
    known = replace(
        form.patient,
        identity_kind=IdentityKind.PASSPORT,
        identity_number="e1234567",
        record_number="A-1",
    )
    await path.submit(replace(form, patient=known))
    first = path.file.case.patient
    await path.create(replace(form, patient=replace(known, record_number="B-2")), token=2)
    from consult.contract.commands import Submit  # noqa: PLC0415 - one use
    from consult.services import moves  # noqa: PLC0415 - one use

    await moves.move(path.ports, path.world.actors["doctor"], path.case, Submit())
    assert path.file.case.patient == first


async def test_the_paper_and_its_code(path: Path) -> None:
    """The paper is of a signed opinion; whoever holds it may check it, also when superseded."""
    await path.answered_in_writing()
    signed = path.file.opinions[0]
    assert signed.signature is not None
    doctor = path.world.actors["doctor"]
    paper = await opinions.document(path.ports, doctor, path.case, signed.id, "/verify/")
    assert paper.startswith(b"%PDF-")
    found = await verify(path.ports, signed.signature.verification_code)
    assert (found.valid, found.superseded, found.signer_name) == (True, False, "陈静")
    assert found.case_number == path.file.case.number
    assert not (await verify(path.ports, "nothing")).found
    record = path.world.signer.records[0]
    assert record["author"]["id"] == str(signed.author)  # type: ignore[index]
    assert record["evidence"][0]["kind"] == "form"  # type: ignore[index]


async def test_the_audit_is_the_auditors(path: Path) -> None:
    """Only an auditor reads it, and the reading is in it."""
    await path.submit()
    with pytest.raises(Forbidden):
        await audit.page(path.ports, path.world.actors["lead"], AuditQuery(), intact=True)
    auditor = path.world.actors["auditor"]
    page = await audit.page(path.ports, auditor, AuditQuery(limit=1), intact=True)
    assert [one.action for one in page.lines] == ["submit"]
    assert path.world.kept.audit[-1].kind == "audit"
    later = AuditQuery(after=path.world.clock.at + timedelta(days=1))
    assert (await audit.page(path.ports, auditor, later, intact=False)).lines == ()


async def test_a_room(path: Path) -> None:
    """Who is who; joining checks in; what a restart needs is stored; stats come from inside."""
    await path.accept()
    doctor, expert = path.world.actors["doctor"], path.world.actors["expert"]
    entry = await rooms.room_entry(path.ports, expert, path.session)
    assert (entry.side, entry.polite, entry.qualified) == (Side.EXPERT, False, True)
    with pytest.raises(Refused, match="check_in_early"):
        await rooms.joined(path.ports, expert, path.session, Medium.VIDEO)
    with pytest.raises(Forbidden):
        await rooms.add_stats(path.ports, path.session, expert.person, "{}")
    path.world.clock.at = SLOT.start
    joined = await rooms.joined(path.ports, doctor, path.session, Medium.VIDEO)
    assert (joined.state, joined.polite) == (SessionState.OPEN, True)
    seq = path.file.case.seq
    await rooms.joined(path.ports, doctor, path.session, Medium.VIDEO)
    assert path.file.case.seq == seq, "being there already is no event"
    with pytest.raises(Forbidden):
        await rooms.start(path.ports, doctor, path.session)
    await rooms.add_stats(path.ports, path.session, doctor.person, "{}")
    with pytest.raises(Invalid):
        await rooms.add_stats(path.ports, path.session, doctor.person, "x" * 1025)
    assert await rooms.load_state(path.ports, path.session) is None
    state = RoomState(rev=1, seats=(), leader=None, view=None, view_seq=0)
    await rooms.store_state(path.ports, path.session, state)
    assert await rooms.load_state(path.ports, path.session) == state
    with pytest.raises(NotFound):
        await rooms.room_entry(path.ports, path.world.actors["third"], path.session)


async def test_a_slot_is_free_again_after_the_meeting(path: Path) -> None:
    """A finished meeting holds nobody."""
    await path.answered()
    async with path.world.transaction() as tx:
        person = f"person:{path.world.actors['expert'].person}"
        whole_day = Slot(start=SLOT.start - timedelta(days=1), end=SLOT.end + timedelta(days=1))
        assert not (await tx.bookings.taken([person], whole_day))[person]
    assert WRITTEN.medium is Medium.IMAGES_ONLY
