"""What the viewer needs of a study in one answer. The shape is the viewer's manifest.ts."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from imaging.archive.names import display
from imaging.archive.records import Stored
from imaging.dicom.header import Header
from imaging.geometry.order import Place, is_volume, slice_order
from imaging.geometry.spacing import pixel_spacing
from imaging.pixels.window import Window

Json = dict[str, Any]


def manifest(study: str, instances: Sequence[Stored], base: str) -> Json:
    """Return the manifest of a study with at least one instance.

    base   the path below which DICOMweb is served, such as "/dicom-web".
    """
    head = instances[0].header
    here = f"{base}/studies/{study}"
    in_series = sorted(instances, key=lambda one: _series_key(one.header))
    groups = groupby(in_series, key=lambda one: one.header.series)
    return {
        "study": study,
        "accession": head.accession,
        "date": head.study_date,
        "time": head.study_time,
        "description": head.study_description,
        "patient": {
            "name": display(head.patient_name),
            "id": head.patient_id,
            "birthDate": head.birth_date,
            "sex": head.sex if head.sex in ("M", "F", "O") else None,
        },
        "institution": head.institution,
        "thumbnail": f"{here}/thumbnail",
        "series": [_series(list(group), f"{here}/series/{uid}") for uid, group in groups],
    }


def in_order(instances: Sequence[Stored]) -> tuple[list[Stored], bool]:
    """Return a series' instances as a reader scrolls them, and whether they are one volume."""
    places = [
        Place(one.header.position, one.header.orientation, one.header.instance_number)
        for one in instances
    ]
    return [instances[index] for index in slice_order(places)], is_volume(places)


def _series_key(header: Header) -> tuple[bool, int, str]:
    return header.series_number is None, header.series_number or 0, header.series


def _series(instances: list[Stored], here: str) -> Json:
    ordered, volume = in_order(instances)
    head = ordered[0].header
    return {
        "series": head.series,
        "modality": head.modality,
        "number": head.series_number,
        "description": head.series_description,
        "bodyPart": head.body_part,
        "thumbnail": f"{here}/thumbnail",
        "isVolume": volume,
        "frameOfReference": head.frame_of_reference,
        "instances": [_instance(one, f"{here}/instances/{one.header.sop}") for one in ordered],
    }


def _instance(stored: Stored, here: str) -> Json:
    header, kind = stored.header, kind_of(stored.header)
    spacing, source = pixel_spacing(header.spacing, header.imager_spacing)
    image = kind == "image"
    samples = 3 if header.photometric == "PALETTE COLOR" else header.samples
    return {
        "sop": header.sop,
        "sopClass": header.sop_class,
        "number": header.instance_number,
        "kind": kind,
        "rows": header.rows if image else 0,
        "columns": header.columns if image else 0,
        "bitsAllocated": header.bits_allocated,
        "bitsStored": header.bits_stored,
        "signed": header.signed,
        "samples": samples,
        "photometric": header.photometric,
        "rescale": {"slope": header.slope, "intercept": header.intercept, "unit": header.unit},
        "windows": [_window(one) for one in header.windows] if samples == 1 else [],
        "computedWindow": _computed(stored),
        "spacing": spacing,
        "spacingSource": source,
        "position": header.position,
        "orientation": header.orientation,
        "thickness": header.thickness,
        "cineRate": header.cine_rate,
        "transferSyntax": header.transfer_syntax,
        "preview": f"{here}/thumbnail",
        "frames": _frames(stored, here) if image else [],
    }


def _frames(stored: Stored, here: str) -> list[Json]:
    return [
        {
            "url": f"{here}/frames/{number}/htj2k",
            "bytes": cuts[-1] if cuts else None,
            "cuts": cuts if cuts and len(cuts) > 1 else None,
            "rendered": f"{here}/frames/{number}/rendered",
            "raw": f"{here}/frames/{number}/raw",
        }
        for number, cuts in enumerate(
            stored.derived.cuts or (None,) * stored.header.frames, start=1
        )
    ]


def _window(window: Window) -> Json:
    return {"centre": window.centre, "width": window.width, "label": window.label}


def _computed(stored: Stored) -> Json | None:
    if stored.derived.window is None:
        return None
    centre, width = stored.derived.window
    return {"centre": centre, "width": width, "label": None}


def kind_of(header: Header) -> str:
    """Return what an instance is to a reader: image, pdf, text, waveform or other."""
    if header.has_pixels:
        return "image"
    if header.sop_class == "1.2.840.10008.5.1.4.1.1.104.1":
        return "pdf"
    if header.sop_class.startswith("1.2.840.10008.5.1.4.1.1.88."):
        return "text"
    return "waveform" if header.sop_class.startswith("1.2.840.10008.5.1.4.1.1.9.") else "other"
