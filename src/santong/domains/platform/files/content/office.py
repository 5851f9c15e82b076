"""Office documents: OOXML and ODF inside ZIP, and the older binary ones."""

from __future__ import annotations

from pathlib import Path

from santong.domains.platform.files.content.archives import Archive
from santong.domains.platform.files.content.found import Found
from santong.domains.platform.files.content.refusals import Refused

_OOXML = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document",
     (".docx", ".dotx")),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "slides",
     (".pptx", ".ppsx", ".potx")),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "sheet", (".xlsx", ".xltx")),
)  # fmt: skip
_ODF = {
    "text": ("document", (".odt", ".ott")),
    "presentation": ("slides", (".odp", ".otp")),
    "spreadsheet": ("sheet", (".ods", ".ots")),
    "graphics": ("image", (".odg",)),
}
_OLE = (
    ("WordDocument", "application/msword", "document", (".doc", ".dot", ".wps", ".wpt")),
    ("PowerPoint Document", "application/vnd.ms-powerpoint", "slides", (".ppt", ".pps", ".dps")),
    ("Workbook", "application/vnd.ms-excel", "sheet", (".xls", ".xlt", ".et")),
    ("Book", "application/vnd.ms-excel", "sheet", (".xls", ".xlt", ".et")),
)  # fmt: skip
MOST_XML = 400 * 1024**2
"""Bytes of XML in all parts of a document; more is no lesson."""
_DECLARATIONS = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)


def found_as_ooxml(archive: Archive) -> Found | None:
    """A Word, PowerPoint or Excel document; None when it is none. Raises `Refused` for macros and DTDs."""
    names = archive.names
    if "[Content_Types].xml" not in names:
        return None
    for folder, media_type, kind, extensions in _OOXML:
        if any(name.startswith(folder) for name in names):
            _refuse_macros(archive)
            _refuse_declarations(archive)
            return Found(media_type, kind, extensions)
    return None


def _refuse_macros(archive: Archive) -> None:
    # Activities and embedded objects run code as macros do.
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in archive.names):
        raise Refused("macros")
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise Refused("macros")


def _refuse_declarations(archive: Archive) -> None:
    """No part of a real document declares entities: those that do want to read other files, or explode."""
    room = MOST_XML
    for entry in archive.entries:
        if not entry.name.lower().endswith((".xml", ".rels", ".vml")):
            continue
        before = b""
        for part in archive.parts(entry, room):
            room -= len(part)
            if any(word in before + part for word in _DECLARATIONS):
                raise Refused("entities")
            before = part[-32:]


def found_as_odf(archive: Archive) -> Found | None:
    """An OpenDocument file; None when it is none."""
    if "mimetype" not in archive.names:
        return None
    media_type = archive.read("mimetype", 1000).decode("ascii", "replace").strip()
    name = media_type.removeprefix("application/vnd.oasis.opendocument.").removesuffix("-template")
    if name == media_type or name not in _ODF:
        return None
    if any(entry.startswith(("Basic/", "Scripts/")) for entry in archive.names):
        raise Refused("macros")
    _refuse_declarations(archive)
    kind, extensions = _ODF[name]
    return Found(media_type, kind, extensions)


def found_as_ole(path: Path) -> Found:
    """A binary Office document, by the names in its directory [MS-CFB 2.6]. Raises `Refused` for macros."""
    names = ole_names(path)
    if "_VBA_PROJECT" in names or "Macros" in names or "_VBA_PROJECT_CUR" in names:
        raise Refused("macros")
    if "EncryptedPackage" in names:
        raise Refused("locked")
    for stream, media_type, kind, extensions in _OLE:
        if stream in names:
            return Found(media_type, kind, extensions)
    return Found("application/x-ole-storage", "other")


def ole_names(path: Path) -> set[str]:
    """The names of all streams and storages: directory entries have 128 bytes, the name in front [MS-CFB 2.6.1].

    Entries are looked for in every sector, so a broken chain of sectors hides nothing.
    """
    names = set()
    with path.open("rb") as file:
        while sector := file.read(65536):
            for start in range(0, len(sector) - 127, 128):
                length = int.from_bytes(sector[start + 64 : start + 66], "little")
                if sector[start + 66] in (1, 2, 5) and sector[start + 67] in (0, 1) and 4 <= length <= 64:
                    names.add(sector[start : start + length - 2].decode("utf-16-le", "replace"))
    return names
