"""The opinion as a PDF: Typst with an embedded CJK font, so that paper looks alike everywhere."""

import asyncio
import json
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

import segno
import typst

from consult.ports import SignedRecord
from server.documents.opinion_paper import paper


class Papers:
    """The `Documents` port: PDFs made by the server, off the event loop."""

    async def opinion_pdf(self, record: SignedRecord, verify_url: str) -> bytes:
        """Return the PDF (PDF/A-2b) of a signed opinion; `verify_url` becomes the QR code.

        Raises ValueError for an opinion that is not signed.
        """
        values = paper(record, qr_svg(verify_url))
        signature = record.opinion.signature
        signed_at = None if signature is None else signature.signed_at
        return await asyncio.to_thread(_compile, values, signed_at)


def qr_svg(text: str) -> str:
    """Return a QR code of `text` (error correction M, ISO/IEC 18004) as SVG."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=1, scale=4)
    return out.getvalue().decode()


def _compile(values: dict[str, object], signed_at: datetime | None) -> bytes:
    pdf: bytes = typst.compile(
        str(_folder() / "opinion.typ"),
        root=str(_folder()),
        font_paths=[str(_folder() / "fonts")],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"paper": json.dumps(values, ensure_ascii=False)},
        pdf_standards=["a-2b"],
        timestamp=None if signed_at is None else int(signed_at.timestamp()),
    )
    return pdf


@cache
def _folder() -> Path:
    with as_file(files("server.documents")) as folder:
        return folder
