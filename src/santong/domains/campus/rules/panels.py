"""What stands on the page of a rule: its text, its versions, and who has acknowledged it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.rules.models import KEEP, Regulation
from santong.domains.campus.rules.queries import answers, asks, has_acknowledged, lacking, versions_of
from santong.domains.campus.rules.texts import lines_of
from santong.domains.platform.files.public import show
from santong.domains.platform.organisations.public import schools_of
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel

NAMED = 60
"""How many of those who haven't acknowledged a rule are named."""


def _text(request: Request, row: Regulation) -> dict[str, Any]:
    shown = show(request.viewer, row.file_id) if row.file_id else None
    return {"lines": lines_of(row.text), "shown": shown}


def _asked(request: Request, row: Regulation) -> dict[str, Any] | None:
    viewer = request.viewer
    if not asks(viewer, row):
        return None
    return {"is_given": has_acknowledged(viewer, row)}


def _answers(request: Request, row: Regulation) -> dict[str, Any] | None:
    if row.audience == Regulation.Audience.NOBODY or not row.is_published or not request.viewer.can(KEEP, row.path):
        return None
    given, asked = answers(row)
    people = list(lacking(request.viewer, row)[:NAMED])
    schools = schools_of(person.path for person in people if person.path)
    named = [(person, schools.get(person.path)) for person in people]
    return {"given": given, "asked": asked, "people": named, "more": asked - given - len(people)}


def _versions(request: Request, row: Regulation) -> dict[str, Any] | None:
    versions = versions_of(row)
    return {"versions": versions} if len(versions) > 1 else None


ASKED = TemplatePanel(_("For you"), template="rules/asked.html", context=_asked)
TEXT = TemplatePanel(_("Wording"), template="rules/text.html", context=_text)
ANSWERS = TemplatePanel(_("Who has acknowledged it"), template="rules/answers.html", context=_answers, side=True)
VERSIONS = TemplatePanel(_("Versions"), template="rules/versions.html", context=_versions, side=True)
