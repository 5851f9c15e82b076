"""PDF documents."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from santong.domains.platform.files.content.found import Found
from santong.domains.platform.files.content.refusals import Refused

PDFIUM_PASSWORD = 4


def check_pdf(path: Path, found: Found) -> None:
    """Count the pages. Raises `Refused` for a broken document; a locked one is only noted."""
    try:
        document = pypdfium2.PdfDocument(path)
        found.details["pages"] = len(document)
        document.close()
    except pypdfium2.PdfiumError as error:
        if error.err_code == PDFIUM_PASSWORD:
            found.details["locked"] = True
            found.note = "locked"
            return
        raise Refused("broken_document") from error
    if not found.details["pages"]:
        raise Refused("broken_document")
