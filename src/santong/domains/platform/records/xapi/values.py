"""The simple types of the specification (1.0.3 Data 4; 2.0 §4.2.7): each check names the property that fails."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, NoReturn

from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.reading import refuse_deep

MAX_IRI = 4096

_iri = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f]+")
_uuid = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_mbox = re.compile(r"mailto:[^\s@<>]+@[^\s@<>]+", re.IGNORECASE)
_sha1 = re.compile(r"[0-9a-fA-F]{40}")
_mime = re.compile(r"[A-Za-z0-9!#$&^_.+\-]+/[A-Za-z0-9!#$&^_.+\-]+(?:\s*;.*)?", re.DOTALL)
_timestamp = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?P<seconds>:\d\d(?:[.,]\d+)?)?(?P<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?"
)
_n = r"\d+(?:[.,]\d+)?"
_duration = re.compile(
    rf"P(?:{_n}W|(?=\d|T\d)(?:{_n}Y)?(?:{_n}M)?(?:{_n}D)?(?:T(?=\d)(?:{_n}H)?(?:{_n}M)?(?:{_n}S)?)?)"
)
_language = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i-[a-z]{2,8}|[a-z]{2,3}-(?:[a-z]{3,8}-)?[a-z]{3,8})",
    re.IGNORECASE | re.ASCII,
)


def wrong(path: str, expected: str, value: Any) -> NoReturn:
    """Refuse `value`, showing the beginning of it."""
    raise Invalid(path, f"must be {expected}, is {_shown(value)}")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, str):
        return repr(value[:60])
    return {None: "null", True: "true", False: "false"}.get(value) or f"the number {str(value)[:40]}"


def known_keys(value: Any, allowed: frozenset[str], path: str) -> None:
    """An object that has no other properties than these."""
    if type(value) is not dict:
        wrong(path, "an object", value)
    if not value.keys() <= allowed:
        unknown = next(key for key in value if key not in allowed)
        raise Invalid(f"{path}.{unknown[:80]}" if path else unknown[:80], "is not a property of the specification")


def check_text(value: Any, path: str) -> None:
    if type(value) is not str:
        wrong(path, "a string", value)


def check_boolean(value: Any, path: str) -> None:
    if type(value) is not bool:
        wrong(path, "true or false", value)


def check_number(value: Any, path: str) -> None:
    if type(value) is not float and type(value) is not int:
        wrong(path, "a number", value)


def check_iri(value: Any, path: str) -> None:
    if type(value) is not str or len(value) > MAX_IRI or not _iri.fullmatch(value):
        wrong(path, f"an IRI with a scheme, of at most {MAX_IRI} characters", value)


def check_uuid(value: Any, path: str) -> None:
    if type(value) is not str or not _uuid.fullmatch(value):
        wrong(path, "a UUID such as 5f3d0a0e-0d5a-4b7c-9a58-1d3c7f5b6e21", value)


def check_mbox(value: Any, path: str) -> None:
    if type(value) is not str or len(value) > MAX_IRI or not _mbox.fullmatch(value):
        wrong(path, "an address of the form mailto:name@example.com", value)


def check_sha1(value: Any, path: str) -> None:
    if type(value) is not str or not _sha1.fullmatch(value):
        wrong(path, "40 hexadecimal digits", value)


def check_media_type(value: Any, path: str) -> None:
    if type(value) is not str or not _mime.fullmatch(value):
        wrong(path, "a media type such as text/plain", value)


def check_language(value: Any, path: str) -> None:
    if type(value) is not str or not _language.fullmatch(value):
        wrong(path, "a language tag such as zh-CN (RFC 5646)", value)


def check_language_map(value: Any, path: str) -> None:
    if type(value) is not dict:
        wrong(path, "an object of language tags and texts", value)
    for language, text in value.items():
        check_language(language, f"{path}.{language[:40]}")
        if type(text) is not str:
            wrong(f"{path}.{language}", "a string", text)


def check_extensions(value: Any, path: str) -> None:
    if type(value) is not dict:
        wrong(path, "an object whose keys are IRIs", value)
    for key, content in value.items():
        check_iri(key, f"{path}.{key[:80]}")
        refuse_deep(content, f"{path}.{key[:80]}")


def check_duration(value: Any, path: str) -> None:
    if type(value) is not str or len(value) > 100 or not _duration.fullmatch(value):
        wrong(path, "an ISO 8601 duration such as PT4H35M59S", value)


def check_timestamp(value: Any, path: str, *, strict: bool = False) -> None:
    """ISO 8601 (1.0.3), or `strict`: RFC 3339 (2.0), which needs the seconds and an offset."""
    read_timestamp(value, path, strict=strict)


def read_timestamp(value: Any, path: str, *, strict: bool = False) -> datetime:
    """A moment; one without an offset is taken for UTC."""
    expected = "a time such as 2026-03-05T08:30:00.000Z"
    match = _timestamp.fullmatch(value) if type(value) is str and len(value) <= 60 else None
    if match is None or (strict and not (match["seconds"] and match["zone"])):
        wrong(path, expected, value)
    if match["zone"] in ("-00", "-0000", "-00:00"):
        raise Invalid(path, "the offset -00:00 is not allowed; write Z")
    try:
        moment = datetime.fromisoformat(value.replace(",", ".").upper())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        wrong(path, expected, value)
