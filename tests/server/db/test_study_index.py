"""The image index on both databases."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from imaging.archive.access import VisibleStudies
from imaging.archive.query import Level, read_query
from imaging.archive.records import Derived, Record, Refused
from imaging.dicom.header import header_of
from imaging.dicom.model import json_of
from imaging.dicom.part10 import open_part10
from imaging.synthetic import Subject, ct_head, mr_brain
from server.db.database import SqlDatabase
from server.db.study_index import SqlStudyIndex

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ALL = VisibleStudies(everything=True)


def record(file: bytes, site: str = "qinghe") -> Record:
    """Return what the archive would index."""
    part = open_part10(file)
    return Record(
        header=header_of(part),
        model=json_of(part),
        sha256=sha256(file).hexdigest(),
        size=5 * 1024**3,
        site=site,
        source="upload",
        received_at=NOON,
    )


CT = [record(file) for file in ct_head(slices=3, size=64)]
MR = [record(file, "elsewhere") for file in mr_brain(Subject("李^雷", "X_1"), slices=2, size=64)]
STUDY = CT[0].header.study


@pytest.fixture
def index(database: SqlDatabase) -> SqlStudyIndex:
    """The index over the migrated schema."""
    return SqlStudyIndex(database.sessions, readers=database.read_sessions)


async def found(index: SqlStudyIndex, visible: VisibleStudies = ALL, **wanted: str) -> int:
    """Return how many studies match."""
    return len(await index.find(read_query(Level.STUDY, list(wanted.items())), visible))


async def test_what_went_in_comes_out(index: SqlStudyIndex) -> None:
    """Headers, sizes beyond 32 bits and models are kept; adding again changes nothing."""
    await index.add(CT)
    await index.add(CT)
    stored = await index.instances(STUDY)
    assert [one.header for one in stored] == [one.header for one in CT]
    assert {one.size for one in stored} == {5 * 1024**3}
    assert len(await index.metadata(STUDY, sop=CT[1].header.sop)) == 1
    assert await index.known([CT[0].header.sop, "1.2.3"]) == {CT[0].header.sop: CT[0].sha256}


async def test_searches(index: SqlStudyIndex) -> None:
    """Names, wildcards and modalities mean the same in both databases."""
    await index.add([*CT, *MR])
    assert await found(index) == 2
    assert await found(index, PatientName="张^桂花") == 1
    assert await found(index, PatientName="ZHANG*") == 1
    assert await found(index, PatientID="x_1") == 1
    assert await found(index, PatientID="X?1") == 1
    assert await found(index, PatientID="Xx1") == 0
    assert await found(index, PatientName="lilei", fuzzymatching="true") == 1
    assert await found(index, ModalitiesInStudy="MR", StudyDate="20261101-20261122") == 1
    query = read_query(Level.INSTANCE, [("Modality", "CT"), ("includefield", "all")])
    assert len(await index.find(query, ALL)) == 3


async def test_who_sees_what(index: SqlStudyIndex) -> None:
    """A search shows the named studies and those of the named sites, else nothing."""
    await index.add([*CT, *MR])
    assert await found(index, VisibleStudies()) == 0
    assert await found(index, VisibleStudies(sites=frozenset({"elsewhere"}))) == 1
    assert await found(index, VisibleStudies(studies=frozenset({STUDY}))) == 1
    assert await index.site_of(STUDY) == "qinghe"


async def test_what_was_derived(index: SqlStudyIndex) -> None:
    """An instance waits until its frames are made or cannot be."""
    await index.add(CT)
    done = Derived(cuts=((10, 20),), window=(1.5, 2))
    await index.derive(CT[0].header.sop, done)
    await index.derive(CT[1].header.sop, Derived(failed="undecodable"))
    await index.derive(CT[2].header.sop, Derived(window=(1, 2)))
    assert [one.header.sop for one in await index.underived(9)] == [CT[2].header.sop]
    assert (await index.instances(STUDY, sop=CT[0].header.sop))[0].derived == done


async def test_refused_files(index: SqlStudyIndex) -> None:
    """They are listed once, by study or all."""
    refused = Refused(
        sha256="0" * 64, code="truncated", detail="", name="a.dcm", study=STUDY, sop=None,
        size=4 * 1024**3, site=None, source="upload", received_at=NOON,
    )  # fmt: skip
    await index.refuse(refused)
    await index.refuse(refused)
    await index.refuse(replace(refused, sha256="1" * 64, study=None))
    assert await index.refused(STUDY) == [refused]
    assert len(await index.refused()) == 2


async def test_adding_from_two_sides(index: SqlStudyIndex) -> None:
    """Two writers of different studies do not disturb each other."""
    await asyncio.gather(index.add(CT), index.add(MR))
    assert await found(index) == 2
