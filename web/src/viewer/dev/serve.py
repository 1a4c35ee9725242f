"""Synthetic studies over loopback, in the shape of the manifest, for work on the viewer alone.

Run with the project's interpreter from the project's root: python -m web.src.viewer.dev.serve
is not needed; `python web/src/viewer/dev/serve.py 8091` is enough.
"""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[4]))

import numpy as np
from aiohttp import web

from imaging import synthetic
from imaging.codecs.decode import frame_of
from imaging.codecs.htj2k import cuts_of, encode_htj2k
from imaging.codecs.render import Look, draw
from imaging.dicom.header import Header, header_of
from imaging.dicom.part10 import open_part10

Json = dict[str, Any]
ROOT = "/dicom-web"


class Shelf:
    """Every frame, coded when first asked for."""

    def __init__(self) -> None:
        self.parts = {}
        self.headers: dict[str, Header] = {}
        self.coded: dict[tuple[str, int], bytes] = {}
        made = [
            *synthetic.ct_head(slices=24),
            *synthetic.mr_brain(slices=12),
            *synthetic.dx_chest(),
            *synthetic.us_loop(frames=8),
        ]
        for data in made:
            part = open_part10(data)
            header = header_of(part)
            self.parts[header.sop] = part
            self.headers[header.sop] = header

    def values(self, sop: str, frame: int) -> Any:
        return frame_of(self.parts[sop], self.headers[sop], frame - 1)

    def stream(self, sop: str, frame: int) -> bytes:
        key = (sop, frame)
        if key not in self.coded:
            self.coded[key] = encode_htj2k(self.values(sop, frame))
        return self.coded[key]


SHELF = web.AppKey("shelf", Shelf)


async def get_studies(request: web.Request) -> web.Response:
    return web.json_response(list({h.study for h in request.app[SHELF].headers.values()}))


async def get_manifest(request: web.Request) -> web.Response:
    shelf = request.app[SHELF]
    headers = [h for h in shelf.headers.values() if h.study == request.match_info["study"]]
    if not headers:
        raise web.HTTPNotFound
    first = headers[0]
    uids = dict.fromkeys(h.series for h in headers)
    series = [_series(shelf, [h for h in headers if h.series == uid]) for uid in uids]
    patient = {
        "name": (first.patient_name or "").split("=")[-1].replace("^", ""),
        "id": first.patient_id,
        "birthDate": first.birth_date,
        "sex": first.sex,
    }
    return web.json_response(
        {
            "study": first.study,
            "accession": first.accession,
            "date": first.study_date,
            "time": first.study_time,
            "description": first.study_description,
            "patient": patient,
            "institution": first.institution,
            "thumbnail": "",
            "series": series,
        }
    )


def _series(shelf: Shelf, headers: list[Header]) -> Json:
    first = headers[0]
    middle = headers[len(headers) // 2]
    return {
        "series": first.series,
        "modality": first.modality,
        "number": first.series_number,
        "description": first.series_description,
        "bodyPart": first.body_part,
        "thumbnail": f"{ROOT}/{middle.sop}/1/rendered?viewport=128,128",
        "isVolume": True,
        "frameOfReference": None,
        "instances": [_instance(shelf, h) for h in headers],
    }


def _instance(shelf: Shelf, h: Header) -> Json:
    spacing = h.spacing or h.imager_spacing
    return {
        "sop": h.sop,
        "sopClass": h.sop_class,
        "number": h.instance_number,
        "kind": "image",
        "rows": h.rows,
        "columns": h.columns,
        "bitsAllocated": h.bits_allocated,
        "bitsStored": h.bits_stored,
        "signed": h.signed,
        "samples": h.samples,
        "photometric": h.photometric,
        "rescale": {"slope": h.slope, "intercept": h.intercept, "unit": h.unit},
        "windows": [{"centre": w.centre, "width": w.width, "label": None} for w in h.windows],
        "computedWindow": None,
        "spacing": spacing,
        "spacingSource": "patient" if h.spacing else "imager",
        "position": h.position,
        "orientation": h.orientation,
        "thickness": h.thickness,
        "cineRate": h.cine_rate,
        "transferSyntax": h.transfer_syntax,
        "preview": f"{ROOT}/{h.sop}/1/rendered?viewport=256,256",
        "frames": [_frame(shelf, h, i + 1) for i in range(h.frames)],
    }


def _frame(shelf: Shelf, h: Header, frame: int) -> Json:
    cuts = cuts_of(shelf.stream(h.sop, frame))
    base = f"{ROOT}/{h.sop}/{frame}"
    return {
        "url": f"{base}/htj2k",
        "bytes": cuts[-1],
        "cuts": cuts,
        "rendered": f"{base}/rendered",
        "raw": f"{base}/raw",
    }


async def get_frame(request: web.Request) -> web.Response:
    sop, frame, kind = (request.match_info[name] for name in ("sop", "frame", "kind"))
    shelf = request.app[SHELF]
    if kind == "rendered":
        box = request.query.get("viewport")
        size = (int(box.split(",")[0]), int(box.split(",")[1])) if box else None
        values = shelf.values(sop, int(frame))
        return web.Response(body=draw(values, shelf.headers[sop], Look(box=size)))
    if kind == "raw":
        return web.Response(body=np.ascontiguousarray(shelf.values(sop, int(frame))).tobytes())
    body = shelf.stream(sop, int(frame))
    part = request.http_range
    if part.start is None:
        return web.Response(body=body, content_type="image/jphc")
    return web.Response(status=206, body=body[part], content_type="image/jphc")


def main() -> None:
    """Serve on the port given as the only argument."""
    app = web.Application()
    app[SHELF] = Shelf()
    app.router.add_get(f"{ROOT}/dev-studies", get_studies)
    app.router.add_get(f"{ROOT}/studies/{{study}}/huizhen-manifest", get_manifest)
    app.router.add_get(f"{ROOT}/{{sop}}/{{frame}}/{{kind}}", get_frame)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)


if __name__ == "__main__":
    main()
