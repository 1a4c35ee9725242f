"""The header of one instance as values: what index, viewer and upload need to know."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset

from imaging.dicom.part10 import Part10, open_part10
from imaging.dicom.values import iso_date, iso_time, number, numbers, real, text
from imaging.pixels.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What one instance says of itself: ISO 8601 dates, mm, windows in rescaled units."""

    study: str
    series: str
    sop: str
    sop_class: str
    transfer_syntax: str
    patient_id: str | None = None
    patient_name: str | None = None  # as DICOM writes it: Zhang^San=张^三
    birth_date: str | None = None
    sex: str | None = None
    accession: str | None = None
    study_date: str | None = None
    study_time: str | None = None
    study_description: str | None = None
    institution: str | None = None
    modality: str = "OT"
    body_part: str | None = None
    series_number: int | None = None
    series_description: str | None = None
    frame_of_reference: str | None = None
    instance_number: int | None = None
    rows: int = 0
    columns: int = 0
    frames: int = 1
    samples: int = 1
    bits_allocated: int = 0
    bits_stored: int = 0
    high_bit: int = 0
    signed: bool = False
    planar: bool = False
    photometric: str = ""
    slope: float = 1.0
    intercept: float = 0.0
    unit: str | None = None
    windows: tuple[Window, ...] = ()
    spacing: tuple[float, float] | None = None
    imager_spacing: tuple[float, float] | None = None
    position: tuple[float, float, float] | None = None
    orientation: tuple[float, float, float, float, float, float] | None = None
    thickness: float | None = None
    cine_rate: float | None = None
    has_pixels: bool = False


def tags_of(source: Path | bytes) -> Header:
    """Return the header of a Part 10 file; raises Malformed when it cannot be read."""
    return header_of(open_part10(source))


def header_of(part: Part10) -> Header:
    """Return the header of an opened file."""
    ds = part.dataset
    return Header(
        study=text(ds, "StudyInstanceUID") or "",
        series=text(ds, "SeriesInstanceUID") or "",
        sop=text(ds, "SOPInstanceUID") or "",
        sop_class=text(ds, "SOPClassUID") or "",
        transfer_syntax=part.transfer_syntax,
        has_pixels=part.pixels is not None,
        **_who_and_what(ds),
        **_pixel_module(ds),
        **_values(ds),
        **_place(ds),
    )


def _who_and_what(ds: Dataset) -> dict[str, Any]:
    return {
        "patient_id": text(ds, "PatientID"),
        "patient_name": text(ds, "PatientName"),
        "birth_date": iso_date(ds, "PatientBirthDate"),
        "sex": text(ds, "PatientSex"),
        "accession": text(ds, "AccessionNumber"),
        "study_date": iso_date(ds, "StudyDate"),
        "study_time": iso_time(ds, "StudyTime"),
        "study_description": text(ds, "StudyDescription"),
        "institution": text(ds, "InstitutionName"),
        "modality": text(ds, "Modality") or "OT",
        "body_part": text(ds, "BodyPartExamined"),
        "series_number": number(ds, "SeriesNumber"),
        "series_description": text(ds, "SeriesDescription"),
        "frame_of_reference": text(ds, "FrameOfReferenceUID"),
        "instance_number": number(ds, "InstanceNumber"),
    }


def _pixel_module(ds: Dataset) -> dict[str, Any]:
    allocated = number(ds, "BitsAllocated") or 0
    stored = number(ds, "BitsStored") or allocated
    high = number(ds, "HighBit")
    return {
        "rows": number(ds, "Rows") or 0,
        "columns": number(ds, "Columns") or 0,
        "frames": max(1, number(ds, "NumberOfFrames") or 1),
        "samples": number(ds, "SamplesPerPixel") or 1,
        "bits_allocated": allocated,
        "bits_stored": stored,
        "high_bit": stored - 1 if high is None else high,
        "signed": number(ds, "PixelRepresentation") == 1,
        "planar": number(ds, "PlanarConfiguration") == 1,
        "photometric": text(ds, "PhotometricInterpretation") or "",
    }


def _group(ds: Dataset, sequence: str) -> Dataset:
    """Return a functional group's item: of the first frame, or shared, or the data set itself."""
    for groups in ("PerFrameFunctionalGroupsSequence", "SharedFunctionalGroupsSequence"):
        for item in (ds.get(groups) or [])[:1]:
            for inner in (item.get(sequence) or [])[:1]:
                found: Dataset = inner
                return found
    return ds


def _values(ds: Dataset) -> dict[str, Any]:
    transformation = _group(ds, "PixelValueTransformationSequence")
    unit = text(transformation, "RescaleType")
    slope = real(transformation, "RescaleSlope")
    return {
        "slope": slope if slope else 1.0,
        "intercept": real(transformation, "RescaleIntercept") or 0.0,
        "unit": "HU" if text(ds, "Modality") == "CT" and unit in (None, "US") else unit,
        "windows": _windows(_group(ds, "FrameVOILUTSequence")),
    }


def _windows(ds: Dataset) -> tuple[Window, ...]:
    labels = (text(ds, "WindowCenterWidthExplanation") or "").split("\\")
    pairs = zip(numbers(ds, "WindowCenter"), numbers(ds, "WindowWidth"), strict=False)
    return tuple(
        Window(centre, width, labels[index] or None if index < len(labels) else None)
        for index, (centre, width) in enumerate(pairs)
        if width >= 1
    )


def _place(ds: Dataset) -> dict[str, Any]:
    measures = _group(ds, "PixelMeasuresSequence")
    return {
        "spacing": _exactly(measures, "PixelSpacing", 2),
        "imager_spacing": _exactly(ds, "ImagerPixelSpacing", 2),
        "position": _exactly(_group(ds, "PlanePositionSequence"), "ImagePositionPatient", 3),
        "orientation": _exactly(
            _group(ds, "PlaneOrientationSequence"), "ImageOrientationPatient", 6
        ),
        "thickness": real(measures, "SliceThickness"),
        "cine_rate": _cine_rate(ds),
    }


def _exactly(ds: Dataset, keyword: str, count: int) -> tuple[float, ...] | None:
    found = numbers(ds, keyword)
    return found if len(found) == count else None


def _cine_rate(ds: Dataset) -> float | None:
    rate = real(ds, "RecommendedDisplayFrameRate") or real(ds, "CineRate")
    pause = real(ds, "FrameTime")  # milliseconds
    if rate is None and pause is not None and pause > 0:
        rate = 1000 / pause
    return rate if rate and rate > 0 else None
