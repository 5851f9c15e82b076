"""The part of WebDAV and CalDAV (RFC 4918, 4791, 6578) that reading a calendar needs, as pure questions and answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError, SubElement, register_namespace, tostring  # nosec B405

import recurring_ical_events
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from icalendar import Calendar, Event

XML = "application/xml; charset=utf-8"
D, C, CS = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
COLLECTION = "calendar/"
OLD_TOKEN = b'<?xml version="1.0"?><d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>'
EVER = timedelta(days=36500)
for _prefix, _space in (("d", D), ("c", C), ("cs", CS)):
    register_namespace(_prefix, _space.strip("{}"))

Fill = Callable[[Element], None]


class BadQuestion(Exception):
    """The body of a request can't be understood."""


class NotThere(Exception):
    """There is nothing at this address."""


class OldToken(Exception):
    """What has changed since is no longer known: the client reads everything anew."""


@dataclass(frozen=True)
class Found:
    """A resource with the properties that it has; without any it isn't there."""

    address: str
    properties: Mapping[str, Fill] = field(default_factory=dict)


@dataclass(frozen=True)
class Resources:
    """A feed as a tree of resources below `top`: events and their contents by name, with their tags."""

    top: str
    name: str
    events: Mapping[str, Event]
    contents: Mapping[str, bytes]
    tags: Mapping[str, str]

    @property
    def collection(self) -> str:
        """The address of the calendar."""
        return f"{self.top}{COLLECTION}"

    @cached_property
    def token(self) -> str:
        """Changes whenever anything in the calendar does."""
        text = repr(sorted(self.tags.items()))
        return f"urn:santong:{hashlib.sha256(text.encode()).hexdigest()[:32]}"

    def found(self, tail: str, depth: str) -> Iterator[Found]:
        """What stands at an address and, with a depth, right below it."""
        if tail == "":
            yield Found(self.top, self._top())
            if depth != "0":
                yield Found(self.collection, self._calendar())
        elif tail == COLLECTION:
            yield Found(self.collection, self._calendar())
            if depth != "0":
                yield from (self._event(name) for name in self.events)
        else:
            yield self._named(tail.removeprefix(COLLECTION))

    def reported(self, question: Element) -> list[Found]:
        """The answer to a report."""
        if question.tag == f"{C}calendar-multiget":
            asked = [each.text or "" for each in question.iter(f"{D}href")]
            return [self._by_address(each) for each in asked]
        if question.tag == f"{C}calendar-query":
            first, last = _range(question)
            return [self._event(name) for name, event in self.events.items() if _lasts(event, first, last)]
        if is_sync(question):
            return self._changed(question.findtext(f"{D}sync-token") or "")
        raise BadQuestion(question.tag)

    def _changed(self, token: str) -> list[Found]:
        if token == self.token:
            return []
        if token:
            raise OldToken
        return [self._event(name) for name in self.events]

    def _by_address(self, address: str) -> Found:
        name = unquote(urlsplit(address).path).removeprefix(self.collection).removesuffix(".ics")
        return self._event(name) if name in self.events else Found(address)

    def _named(self, tail: str) -> Found:
        name = tail.removesuffix(".ics")
        if name not in self.events:
            raise NotThere(tail)
        return self._event(name)

    def _event(self, name: str) -> Found:
        tag, content = self.tags[name], self.contents[name].decode()
        properties: dict[str, Fill] = {
            f"{D}getetag": _text(tag),
            f"{D}getcontenttype": _text("text/calendar; charset=utf-8; component=VEVENT"),
            f"{D}resourcetype": _empty,
            f"{C}calendar-data": _text(content),
        }
        return Found(f"{self.collection}{name}.ics", properties)

    def _top(self) -> dict[str, Fill]:
        return {
            f"{D}resourcetype": _elements(f"{D}collection", f"{D}principal"),
            f"{D}displayname": _text(self.name),
            f"{D}current-user-principal": _href(self.top),
            f"{D}principal-URL": _href(self.top),
            f"{C}calendar-home-set": _href(self.top),
        }

    def _calendar(self) -> dict[str, Fill]:
        return {
            f"{D}resourcetype": _elements(f"{D}collection", f"{C}calendar"),
            f"{D}displayname": _text(self.name),
            f"{D}current-user-principal": _href(self.top),
            f"{D}owner": _href(self.top),
            f"{D}sync-token": _text(self.token),
            f"{D}getetag": _text(f'"{self.token}"'),
            f"{CS}getctag": _text(self.token),
            f"{C}supported-calendar-component-set": _component,
            f"{D}current-user-privilege-set": _privilege,
            f"{D}supported-report-set": _reports,
        }


def read(body: bytes) -> Element:
    """A question; an empty one asks for all properties. Raises `BadQuestion`."""
    try:
        found: Element = fromstring(body) if body.strip() else Element(f"{D}propfind")
    except (ParseError, DefusedXmlException, ValueError) as problem:
        raise BadQuestion from problem
    return found


def is_sync(question: Element) -> bool:
    """Whether it asks what has changed."""
    return bool(question.tag == f"{D}sync-collection")


def written(answers: Iterable[Found], question: Element, token: str) -> bytes:
    """The answer, with the properties that were asked for; those that aren't there are named apart."""
    asked = question.find(f"{D}prop")
    names = [each.tag for each in asked] if asked is not None else []
    root = Element(f"{D}multistatus")
    for found in answers:
        _write(SubElement(root, f"{D}response"), found, names)
    if token:
        SubElement(root, f"{D}sync-token").text = token
    result: bytes = tostring(root, "utf-8", xml_declaration=True)
    return result


def _write(response: Element, found: Found, names: list[str]) -> None:
    SubElement(response, f"{D}href").text = found.address
    if not found.properties:
        SubElement(response, f"{D}status").text = "HTTP/1.1 404 Not Found"
        return
    wanted = names or [name for name in found.properties if name != f"{C}calendar-data"]
    there = [name for name in wanted if name in found.properties]
    missing = [name for name in wanted if name not in found.properties]
    for group, status in ((there, "200 OK"), (missing, "404 Not Found")):
        if group:
            state = SubElement(response, f"{D}propstat")
            properties = SubElement(state, f"{D}prop")
            for name in group:
                found.properties.get(name, _empty)(SubElement(properties, name))
            SubElement(state, f"{D}status").text = f"HTTP/1.1 {status}"


def _range(question: Element) -> tuple[datetime, datetime]:
    """The stretch of time that a query asks for; open ends reach a century."""
    now = datetime.now(UTC)
    asked = next(question.iter(f"{C}time-range"), None)
    if asked is None:
        return now - EVER, now + EVER
    return _moment(asked.get("start"), now - EVER), _moment(asked.get("end"), now + EVER)


def _moment(text: str | None, otherwise: datetime) -> datetime:
    if not text:
        return otherwise
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as problem:
        raise BadQuestion(text) from problem


def _lasts(event: Event, first: datetime, last: datetime) -> bool:
    """Whether an event takes place in a stretch of time, once or when it repeats."""
    if last - first >= 2 * EVER - timedelta(days=1):
        return True
    calendar = Calendar()
    calendar.add_component(event)
    found: Any = recurring_ical_events.of(calendar).between(first, last)
    return bool(found)


def _text(text: str) -> Fill:
    def fill(element: Element) -> None:
        element.text = text

    return fill


def _empty(element: Element) -> None:
    pass


def _href(address: str) -> Fill:
    def fill(element: Element) -> None:
        SubElement(element, f"{D}href").text = address

    return fill


def _elements(*names: str) -> Fill:
    def fill(element: Element) -> None:
        for name in names:
            SubElement(element, name)

    return fill


def _component(element: Element) -> None:
    SubElement(element, f"{C}comp", name="VEVENT")


def _privilege(element: Element) -> None:
    SubElement(SubElement(element, f"{D}privilege"), f"{D}read")


def _reports(element: Element) -> None:
    for name in (f"{C}calendar-query", f"{C}calendar-multiget", f"{D}sync-collection"):
        report = SubElement(SubElement(element, f"{D}supported-report"), f"{D}report")
        SubElement(report, name)
