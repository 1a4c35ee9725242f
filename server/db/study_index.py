"""The image index in the database: implements imaging.archive.index.StudyIndex."""

import json
import zlib
from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Select, and_, false, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import undefer
from sqlalchemy.sql.elements import ColumnElement

from imaging.archive.access import VisibleStudies
from imaging.archive.names import search_key
from imaging.archive.query import Condition, Level, Match, Query
from imaging.archive.records import (
    Derived,
    Record,
    Refused,
    Stored,
    derived_from,
    derived_text,
    header_from,
    header_text,
)
from imaging.archive.rows import (
    counted_series,
    counted_study,
    instance_row,
    row_text,
    series_row,
    study_row,
)
from server.db.study_tables import (
    ImagingInstanceRow,
    ImagingRefusedRow,
    ImagingSeriesRow,
    ImagingStudyRow,
)

Column = Any  # the mapped attribute's own type differs by column

_COLUMNS: Final[dict[str, Column]] = {
    "study.uid": ImagingStudyRow.uid,
    "study.date": ImagingStudyRow.date,
    "study.time": ImagingStudyRow.time,
    "study.accession": ImagingStudyRow.accession,
    "study.modalities": ImagingStudyRow.modalities,
    "study.description": ImagingStudyRow.description,
    "study.names": ImagingStudyRow.names,
    "study.patient_id": ImagingStudyRow.patient_id,
    "study.birth_date": ImagingStudyRow.birth_date,
    "study.sex": ImagingStudyRow.sex,
    "series.uid": ImagingSeriesRow.uid,
    "series.modality": ImagingSeriesRow.modality,
    "series.number": ImagingSeriesRow.number,
    "series.description": ImagingSeriesRow.description,
    "series.body_part": ImagingSeriesRow.body_part,
    "instance.sop": ImagingInstanceRow.sop,
    "instance.sop_class": ImagingInstanceRow.sop_class,
    "instance.number": ImagingInstanceRow.number,
}


class SqlStudyIndex:
    """The index over any database that SQLAlchemy reaches."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        readers: async_sessionmaker[AsyncSession] | None = None,
    ) -> None:
        """Open a session for each call; from `readers`, where given, for what only reads."""
        self._sessions = sessions
        self._readers = readers or sessions

    async def known(self, sops: Collection[str]) -> dict[str, str]:
        """Return the SHA-256 of those of `sops` that are indexed."""
        wanted = select(ImagingInstanceRow.sop, ImagingInstanceRow.sha256)
        async with self._readers() as session:
            found = await session.execute(wanted.where(ImagingInstanceRow.sop.in_(sops)))
            return {row.sop: row.sha256 for row in found}

    async def add(self, records: Sequence[Record]) -> None:
        """Index instances, all or none; those already there are left as they are."""
        async with self._sessions() as session, session.begin():
            for record in records:
                await _add(session, record)
            await session.flush()
            for series in sorted({record.header.series for record in records}):
                await _count_series(session, series)
            for study in sorted({record.header.study for record in records}):
                await _count_study(session, study)

    async def find(self, query: Query, visible: VisibleStudies) -> list[str]:
        """Return the rows (JSON text) that match, newest study first."""
        statement = _found(query, _seen(visible))
        async with self._readers() as session:
            rows = (await session.execute(statement)).all()
        if not query.include and not query.include_all:
            return [row[0] for row in rows]
        return [_with_more(row[0], row[1], query) for row in rows]

    async def instances(
        self, study: str, series: str | None = None, sop: str | None = None
    ) -> list[Stored]:
        """Return the instances of a study or a part of it, by series and instance number."""
        async with self._readers() as session:
            return [_stored(row) for row in await session.scalars(_part(study, series, sop))]

    async def metadata(
        self, study: str, series: str | None = None, sop: str | None = None
    ) -> list[str]:
        """Return the same instances' headers as DICOM JSON text."""
        statement = _part(study, series, sop).options(undefer(ImagingInstanceRow.model))
        async with self._readers() as session:
            rows = (await session.scalars(statement)).all()
            return [zlib.decompress(row.model).decode() for row in rows]

    async def derive(self, sop: str, derived: Derived) -> None:
        """Remember what has been made of an instance."""
        pending = derived.cuts is None and derived.failed is None
        async with self._sessions() as session, session.begin():
            await session.execute(
                update(ImagingInstanceRow)
                .where(ImagingInstanceRow.sop == sop)
                .values(derived=derived_text(derived), pending=pending)
            )

    async def underived(self, limit: int) -> list[Stored]:
        """Return instances of which nothing was made yet, oldest first."""
        statement = (
            select(ImagingInstanceRow)
            .where(ImagingInstanceRow.pending)
            .order_by(ImagingInstanceRow.received_at)
            .limit(limit)
        )
        async with self._readers() as session:
            return [_stored(row) for row in await session.scalars(statement)]

    async def refuse(self, refused: Refused) -> None:
        """List a file that was kept but not taken; again the same file changes nothing."""
        async with self._sessions() as session, session.begin():
            if await session.get(ImagingRefusedRow, refused.sha256) is None:
                session.add(ImagingRefusedRow(**_fields(refused)))

    async def refused(self, study: str | None = None) -> list[Refused]:
        """Return the listed files, newest first, of one study or all."""
        statement = select(ImagingRefusedRow).order_by(ImagingRefusedRow.received_at.desc())
        if study is not None:
            statement = statement.where(ImagingRefusedRow.study == study)
        async with self._readers() as session:
            rows = await session.scalars(statement)
            return [
                Refused(**{name: getattr(row, name) for name in Refused.__slots__}) for row in rows
            ]

    async def site_of(self, study: str) -> str | None:
        """Return the site that owns a study; None when it has none or is not there."""
        statement = select(ImagingStudyRow.site).where(ImagingStudyRow.uid == study)
        async with self._readers() as session:
            return await session.scalar(statement)


def _fields(refused: Refused) -> dict[str, Any]:
    return {name: getattr(refused, name) for name in Refused.__slots__}


async def _add(session: AsyncSession, record: Record) -> None:
    header = record.header
    if await session.get(ImagingInstanceRow, header.sop) is not None:
        return
    if await session.get(ImagingStudyRow, header.study) is None:
        session.add(_study(record))
        await session.flush()
    if await session.get(ImagingSeriesRow, header.series) is None:
        session.add(_series(record))
        await session.flush()
    text = json.dumps(record.model, ensure_ascii=False, separators=(",", ":"))
    session.add(
        ImagingInstanceRow(
            sop=header.sop,
            series_uid=header.series,
            study_uid=header.study,
            sop_class=header.sop_class,
            number=header.instance_number,
            sha256=record.sha256,
            size=record.size,
            header=header_text(header),
            derived=None,
            pending=True,
            row=row_text(instance_row(record.model)),
            model=zlib.compress(text.encode(), 1),
            received_at=record.received_at,
        )
    )


def _study(record: Record) -> ImagingStudyRow:
    header = record.header
    return ImagingStudyRow(
        uid=header.study,
        site=record.site,
        source=record.source,
        patient_id=_plain(header.patient_id),
        names=search_key(header.patient_name),
        birth_date=_digits(header.birth_date),
        sex=_plain(header.sex),
        accession=_plain(header.accession),
        date=_digits(header.study_date),
        time=_digits(header.study_time),
        description=_plain(header.study_description),
        modalities="|",
        row=row_text(study_row(record.model)),
        received_at=record.received_at,
    )


def _series(record: Record) -> ImagingSeriesRow:
    header = record.header
    return ImagingSeriesRow(
        uid=header.series,
        study_uid=header.study,
        modality=header.modality.casefold(),
        number=header.series_number,
        description=_plain(header.series_description),
        body_part=_plain(header.body_part),
        row=row_text(series_row(record.model)),
    )


def _plain(value: str | None) -> str | None:
    return None if value is None else value.casefold()


def _digits(value: str | None) -> str | None:
    return None if value is None else value.replace("-", "").replace(":", "")


async def _count_series(session: AsyncSession, uid: str) -> None:
    row = await session.get_one(ImagingSeriesRow, uid)
    counted = select(func.count()).where(ImagingInstanceRow.series_uid == uid)
    row.row = counted_series(row.row, await session.scalar(counted) or 0)


async def _count_study(session: AsyncSession, uid: str) -> None:
    row = await session.get_one(ImagingStudyRow, uid)
    series = (
        await session.scalars(
            select(ImagingSeriesRow.modality).where(ImagingSeriesRow.study_uid == uid)
        )
    ).all()
    counted = select(func.count()).where(ImagingInstanceRow.study_uid == uid)
    instances = await session.scalar(counted) or 0
    modalities = sorted({modality.upper() for modality in series})
    row.modalities = f"|{'|'.join(modalities)}|".casefold()
    row.row = counted_study(row.row, modalities, len(series), instances)


def _part(study: str, series: str | None, sop: str | None) -> Select[ImagingInstanceRow]:
    statement = (
        select(ImagingInstanceRow)
        .join(ImagingSeriesRow, ImagingSeriesRow.uid == ImagingInstanceRow.series_uid)
        .where(ImagingInstanceRow.study_uid == study)
        .order_by(
            ImagingSeriesRow.number,
            ImagingSeriesRow.uid,
            ImagingInstanceRow.number,
            ImagingInstanceRow.sop,
        )
    )
    if series is not None:
        statement = statement.where(ImagingInstanceRow.series_uid == series)
    if sop is not None:
        statement = statement.where(ImagingInstanceRow.sop == sop)
    return statement


def _stored(row: ImagingInstanceRow) -> Stored:
    return Stored(
        header=header_from(row.header),
        sha256=row.sha256,
        size=row.size,
        derived=derived_from(row.derived),
    )


def _found(query: Query, seen: ColumnElement[bool]) -> Select[Any]:
    """Return the statement for rows, with one instance's model where more fields are wanted."""
    subject: Column = {
        Level.STUDY: ImagingStudyRow,
        Level.SERIES: ImagingSeriesRow,
        Level.INSTANCE: ImagingInstanceRow,
    }[query.level]
    key = subject.sop if query.level is Level.INSTANCE else subject.uid
    statement = select(subject.row)
    if query.include or query.include_all:
        statement = statement.add_columns(_sample(query.level))
    if query.level is not Level.STUDY:
        statement = statement.join(ImagingStudyRow, ImagingStudyRow.uid == subject.study_uid)
    if query.level is Level.INSTANCE:
        statement = statement.join(
            ImagingSeriesRow, ImagingSeriesRow.uid == ImagingInstanceRow.series_uid
        )
    order: list[Column] = [
        ImagingStudyRow.date.desc(),
        ImagingStudyRow.time.desc(),
        ImagingStudyRow.uid,
    ]
    if query.level is not Level.STUDY:
        order += [ImagingSeriesRow.number, subject.study_uid]
    if query.level is Level.INSTANCE:
        order.append(ImagingInstanceRow.number)
    wanted = and_(true(), *(_where(condition) for condition in query.conditions))
    return (
        statement.where(seen, wanted).order_by(*order, key).limit(query.limit).offset(query.offset)
    )


def _sample(level: Level) -> Column:
    """Return the model of the row's instance, or of any instance of the row."""
    if level is Level.INSTANCE:
        return ImagingInstanceRow.model
    part = {
        Level.STUDY: ImagingInstanceRow.study_uid == ImagingStudyRow.uid,
        Level.SERIES: ImagingInstanceRow.series_uid == ImagingSeriesRow.uid,
    }[level]
    inner = select(ImagingInstanceRow.model).where(part).order_by(ImagingInstanceRow.sop)
    return inner.limit(1).scalar_subquery()


def _with_more(row: str, model: bytes, query: Query) -> str:
    whole = json.loads(zlib.decompress(model))
    if query.include_all and query.level is Level.INSTANCE:
        return row_text({**whole, **json.loads(row)})
    more = {tag: whole[tag] for tag in query.include if tag in whole}
    return row_text({**more, **json.loads(row)})


def _seen(visible: VisibleStudies) -> ColumnElement[bool]:
    if visible.everything:
        return true()
    return or_(
        false(),
        ImagingStudyRow.uid.in_(visible.studies),
        ImagingStudyRow.site.in_(visible.sites),
    )


def _where(condition: Condition) -> ColumnElement[bool]:
    column = _COLUMNS[condition.field]
    if condition.match is Match.RANGE:
        return _between(column, *condition.values)
    if condition.match is Match.ANY_OF:
        return _any_of(column, condition)
    (wanted,) = condition.values
    if condition.field == "study.modalities":
        wanted = f"%|{wanted}|%"
    return _boolean(column.like(wanted, escape="\\"))


def _any_of(column: Column, condition: Condition) -> ColumnElement[bool]:
    if not condition.field.endswith(".number"):
        return _boolean(column.in_(condition.values))
    whole = [int(value) for value in condition.values if value.lstrip("-").isdigit()]
    return _boolean(column.in_([value for value in whole if abs(value) < 1 << 31]))


def _between(column: Column, first: str, last: str) -> ColumnElement[bool]:
    """Both ends belong to it; a time of fewer digits ends with its last second."""
    within: list[ColumnElement[bool]] = [column.is_not(None)]
    if first:
        within.append(column >= first.split(".", maxsplit=1)[0])
    if last:
        within.append(column <= last.split(".", maxsplit=1)[0] + "9" * (6 - len(last)))
    return and_(*within)


def _boolean(expression: ColumnElement[bool]) -> ColumnElement[bool]:
    return expression
