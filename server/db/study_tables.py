"""Tables of the image index. Rows of searches are kept as ready JSON text."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from server.db.base import Base, UtcDateTime

UID = String(64)


class ImagingStudyRow(Base):
    """A study; `site` is the organisation that owns it."""

    __tablename__ = "imaging_study"
    __table_args__ = (Index(None, "date", "time"),)

    uid: Mapped[str] = mapped_column(UID, primary_key=True)
    site: Mapped[str | None] = mapped_column(String(64), index=True)
    source: Mapped[str] = mapped_column(String(32))
    patient_id: Mapped[str | None] = mapped_column(Text, index=True)
    names: Mapped[str] = mapped_column(Text)  # imaging.archive.names.search_key
    birth_date: Mapped[str | None] = mapped_column(String(8))
    sex: Mapped[str | None] = mapped_column(Text)
    accession: Mapped[str | None] = mapped_column(Text, index=True)
    date: Mapped[str | None] = mapped_column(String(8))
    time: Mapped[str | None] = mapped_column(String(6))
    description: Mapped[str | None] = mapped_column(Text)
    modalities: Mapped[str] = mapped_column(Text)  # "|CT|SR|"
    row: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ImagingSeriesRow(Base):
    """A series."""

    __tablename__ = "imaging_series"

    uid: Mapped[str] = mapped_column(UID, primary_key=True)
    study_uid: Mapped[str] = mapped_column(
        ForeignKey("imaging_study.uid", ondelete="CASCADE"), index=True
    )
    modality: Mapped[str] = mapped_column(Text)
    number: Mapped[int | None]
    description: Mapped[str | None] = mapped_column(Text)
    body_part: Mapped[str | None] = mapped_column(Text)
    row: Mapped[str] = mapped_column(Text)


class ImagingInstanceRow(Base):
    """An instance; `sha256` names its file, `derived` is null until something was made of it."""

    __tablename__ = "imaging_instance"

    sop: Mapped[str] = mapped_column(UID, primary_key=True)
    series_uid: Mapped[str] = mapped_column(
        ForeignKey("imaging_series.uid", ondelete="CASCADE"), index=True
    )
    study_uid: Mapped[str] = mapped_column(
        ForeignKey("imaging_study.uid", ondelete="CASCADE"), index=True
    )
    sop_class: Mapped[str] = mapped_column(UID)
    number: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    header: Mapped[str] = mapped_column(Text)
    derived: Mapped[str | None] = mapped_column(Text)
    pending: Mapped[bool] = mapped_column(index=True)  # derivatives are still to be made
    row: Mapped[str] = mapped_column(Text)
    model: Mapped[bytes] = deferred(mapped_column(LargeBinary))  # zlib of the DICOM JSON
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ImagingRefusedRow(Base):
    """A file that was kept but not taken."""

    __tablename__ = "imaging_refused"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    study: Mapped[str | None] = mapped_column(UID, index=True)
    sop: Mapped[str | None] = mapped_column(UID)
    size: Mapped[int] = mapped_column(BigInteger)
    site: Mapped[str | None] = mapped_column(String(64), index=True)
    source: Mapped[str] = mapped_column(String(32))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
