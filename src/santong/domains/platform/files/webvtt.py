"""Subtitles as WebVTT (W3C): read, checked, written anew. SRT is taken too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import escape
from django.utils.translation import gettext as _

_ARROW = re.compile(r"^\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})\s+-->\s+((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})[ \t]*(.*)$")
_SETTING = re.compile(r"^(?:vertical|line|position|size|align|region):[\w.,%-]+$")
_TAG = re.compile(r"</?([a-zA-Z]*)[^<>]*>")
TAGS = frozenset(("b", "i", "u", "c", "v", "ruby", "rt", "lang"))
MOST_CUES = 20_000


class BadTrack(Exception):
    """Subtitles that a player couldn't show; the text names the line and what to do."""


@dataclass(frozen=True)
class Cue:
    """Text shown from `start` until `end` (milliseconds)."""

    start: int
    end: int
    text: str
    settings: str = ""


def parse(text: str) -> list[Cue]:
    """The cues in the order of their start. Raises `BadTrack`."""
    blocks = _blocks(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    cues = [cue for number, lines in blocks if (cue := _cue(number, lines)) is not None]
    if not cues:
        raise BadTrack(_("There are no subtitles in it. Each begins with a line such as 00:01.000 --> 00:04.000."))
    if len(cues) > MOST_CUES:
        raise BadTrack(_("There are more than %(limit)s subtitles. Split the recording.") % {"limit": MOST_CUES})
    return sorted(cues, key=lambda cue: cue.start)


def _blocks(text: str) -> list[tuple[int, list[str]]]:
    """Paragraphs with the number of their first line."""
    found: list[tuple[int, list[str]]] = []
    fresh = True
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            fresh = True
        elif fresh:
            found.append((number, [line]))
            fresh = False
        else:
            found[-1][1].append(line)
    return found


def _cue(number: int, lines: list[str]) -> Cue | None:
    """The cue of a paragraph; None for the heading, notes and styles."""
    at = next((i for i, line in enumerate(lines) if "-->" in line), None)
    if at is None:
        if (number == 1 and lines[0].startswith("WEBVTT")) or lines[0].split()[0] in ("NOTE", "STYLE", "REGION"):
            return None
        raise BadTrack(
            _("Line %(line)s belongs to no time. Put a line such as 00:01.000 --> 00:04.000 above it.")
            % {"line": number}
        )
    found = _ARROW.match(lines[at])
    if found is None:
        raise BadTrack(_("Line %(line)s isn't a time. Write it as 00:01.000 --> 00:04.000.") % {"line": number + at})
    start, end = _milliseconds(found[1]), _milliseconds(found[2])
    if end <= start:
        raise BadTrack(_("In line %(line)s the end isn't after the beginning.") % {"line": number + at})
    settings = " ".join(part for part in found[3].split() if _SETTING.match(part))
    return Cue(start, end, _cleaned("\n".join(lines[at + 1 :])), settings)


def _cleaned(text: str) -> str:
    """Only the tags that WebVTT knows; the rest becomes plain characters."""
    return _TAG.sub(lambda tag: tag[0] if tag[1].lower() in TAGS else escape(tag[0]), text)


def _milliseconds(clock: str) -> int:
    *hours, minutes, seconds = clock.replace(",", ".").split(":")
    return (int(hours[0]) if hours else 0) * 3_600_000 + int(minutes) * 60_000 + round(float(seconds) * 1000)


def written(cues: list[Cue]) -> str:
    """The cues as WebVTT."""
    blocks = [
        f"{clock(cue.start)} --> {clock(cue.end)}{' ' + cue.settings if cue.settings else ''}\n{cue.text}"
        for cue in cues
    ]
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def spoken(text: str) -> str:
    """What subtitles say, without times and tags, as viewers read it; `text` is as `written` makes it."""
    return unescape("\n".join(_TAG.sub("", cue.text) for cue in parse(text)))


def clock(milliseconds: int) -> str:
    """Milliseconds as WebVTT writes them."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
