"""Makes a PDF of HTML: a program of its own, `python -m santong.lib.pdf_press STYLE.css < page.html > page.pdf`.

Apart from the server, because laying a long document out takes the memory of several servers for seconds, and gives
it back when it ends. It loads nothing that the HTML refers to but data: addresses. On standard error it writes a line
`page N` for each page that is laid out. Ends with `NO_LIBRARIES` where the libraries of the system (Pango) are missing.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

NO_LIBRARIES = 3
"""The exit code that says that this machine can't make PDFs."""


class _Pages(logging.Handler):
    """Passes on which page is being laid out."""

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage().rsplit("Page ", 1)
        if len(words) == 2 and words[1].strip().isdigit():
            sys.stderr.write(f"page {words[1].strip()}\n")
            sys.stderr.flush()


def main(stylesheet: Path) -> int:
    """Read HTML from standard input and write the PDF to standard output; returns the exit code."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except OSError:
        return NO_LIBRARIES
    _report()
    html = sys.stdin.buffer.read().decode()
    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    document.write_pdf(sys.stdout.buffer, stylesheets=[CSS(filename=stylesheet)])
    return 0


def _report() -> None:
    progress = logging.getLogger("weasyprint.progress")
    progress.addHandler(_Pages())
    progress.setLevel(logging.INFO)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
