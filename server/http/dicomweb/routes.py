"""The addresses of DICOMweb."""

from typing import Final

from aiohttp import web

from imaging.archive.archive import Archive
from server.http.dicomweb import frames, rendered, retrieve, search, store
from server.http.dicomweb.access import ACCESS, ARCHIVE, BASE, DicomAccess

_STUDY: Final = BASE + r"/studies/{study:[0-9.]{1,64}}"
_SERIES: Final = _STUDY + r"/series/{series:[0-9.]{1,64}}"
_INSTANCE: Final = _SERIES + r"/instances/{sop:[0-9.]{1,64}}"
_FRAME: Final = _INSTANCE + r"/frames/{frame:[0-9]+}"


def add_routes(app: web.Application, archive: Archive, access: DicomAccess) -> None:
    """Serve `archive` under /dicom-web; `access` decides who sees what."""
    app[ARCHIVE] = archive
    app[ACCESS] = access
    app.router.add_post(f"{BASE}/studies", store.store, name="dicomweb.store")
    app.router.add_post(_STUDY, store.store)
    for path, handler in (*_SEARCHES, *_RETRIEVALS, *_PICTURES):
        app.router.add_get(path, handler)


_SEARCHES: Final = (
    (f"{BASE}/studies", search.find_studies),
    (f"{BASE}/series", search.find_series),
    (f"{BASE}/instances", search.find_instances),
    (f"{_STUDY}/series", search.find_series),
    (f"{_STUDY}/instances", search.find_instances),
    (f"{_SERIES}/instances", search.find_instances),
)
_RETRIEVALS: Final = (
    (_STUDY, retrieve.instances),
    (_SERIES, retrieve.instances),
    (_INSTANCE, retrieve.instances),
    (f"{_STUDY}/metadata", retrieve.metadata),
    (f"{_SERIES}/metadata", retrieve.metadata),
    (f"{_INSTANCE}/metadata", retrieve.metadata),
    (f"{_INSTANCE}/bulkdata/{{tag:[0-9A-Fa-f]{{8}}}}", retrieve.bulkdata),
    (f"{_STUDY}/huizhen-manifest", retrieve.study_manifest),
    (f"{_INSTANCE}/frames/{{frames:[0-9,]+}}", frames.frames),
    (f"{_FRAME}/htj2k", frames.htj2k),
    (f"{_FRAME}/raw", frames.raw),
)
_PICTURES: Final = (
    (f"{_FRAME}/rendered", rendered.rendered),
    (f"{_FRAME}/thumbnail", rendered.thumbnail),
    (f"{_INSTANCE}/rendered", rendered.rendered),
    (f"{_SERIES}/rendered", rendered.rendered_many),
    (f"{_STUDY}/rendered", rendered.rendered_many),
    (f"{_INSTANCE}/thumbnail", rendered.thumbnail),
    (f"{_SERIES}/thumbnail", rendered.thumbnail),
    (f"{_STUDY}/thumbnail", rendered.thumbnail),
)
