"""Statements, and the attachments that came along, out of a request's body."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from santong.domains.platform.records.api.exchange import Exchange
from santong.domains.platform.records.xapi.attachments import SIGNATURE
from santong.domains.platform.records.xapi.multipart import Part, boundary_of, split
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.reading import read_json
from santong.domains.platform.records.xapi.signing import check_signature

HASH = "x-experience-api-hash"
ALGORITHMS = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}

Parts = Mapping[str, Part]


def read_body(exchange: Exchange) -> tuple[Any, Parts]:
    """The JSON value of the body, and the attachment parts by their SHA-2 in lower case."""
    if exchange.media_type == "application/json":
        return read_json(exchange.body), {}
    if exchange.media_type != "multipart/mixed":
        raise Invalid("Content-Type", "must be application/json or multipart/mixed")
    first, *others = split(exchange.body, boundary_of(exchange.content_type))
    if first.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise Invalid("part 1", "the first part holds the statements and has the type application/json")
    return read_json(first.content), _by_hash(others)


def _by_hash(parts: Sequence[Part]) -> dict[str, Part]:
    found = {}
    for number, part in enumerate(parts, start=2):
        where = f"part {number}"
        sha2 = part.headers.get(HASH, "").lower()
        if not sha2:
            raise Invalid(where, "needs the header X-Experience-API-Hash")
        if part.headers.get("content-transfer-encoding", "").lower() != "binary":
            raise Invalid(where, "needs the header Content-Transfer-Encoding: binary")
        algorithm = ALGORITHMS.get(len(sha2))
        if algorithm is None or hashlib.new(algorithm, part.content).hexdigest() != sha2:
            raise Invalid(where, "X-Experience-API-Hash is not the SHA-2 of its content")
        found[sha2] = part
    return found


def check_attachment_parts(statements: Sequence[dict[str, Any]], parts: Parts) -> None:
    """Every attachment is in the request or has a fileUrl; every part belongs to an attachment.

    Call it with statements that passed the check of their form.
    """
    used = set()
    for index, statement in enumerate(statements):
        prefix = f"[{index}]." if len(statements) > 1 else ""
        used |= _check_attachments(statement, parts, prefix)
        inner = statement["object"]
        if inner.get("objectType") == "SubStatement":
            used |= _check_attachments(inner, parts, f"{prefix}object.")
    for sha2 in parts.keys() - used:
        raise Invalid("body", f"no statement has an attachment with the hash {sha2}")


def _check_attachments(statement: dict[str, Any], parts: Parts, prefix: str) -> set[str]:
    used = set()
    for index, attachment in enumerate(statement.get("attachments", ())):
        path = f"{prefix}attachments[{index}]"
        sha2 = attachment["sha2"].lower()
        part = parts.get(sha2)
        if part is None:
            if "fileUrl" not in attachment:
                raise Invalid(path, "has no fileUrl, and its content is not in the request")
            continue
        used.add(sha2)
        if attachment["usageType"] == SIGNATURE:
            check_signature(statement, part.content, attachment["contentType"], path)
    return used
