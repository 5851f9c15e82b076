"""Looks at a file and says as one line of JSON what it is: `python -m … PATH NAME`.

`{"media_type", "kind", "extensions", "details", "note"}` or `{"refused": code, "figures": {…}}`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from santong.domains.platform.files.content.found import Found
from santong.domains.platform.files.content.refusals import Refused
from santong.domains.platform.files.content.signatures import HEAD, found_by_signature, guessed
from santong.domains.platform.files.content.texts import found_as_text


def look(path: Path, name: str) -> Found:
    """What the file is. Raises `Refused`."""
    extension = Path(name).suffix.lower()
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = found_by_signature(head)
    if found is None:
        return found_as_text(path, extension) or guessed(head, name)
    return _closer(path, found)


def _closer(path: Path, found: Found) -> Found:
    """The second look, with what that kind of file needs."""
    # Imported only when needed: starting this process is half of its time.
    if found.media_type == "application/zip":
        return _inside(path)
    if found.media_type == "application/x-ole-storage":
        from santong.domains.platform.files.content.office import found_as_ole

        return found_as_ole(path)
    if found.kind == "image":
        from santong.domains.platform.files.content.pictures import check_picture

        check_picture(path, found)
    elif found.kind == "pdf":
        from santong.domains.platform.files.content.documents import check_pdf

        check_pdf(path, found)
    elif found.media_type in ("video/mp4", "video/quicktime", "audio/mp4"):
        from santong.domains.platform.files.content.media import check_boxes

        check_boxes(path)
    elif found.media_type in ("video/x-msvideo", "audio/wav"):
        from santong.domains.platform.files.content.media import check_riff

        check_riff(path)
    return found


def _inside(path: Path) -> Found:
    from santong.domains.platform.files.content.archives import Archive
    from santong.domains.platform.files.content.office import found_as_odf, found_as_ooxml
    from santong.domains.platform.files.content.packages import found_as_package

    archive = Archive(path)
    return found_as_ooxml(archive) or found_as_odf(archive) or found_as_package(archive)


def main(arguments: list[str]) -> None:
    """Print the line."""
    try:
        answer = asdict(look(Path(arguments[0]), arguments[1]))
    except Refused as problem:
        answer = {"refused": problem.code, "figures": problem.figures}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
