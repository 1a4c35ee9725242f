"""Series made in code for demos and tests: plausible anatomy, right geometry, nobody's data.

Deterministic by seed. Every image says in its description that it is synthetic.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.uid import ExplicitVRLittleEndian

Plane = NDArray[np.float32]

CT: Final = "1.2.840.10008.5.1.4.1.1.2"
MR: Final = "1.2.840.10008.5.1.4.1.1.4"
DX: Final = "1.2.840.10008.5.1.4.1.1.1.1"
US_MULTIFRAME: Final = "1.2.840.10008.5.1.4.1.1.3.1"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who and when the images pretend to be of. Dates as YYYYMMDD, time as HHMMSS."""

    name: str = "Zhang^Guihua=张^桂花"
    patient_id: str = "BA20261122001"
    birth_date: str = "19560302"
    sex: str = "F"
    study_date: str = "20261122"
    study_time: str = "083000"
    accession: str = "A20261122001"
    institution: str = "清河县人民医院"
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Series:
    subject: Subject
    kind: str
    sop_class: str
    modality: str
    number: int
    study_text: str
    text: str
    body_part: str
    extra: dict[str, Any] = field(default_factory=dict)


def ct_head(subject: Subject = Subject(), slices: int = 60, size: int = 512) -> list[bytes]:
    """Return axial CT of a head with a haemorrhage in the right basal ganglia, as Part 10 files.

    Stored values are Hounsfield units + 1024; brain window first, bone window second.
    """
    extra = {
        "WindowCenter": [40, 500],
        "WindowWidth": [80, 2000],
        "WindowCenterWidthExplanation": ["BRAIN", "BONE"],
    }
    series = _Series(subject, "head", CT, "CT", 2, "头颅CT平扫", "头颅 轴位 2.5mm", "HEAD", extra)
    return list(_ct(series, slices, size, 230.0, 150.0 / max(1, slices), _head_slice))


def ct_chest(subject: Subject = Subject(), slices: int = 80, size: int = 512) -> list[bytes]:
    """Return axial CT of a chest with nodules in both lungs; lung window first."""
    extra = {
        "WindowCenter": [-600, 40],
        "WindowWidth": [1500, 400],
        "WindowCenterWidthExplanation": ["LUNG", "MEDIASTINUM"],
    }
    series = _Series(subject, "chest", CT, "CT", 2, "胸部CT平扫", "胸部 轴位", "CHEST", extra)
    return list(_ct(series, slices, size, 360.0, 300.0 / max(1, slices), _chest_slice))


def mr_brain(subject: Subject = Subject(), slices: int = 24, size: int = 256) -> list[bytes]:
    """Return axial T2-like MR of a brain, 12 bits, without rescale."""
    extra = {
        "ScanningSequence": "SE",
        "SequenceVariant": "NONE",
        "ScanOptions": "",
        "MRAcquisitionType": "2D",
        "EchoTime": "90",
        "RepetitionTime": "4000",
        "EchoTrainLength": "12",
        "WindowCenter": 700,
        "WindowWidth": 1400,
    }
    series = _Series(subject, "mr", MR, "MR", 3, "头颅MR平扫", "T2 轴位", "BRAIN", extra)
    step = 140.0 / max(1, slices)
    noise = _Noise(subject.seed, size, 12.0)
    files = []
    for index in range(slices):
        plane = _mr_slice(size, _share(index, slices)) + noise.plane(index)
        stored = np.clip(plane, 0, 4095).astype("<u2")
        ds = _instance(series, index)
        _spatial(ds, index, 230.0 / size, step, size, slices)
        _pixels(ds, stored, 12)
        files.append(_written(ds))
    return files


def dx_chest(subject: Subject = Subject(), size: int = 2048) -> list[bytes]:
    """Return one digital radiograph of a chest, MONOCHROME1, 14 bits, detector spacing 0.143 mm."""
    extra = {
        "PresentationIntentType": "FOR PRESENTATION",
        "ViewPosition": "PA",
        "ImagerPixelSpacing": [0.143, 0.143],
        "WindowCenter": 8192,
        "WindowWidth": 12000,
        "ImageLaterality": "U",
        "PatientOrientation": ["L", "F"],
        "RescaleIntercept": 0,
        "RescaleSlope": 1,
        "RescaleType": "US",
        "PixelIntensityRelationship": "LOG",
        "PixelIntensityRelationshipSign": -1,
        "PresentationLUTShape": "INVERSE",
    }
    series = _Series(subject, "dx", DX, "DX", 1, "胸部正位片", "胸部正位", "CHEST", extra)
    ds = _instance(series, 0)
    density = _radiograph(size) + _Noise(subject.seed, size, 60.0).plane(0)
    _pixels(ds, np.clip(16383 - density, 0, 16383).astype("<u2"), 14, "MONOCHROME1")
    return [_written(ds)]


def us_loop(subject: Subject = Subject(), frames: int = 20, size: int = 320) -> list[bytes]:
    """Return one ultrasound loop of a beating ring, colour, 25 frames a second."""
    extra = {"FrameTime": "40", "FrameIncrementPointer": 0x00181063, "CineRate": 25}
    series = _Series(subject, "us", US_MULTIFRAME, "US", 1, "心脏超声", "四腔心", "HEART", extra)
    ds = _instance(series, 0)
    speckle = np.random.default_rng(subject.seed).gamma(2.0, 0.5, (size, size)).astype(np.float32)
    loop = np.stack([_fan(size, index / frames, speckle) for index in range(frames)])
    ds.NumberOfFrames = frames
    ds.Rows, ds.Columns, ds.SamplesPerPixel = size, size, 3
    ds.PhotometricInterpretation, ds.PlanarConfiguration = "RGB", 0
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 8, 8, 7, 0
    ds.add_new(0x7FE00010, "OB", loop.tobytes())
    return [_written(ds)]


def public_files() -> list[Path]:
    """Return public test files that ship inside pydicom and pydicom-data, one of each kind."""
    inside = Path(pydicom.__file__).parent / "data" / "test_files"
    more = find_spec("data_store")
    beside = Path(more.origin).parent / "data" if more is not None and more.origin else inside
    names = (
        "CT_small.dcm", "MR_small_RLE.dcm", "JPGExtended.dcm",
        "examples_palette.dcm",
        "examples_ybr_color.dcm", "examples_jpeg2k.dcm", "image_dfl.dcm", "test-SR.dcm",
        "waveform_ecg.dcm", "JPEG-LL.dcm", "RG1_J2KR.dcm", "RG3_UNCI.dcm", )  # fmt: skip
    found = [folder / name for name in names for folder in (inside, beside)]
    return [path for path in found if path.is_file() and path.read_bytes()[128:132] == b"DICM"]


@dataclass(frozen=True)
class _Noise:
    """Noise of one deviation; each slice takes another part of one field, which is quick."""

    seed: int
    size: int
    deviation: float

    def plane(self, index: int) -> Plane:
        rng = np.random.default_rng([self.seed, self.size])
        field_ = _field(self.seed, self.size) * np.float32(self.deviation)
        turns = rng.integers(0, self.size, (512, 2))[index % 512]
        rolled: Plane = np.roll(field_, (int(turns[0]), int(turns[1])), (0, 1))
        return rolled


_fields: dict[tuple[int, int], Plane] = {}


def _field(seed: int, size: int) -> Plane:
    key = (seed, size)
    if key not in _fields:
        _fields.clear()
        rng = np.random.default_rng(seed)
        _fields[key] = rng.standard_normal((size, size), dtype=np.float32)
    return _fields[key]


def _share(index: int, count: int) -> float:
    """Return how far along the stack a slice is: -1 at its lower end, 1 at its upper end."""
    return 2 * (index + 0.5) / count - 1


def _grid(size: int) -> tuple[Plane, Plane]:
    line = np.linspace(-1, 1, size, dtype=np.float32)
    return line[np.newaxis, :], line[:, np.newaxis]


def _disc(size: int, x: float, y: float, wide: float, high: float) -> NDArray[np.bool_]:
    across, down = _grid(size)
    return ((across - x) / max(wide, 1e-3)) ** 2 + ((down - y) / max(high, 1e-3)) ** 2 < 1


def _head_slice(size: int, z: float) -> Plane:
    """HU: skin 20, skull 900, brain 30-38, ventricles 6, haemorrhage 68."""
    r = float(np.sqrt(max(0.05, 1 - (0.85 * z) ** 2)))
    plane = np.full((size, size), -1000, dtype=np.float32)
    plane[_disc(size, 0, 0, 0.76 * r, 0.92 * r)] = 20
    plane[_disc(size, 0, 0, 0.72 * r, 0.88 * r)] = 900
    brain = _disc(size, 0, 0, 0.66 * r, 0.82 * r)
    plane[brain] = 37
    plane[_disc(size, 0, 0, 0.54 * r, 0.68 * r)] = 29
    for x, y in ((-0.2, -0.05), (0.2, -0.05)):
        plane[_disc(size, x * r, y, 0.14 * r, 0.2 * r)] = 36
    if abs(z) < 0.45:
        fade = 1 - abs(z) / 0.45
        for side in (-1, 1):
            plane[_disc(size, side * 0.1 * r, -0.1, 0.05 * fade + 0.01, 0.28 * fade + 0.01)] = 6
    plane[_disc(size, 0, 0, 0.008, 0.8 * r) & brain & (plane > 20)] = 15
    bleed = 1 - ((z - 0.1) / 0.28) ** 2
    if bleed > 0:
        grown = float(np.sqrt(bleed))
        plane[_disc(size, -0.27, 0.06, 0.17 * grown, 0.22 * grown)] = 22  # oedema
        plane[_disc(size, -0.27, 0.06, 0.12 * grown, 0.17 * grown)] = 68
    return plane


def _chest_slice(size: int, z: float) -> Plane:
    """HU: fat -100, muscle 50, lung -860, heart 45, bone 400, nodules 30."""
    plane = np.full((size, size), -1000, dtype=np.float32)
    plane[_disc(size, 0, 0, 0.92, 0.66)] = -100
    plane[_disc(size, 0, 0, 0.86, 0.6)] = 50
    high = 0.48 * float(np.sqrt(max(0.05, 1 - (0.8 * z) ** 2)))
    for side in (-1, 1):
        plane[_disc(size, side * 0.42, -0.02, 0.36, high)] = -860
        for step in range(1, 8):
            x, y = side * (0.2 + 0.05 * step), 0.32 * np.sin(step * 2.4 + z * 5)
            plane[_disc(size, x, float(y) * high * 2, 0.012, 0.018)] = 35
    plane[_disc(size, 0.12, -0.1, 0.27 * (1 - 0.4 * abs(z)), 0.24)] = 45
    plane[_disc(size, 0.05, 0.36, 0.08, 0.1)] = 400
    plane[_disc(size, 0.05, 0.36, 0.05, 0.06)] = 180
    for x, y, where, radius in ((-0.5, 0.1, 0.2, 0.035), (0.55, -0.2, -0.4, 0.05)):
        left = 1 - ((z - where) / (radius * 2)) ** 2
        if left > 0:
            plane[_disc(size, x, y, radius * left**0.5, radius * left**0.5)] = 30
    return plane


def _mr_slice(size: int, z: float) -> Plane:
    """T2-like signal: fluid 1300, grey matter 700, white matter 480, bone near 0."""
    head = _head_slice(size, z)
    plane = np.zeros((size, size), dtype=np.float32)
    for low, high, signal in (
        (10, 21, 900), (21.5, 24, 1000), (28, 30, 480), (35, 38, 700), (60, 70, 300), (4, 8, 1300),
    ):  # fmt: skip
        plane[(head >= low) & (head < high)] = signal
    return plane


def _radiograph(size: int) -> Plane:
    across, down = _grid(size)
    plane = 9000 - 2500 * (across**2 + 0.5 * down**2)
    for side in (-1, 1):
        lung = ((across - side * 0.4) / 0.3) ** 2 + ((down + 0.05) / 0.62) ** 2
        plane = plane - 5500 * np.exp(-(lung**3))
    plane = plane + 3000 * np.exp(-((across / 0.09) ** 2))
    plane = plane + 2600 * np.exp(-(((across - 0.15) / 0.25) ** 4) - ((down - 0.25) / 0.28) ** 4)
    ribs = 900 * np.maximum(0, np.sin(down * 26 - 3 * np.abs(across))) ** 4
    shown: Plane = (plane + ribs * (np.abs(across) < 0.75)).astype(np.float32)
    return shown


def _fan(size: int, phase: float, speckle: Plane) -> NDArray[np.uint8]:
    across, down = _grid(size)
    depth = np.hypot(across, down + 1)
    inside = (np.abs(np.arctan2(across, down + 1)) < 0.7) & (depth < 1.9) & (depth > 0.1)
    beat = 0.32 + 0.06 * np.sin(2 * np.pi * phase)
    wall = np.exp(-(((np.hypot(across, down * 0.8) - beat) / 0.07) ** 2))
    grey = np.clip(inside * speckle * (30 + 170 * wall), 0, 255)
    picture = np.repeat(grey[:, :, np.newaxis], 3, axis=2).astype(np.uint8)
    flow = inside & (np.hypot(across, down * 0.8) < beat - 0.12)
    picture[flow] = (200, 40, 30) if phase < 0.5 else (30, 60, 210)
    return picture


def _ct(
    series: _Series,
    slices: int,
    size: int,
    field_of_view: float,
    step: float,
    anatomy: Callable[[int, float], Plane],
) -> Iterator[bytes]:
    noise = _Noise(series.subject.seed, size, 4.0 if series.kind == "head" else 14.0)
    for index in range(slices):
        plane = anatomy(size, _share(index, slices)) + noise.plane(index)
        stored = np.clip(np.rint(plane) + 1024, 0, 4095).astype("<u2")
        ds = _instance(series, index)
        ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = -1024, 1, "HU"
        ds.KVP = "120"
        _spatial(ds, index, field_of_view / size, step, size, slices)
        _pixels(ds, stored, 12)
        yield _written(ds)


def _uid(*parts: object) -> str:
    """Return a UID below 2.25 that depends on `parts` alone."""
    return f"2.25.{int.from_bytes(sha256(repr(parts).encode()).digest()[:15], 'big')}"


def _instance(series: _Series, index: int) -> Dataset:
    subject, ds = series.subject, Dataset()
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.ImageType = ["DERIVED" if series.modality == "DX" else "ORIGINAL", "PRIMARY", "AXIAL"]
    ds.SOPClassUID = series.sop_class
    ds.StudyInstanceUID = _uid("study", subject, series.kind)
    ds.SeriesInstanceUID = _uid("series", subject, series.kind)
    ds.SOPInstanceUID = _uid("instance", subject, series.kind, index)
    ds.StudyDate = ds.SeriesDate = ds.AcquisitionDate = ds.ContentDate = subject.study_date
    ds.StudyTime = ds.SeriesTime = ds.AcquisitionTime = ds.ContentTime = subject.study_time
    ds.AccessionNumber, ds.InstitutionName = subject.accession, subject.institution
    ds.Modality, ds.BodyPartExamined = series.modality, series.body_part
    ds.Manufacturer, ds.ReferringPhysicianName, ds.StudyID = "Synthetic", "", "1"
    ds.StudyDescription, ds.SeriesDescription = series.study_text, f"{series.text} (模拟)"
    ds.PatientName, ds.PatientID = subject.name, subject.patient_id
    ds.PatientBirthDate, ds.PatientSex = subject.birth_date, subject.sex
    ds.SeriesNumber, ds.InstanceNumber, ds.AcquisitionNumber = series.number, index + 1, 1
    ds.PositionReferenceIndicator, ds.Laterality = "", ""
    for keyword, value in series.extra.items():
        setattr(ds, keyword, value)
    return ds


def _spatial(ds: Dataset, index: int, spacing: float, step: float, size: int, slices: int) -> None:
    corner = -spacing * size / 2
    ds.FrameOfReferenceUID = _uid("frame of reference", ds.StudyInstanceUID)
    ds.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    height = round((index - slices / 2) * step, 3)
    ds.ImagePositionPatient = [round(corner, 3), round(corner, 3), height]
    ds.PixelSpacing = [round(spacing, 6), round(spacing, 6)]
    ds.SliceThickness, ds.PatientPosition = round(step, 3), "HFS"


def _pixels(
    ds: Dataset, stored: NDArray[np.uint16], bits: int, photometric: str = "MONOCHROME2"
) -> None:
    ds.Rows, ds.Columns, ds.SamplesPerPixel = stored.shape[0], stored.shape[1], 1
    ds.PhotometricInterpretation = photometric
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, bits, bits - 1, 0
    ds.add_new(0x7FE00010, "OW", stored.tobytes())


def _written(ds: Dataset) -> bytes:
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    out = BytesIO()
    dcmwrite(out, ds, enforce_file_format=True)
    return out.getvalue()
