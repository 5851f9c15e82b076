"""Metadata as XML: GB/T 21365-2008 (IEEE 1484.12.1 LOM), in the binding of IEEE 1484.12.3.

Written are the categories general, lifeCycle, metaMetadata, technical, educational, rights, relation
and classification; read is what the platform keeps. XML from outside is read by defusedxml: neither
entities nor external references are followed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # nosec B405 - only written

from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.utils.translation import gettext as _

from santong.domains.learning.resources.models import Kind, Licence, Resource
from santong.kit.refusals import NotPossible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAMESPACE = "http://ltsc.ieee.org/xsd/LOM"
LARGEST = 1_000_000
_TYPES = {
    Kind.SLIDES: "slide",
    Kind.PLAN: "narrative text",
    Kind.MICRO: "lecture",
    Kind.QUESTIONS: "exam",
    Kind.MATERIAL: "figure",
    Kind.CASE: "narrative text",
    Kind.LITERATURE: "narrative text",
    Kind.BOOK: "narrative text",
    Kind.EXPERIMENT: "experiment",
    Kind.PAPER: "narrative text",
    Kind.PACK: "table",
}
"""`educational.learningResourceType` of LOM v1.0 for each kind; the kind itself stands beside it."""
OWN_VOCABULARY = "santong"


@dataclass
class Described:
    """What was read of a metadata file: facts for a form."""

    title: str = ""
    summary: str = ""
    keywords: str = ""
    language: str = ""
    kind: str = ""
    source: str = ""
    licence: str = ""
    taxonomy: list[str] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """Those that are given."""
        names = ("title", "summary", "keywords", "language", "kind", "source", "licence")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def written(resource: Resource, files: Iterable[tuple[str, str, int]]) -> bytes:
    """The metadata of a resource; `files` are (name, media type, bytes)."""
    root = Element("lom", {"xmlns": NAMESPACE})
    _general(SubElement(root, "general"), resource)
    _life_cycle(SubElement(root, "lifeCycle"), resource)
    _leaf(SubElement(root, "metaMetadata"), "metadataSchema", "LOMv1.0")
    _technical(SubElement(root, "technical"), files, resource)
    _educational(SubElement(root, "educational"), resource)
    _rights(SubElement(root, "rights"), resource)
    if resource.source:
        _relation(SubElement(root, "relation"), resource.source)
    _classification(root, resource)
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")


def read(content: bytes) -> Described:
    """What a metadata file says. Raises `NotPossible` for what isn't one."""
    if len(content) > LARGEST:
        raise NotPossible(_("The metadata file is larger than 1 MB."))
    try:
        root = fromstring(content, forbid_dtd=True)
    except Exception as error:
        raise NotPossible(_("This is no readable XML. Choose a metadata file in the form of GB/T 21365.")) from error
    if _name(root) != "lom":
        raise NotPossible(_("This XML is no learning object metadata: its first element must be “lom”."))
    return _described(root)


def _described(root: Element) -> Described:
    kinds = list(_texts(root, "educational", "learningResourceType", "value"))
    licence = next(iter(_texts(root, "rights", "description", "string")), "")
    codes = {str(label): code for code, label in Licence.choices} | {code: code for code in Licence.values}
    return Described(
        title=_first(root, "general", "title", "string")[:120],
        summary=_first(root, "general", "description", "string")[:2000],
        keywords=" ".join(_texts(root, "general", "keyword", "string"))[:200],
        language=_first(root, "general", "language")[:10],
        kind=_kind(kinds),
        source=_first(root, "relation", "resource", "description", "string")[:200],
        licence=codes.get(licence, ""),
        taxonomy=list(_texts(root, "classification", "taxonPath", "taxon", "entry", "string")),
    )


def _kind(values: list[str]) -> str:
    known = {str(label): code for code, label in Kind.choices} | {code: code for code in Kind.values}
    own = next((known[value] for value in values if value in known), "")
    return own or next((kind for kind, word in _TYPES.items() if word in values), "")


def _general(at: Element, resource: Resource) -> None:
    identifier = SubElement(at, "identifier")
    _leaf(identifier, "catalog", "URI")
    _leaf(identifier, "entry", f"{settings.PUBLIC_URL}/resources/{resource.pk}/")
    _string(at, "title", resource.title)
    _leaf(at, "language", resource.language)
    if resource.summary:
        _string(at, "description", resource.summary)
    for word in resource.keywords.split():
        _string(at, "keyword", word)


def _life_cycle(at: Element, resource: Resource) -> None:
    _string(at, "version", str(resource.version))
    _vocabulary(at, "status", "LOMv1.0", "final" if resource.was_admitted else "draft")
    contribute = SubElement(at, "contribute")
    _vocabulary(contribute, "role", "LOMv1.0", "publisher")
    # An organisation, never a person: metadata travels further than consent does.
    _leaf(
        contribute,
        "entity",
        f"BEGIN:VCARD\nVERSION:3.0\nORG:{resource.organisation.name}\nFN:{resource.organisation.name}\nEND:VCARD",
    )
    if resource.admitted_at:
        _leaf(SubElement(contribute, "date"), "dateTime", resource.admitted_at.date().isoformat())


def _technical(at: Element, files: Iterable[tuple[str, str, int]], resource: Resource) -> None:
    rows = list(files)
    for media_type in dict.fromkeys(media_type for _name, media_type, _size in rows if media_type):
        _leaf(at, "format", media_type)
    _leaf(at, "size", str(sum(size for _name, _type, size in rows)))
    _leaf(at, "location", f"{settings.PUBLIC_URL}/resources/{resource.pk}/")


def _educational(at: Element, resource: Resource) -> None:
    kind = Kind(resource.kind)
    _vocabulary(at, "learningResourceType", "LOMv1.0", _TYPES[kind])
    _vocabulary(at, "learningResourceType", OWN_VOCABULARY, kind.value)
    _vocabulary(at, "intendedEndUserRole", "LOMv1.0", "learner" if resource.for_pupils else "teacher")
    _vocabulary(at, "context", "LOMv1.0", "school")
    if resource.grade is not None and resource.grade > 0:
        _string(at, "typicalAgeRange", f"{resource.grade + 5}-{resource.grade + 6}")


def _rights(at: Element, resource: Resource) -> None:
    _vocabulary(at, "copyrightAndOtherRestrictions", "LOMv1.0", "no" if resource.licence == Licence.PUBLIC else "yes")
    _string(at, "description", resource.licence)


def _relation(at: Element, source: str) -> None:
    _vocabulary(at, "kind", "LOMv1.0", "isbasedon")
    _string(SubElement(at, "resource"), "description", source)


def _classification(root: Element, resource: Resource) -> None:
    path = [resource.get_stage_display(), resource.subject]
    if resource.textbook:
        path += [resource.textbook.edition, resource.textbook.volume]
    if resource.node:
        path += [resource.node.parent.name, resource.node.name] if resource.node.parent else [resource.node.name]
    at = SubElement(root, "classification")
    _vocabulary(at, "purpose", "LOMv1.0", "discipline")
    taxons = SubElement(at, "taxonPath")
    _string(taxons, "source", OWN_VOCABULARY)
    for name in filter(None, path):
        _string(SubElement(taxons, "taxon"), "entry", str(name))


def _leaf(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _string(parent: Element, name: str, text: str) -> None:
    node = SubElement(SubElement(parent, name), "string", {"language": "zh-CN"})
    node.text = text


def _vocabulary(parent: Element, name: str, source: str, value: str) -> None:
    node = SubElement(parent, name)
    _leaf(node, "source", source)
    _leaf(node, "value", value)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _texts(root: Element, *path: str) -> Iterator[str]:
    found = [root]
    for name in path:
        found = [child for element in found for child in element if _name(child) == name]
    yield from (text for element in found if (text := (element.text or "").strip()))


def _first(root: Element, *path: str) -> str:
    return next(_texts(root, *path), "")
