"""Writing state and profiles, with the checks that keep two writers from overwriting each other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from santong.domains.platform.records.models import Document
from santong.domains.platform.records.queries.documents import Address
from santong.domains.platform.records.xapi.problems import Conflict, Invalid, Precondition
from santong.domains.platform.records.xapi.reading import read_json, write_json


@dataclass(frozen=True)
class Condition:
    """If-Match and If-None-Match of a request; "" where the header is missing."""

    match: str = ""
    none_match: str = ""

    @property
    def given(self) -> bool:
        return bool(self.match or self.none_match)

    def check(self, document: Document | None) -> None:
        """`Precondition` unless the document is as the request expects."""
        if self.match and not (document and _names(self.match, document.etag)):
            raise Precondition("If-Match", "the document has changed since; read it again")
        if self.none_match and document and _names(self.none_match, document.etag):
            raise Precondition("If-None-Match", "the document exists")


def _names(header: str, etag: str) -> bool:
    if header.strip() == "*":
        return True
    tags = [tag.strip().removeprefix("W/").strip('"').lower() for tag in header.split(",")]
    return etag in tags


@dataclass(frozen=True)
class Content:
    """The bytes of a document and their media type."""

    data: bytes
    media_type: str

    @property
    def is_json(self) -> bool:
        return self.media_type.split(";")[0].strip().lower() == "application/json"

    @property
    def etag(self) -> str:
        """SHA-1 in hexadecimal digits, as 1.0.3 Communication 3.1 asks for."""
        return hashlib.sha1(self.data, usedforsecurity=False).hexdigest()


def put_document(address: Address, name: str, content: Content, condition: Condition, *, guarded: bool) -> None:
    """Write a document in place of what is there.

    `guarded`: without a condition a document that exists is not overwritten (409).
    """
    with transaction.atomic():
        known = _locked(address, name)
        if guarded and known and not condition.given:
            raise Conflict("If-Match", "the document exists; read it and send its ETag in If-Match")
        condition.check(known)
        _save(address, name, known, content)


def merge_document(address: Address, name: str, content: Content, condition: Condition) -> None:
    """Write a document, or merge the top level of two JSON objects."""
    given = _json_object(content.data, "content") if content.is_json else None
    with transaction.atomic():
        known = _locked(address, name)
        condition.check(known)
        if known is not None:
            if given is None or not Content(b"", known.content_type).is_json:
                raise Invalid("Content-Type", "only two JSON documents can be merged; use PUT to replace it")
            merged = {**_json_object(bytes(known.content), "the document"), **given}
            content = Content(write_json(merged).encode(), content.media_type)
        _save(address, name, known, content)


def delete_document(address: Address, name: str, condition: Condition) -> None:
    """Remove a document; one that isn't there is no error."""
    with transaction.atomic():
        known = _locked(address, name)
        condition.check(known)
        if known is not None:
            known.delete()


def delete_documents(address: Address) -> None:
    """Remove all documents at an address."""
    address.documents().delete()


def _locked(address: Address, name: str) -> Document | None:
    return address.documents().select_for_update().filter(name=name).first()


def _save(address: Address, name: str, known: Document | None, content: Content) -> None:
    values: dict[str, Any] = {
        "content": content.data,
        "content_type": content.media_type,
        "etag": content.etag,
        "updated": timezone.now(),
    }
    if known is not None:
        Document.objects.filter(pk=known.pk).update(**values)
        return
    _, created = Document.objects.get_or_create(
        kind=address.kind,
        organisation_id=address.organisation_id,
        activity=address.activity,
        agent=address.agent,
        registration=address.registration or "",
        name=name,
        defaults=values,
    )
    if not created:
        raise Conflict("If-None-Match", "the document was created by another request at the same moment")


def _json_object(data: bytes, path: str) -> dict[str, Any]:
    value = read_json(data, path)
    if not isinstance(value, dict):
        raise Invalid(path, "only JSON objects can be merged")
    return value
