"""Asking a process of its own what a file is, and telling people why one is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from santong.domains.platform.files.naming import clean_name, split
from santong.domains.platform.files.problems import NotTaken
from santong.domains.platform.files.programs import GB, Limits, python, run

log = structlog.get_logger(__name__)
LIMITS = Limits(cpu=30, clock=60, memory=GB, disk=1024**2)
PROGRAM = "santong.domains.platform.files.content.inspect"


@dataclass(frozen=True)
class Verdict:
    """What a file is: `name` with an extension that fits, `note` a sentence for its owner or ""."""

    kind: str
    media_type: str
    name: str
    note: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def inspect(path: Path, name: str) -> Verdict:
    """Judge a file by its content. Raises `NotTaken`."""
    ended = run(python(PROGRAM, path, name), LIMITS)
    if not ended.is_good:
        log.warning("inspection_failed", code=ended.code, late=ended.late, said=ended.said[-500:])
        # Whatever makes the inspector fail or run out of bounds has no business here.
        raise NotTaken(_("The file is built so oddly that it can't be checked safely. Save it anew and send it again."))
    found = json.loads(ended.output.splitlines()[-1])
    if "refused" in found:
        raise NotTaken(_reason(found["refused"], found["figures"]), found["refused"])
    fitting = fitting_name(name, found["extensions"])
    note = _note(found["note"], found["details"]) or _renamed(name, fitting)
    return Verdict(found["kind"], found["media_type"], fitting, note, found["details"])


def fitting_name(name: str, extensions: list[str]) -> str:
    """The name with an extension that other programs take for what the file is.

    >>> fitting_name("讲义.pdf", [".png"])
    '讲义.pdf.png'
    """
    if not extensions or split(name)[1].lower() in extensions:
        return name
    return clean_name(name + extensions[0])


def _renamed(name: str, fitting: str) -> str:
    if name == fitting:
        return ""
    return _("The name didn't fit the content, so the file is now called %(name)s.") % {"name": fitting}


def _note(code: str, details: dict[str, Any]) -> str:
    return {
        "": "",
        "active": _(
            "It holds scripts. They don't run on the platform; whoever opens a saved copy should trust its author."
        ),
        "script": _("It is a program in text form. It is kept as plain text, so that nobody runs it by accident."),
        "locked": _("It is protected with a password, so there is no preview."),
    }[code]


def _reason(code: str, figures: dict[str, Any]) -> str:
    """Why it is refused and what to do, in the words of whoever sent it."""
    size = filesizeformat(figures.get("size", 0))
    texts = {
        "program": _("This is a program. Programs aren't taken in; ask school IT to hand software out."),
        "macros": _(
            "The document contains macros. Save it as an ordinary document (.docx, .pptx, .xlsx) and send that."
        ),
        "locked": _("The file is locked with a password. Remove the password and send it again."),
        "entities": _(
            "The file refers to other files from inside (an external entity). Save it anew with an ordinary program."
        ),
        "bomb": _("Unpacked, the file would take %(size)s. Pack only what the lesson needs."),
        "traversal": _("The archive contains the path %(name)s, which leads out of its folder. Pack it anew."),
        "link": _("The archive contains a link (%(name)s) instead of a file. Pack the files themselves."),
        "too_many_entries": _("The archive contains %(count)s files; at most %(limit)s are possible. Split it."),
        "broken_archive": _("The archive is damaged or incomplete. Pack it anew and send it again."),
        "broken_manifest": _("The package's description (%(name)s) is damaged. Export the package anew."),
        "broken_picture": _("The picture is damaged or incomplete. Save it anew and send it again."),
        "too_many_pixels": _(
            "The picture has %(width)s × %(height)s pixels. Reduce its longer side to at most %(limit)s pixels."
        ),
        "broken_document": _("The document is damaged or incomplete. Save it anew and send it again."),
        "truncated": _("The recording is incomplete: its end is missing. Copy it from the device again and send that."),
        "too_large_for_kind": _("The drawing is too large. Save it as a picture (PNG) and send that."),
    }
    return texts[code] % {**figures, "size": size}
