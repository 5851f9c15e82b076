"""Packages of learning content, described from their manifests: SCORM, QTI, Common Cartridge, H5P, EPUB."""

from __future__ import annotations

import json
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from santong.domains.platform.files.content.archives import Archive
from santong.domains.platform.files.content.found import Found
from santong.domains.platform.files.content.refusals import Refused

SHOWN = 40
TITLE = 200


def found_as_package(archive: Archive) -> Found:
    """What the archive is, with its description. Raises `Refused` for programs and broken manifests."""
    names = archive.names
    if "AndroidManifest.xml" in names or ("META-INF/MANIFEST.MF" in names and any(n.endswith(".class") for n in names)):
        raise Refused("program")
    if "imsmanifest.xml" in names:
        details = _ims(archive)
    elif "h5p.json" in names:
        details = _h5p(archive)
    elif "META-INF/container.xml" in names:
        details = {"package": "epub"}
    else:
        details = {"package": "zip"}
    listed = sorted(names)[:SHOWN]
    details |= {"entries": len(archive.entries), "unpacked": archive.unpacked, "names": listed}
    extensions = {"h5p": (".h5p", ".zip"), "epub": (".epub",), "common_cartridge": (".zip", ".imscc")}
    kind = "package" if details["package"] != "epub" else "document"
    media_type = {"epub": "application/epub+zip"}.get(details["package"], "application/zip")
    return Found(media_type, kind, extensions.get(details["package"], (".zip", *_OTHERS)), details)


_OTHERS = (".imscc", ".ggb", ".h5p", ".sb3", ".sb2", ".xmind", ".enbx", ".kmz", ".mscz")
"""Programs' own formats that are ZIP archives; their names are kept."""


def _h5p(archive: Archive) -> dict[str, Any]:
    try:
        told = json.loads(archive.read("h5p.json", 1024**2))
    except (ValueError, RecursionError) as error:
        raise Refused("broken_manifest", name="h5p.json") from error
    if not isinstance(told, dict):
        raise Refused("broken_manifest", name="h5p.json")
    return {
        "package": "h5p",
        "title": str(told.get("title", ""))[:TITLE],
        "type": str(told.get("mainLibrary", ""))[:TITLE],
        "language": str(told.get("language", ""))[:20],
    }


def _ims(archive: Archive) -> dict[str, Any]:
    try:
        root = fromstring(archive.read("imsmanifest.xml"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Refused("broken_manifest", name="imsmanifest.xml") from error
    kinds = {resource.get("type", "") for resource in _all(root, "resource")}
    scorm = any(key.lower().endswith("scormtype") for r in _all(root, "resource") for key in r.attrib)
    return {
        "package": _standard(root, kinds, scorm),
        "version": _first(root, "schemaversion"),
        "title": _title(root),
        "items": [title[:TITLE] for item in _all(root, "item") if (title := _first(item, "title"))][:SHOWN],
        "resources": len(list(_all(root, "resource"))),
    }


def _standard(root: Element, kinds: set[str], scorm: bool) -> str:
    schema = _first(root, "schema").lower()
    if "common cartridge" in schema or "thin" in schema:
        return "common_cartridge"
    if scorm or "adl scorm" in schema:
        return "scorm"
    if any("qti" in kind for kind in kinds) or "qti" in schema:
        return "qti"
    return "content_package"


def _title(root: Element) -> str:
    for name in ("organization", "general"):
        for element in _all(root, name):
            if text := _first(element, "title"):
                return text[:TITLE]
    return ""


def _all(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if _local(element.tag) == name]


def _first(root: Element, name: str) -> str:
    for element in _all(root, name):
        if text := " ".join("".join(element.itertext()).split()):
            return text
    return ""


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
