"""What documents hear of: files whose text has become known."""

from __future__ import annotations

from santong.domains.campus.documents.indexing import index_again
from santong.domains.platform.files.public import FileConverted
from santong.kit.events import subscribe


def connect() -> None:
    """Called once at start-up."""
    subscribe(FileConverted, hear_of_text)


def hear_of_text(event: FileConverted) -> None:
    """What stands in a file is searched from now on."""
    if event.ready and event.kind == "text":
        index_again(event.file_id)
