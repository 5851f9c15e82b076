"""Changing the questions of a survey: in its draft, and in a new version once it was opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.surveys.conditions import faults_of
from santong.domains.platform.surveys.content import MOST_FIELDS, Content, from_json, to_json
from santong.domains.platform.surveys.gate import content_faults
from santong.domains.platform.surveys.models import ASK, Survey, Version
from santong.domains.platform.surveys.queries import draft_of, newest_version, version_in_force
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.undo import CannotUndo, undoable

QUESTIONS_BACK = "surveys.questions_back"
State = Version.State


def change_questions(*, acting: Viewer, survey: Survey, change: Callable[[Content], Content]) -> dict[str, Any]:
    """Change the draft of the questions; answers what takes the change back.

    Raises `NotPossible` where nothing may be changed now, or where a question would be shown depending on one that
    comes after it.
    """
    acting.demand(ASK, survey.path)
    with transaction.atomic(), named("surveys.put_questions"):
        version = _locked_draft(survey)
        before = version.form
        after = change(before)
        _refuse(before, after)
        version.content = to_json(after)
        version.save(update_fields=["content"])
    return {"version": version.pk, "before": to_json(before), "after": to_json(after)}


def _locked_draft(survey: Survey) -> Version:
    draft = draft_of(survey)
    if draft is None:
        raise NotPossible(_("These questions are being answered. Begin a new version to change them."))
    found: Version = Version.objects.locked_for_action(draft)
    if found.state != State.DRAFT:
        raise NotPossible(_("These questions are being answered. Begin a new version to change them."))
    return found


def _refuse(before: Content, after: Content) -> None:
    if len(after.fields) > MOST_FIELDS:
        raise NotPossible(_("A form has at most %(most)s questions. Divide it into several.") % {"most": MOST_FIELDS})
    known = set(faults_of(before))
    new = [fault for fault in faults_of(after) if fault not in known]
    if new:
        raise NotPossible(new[0])


@undoable(QUESTIONS_BACK)
def _back(viewer: Viewer, payload: dict[str, Any]) -> str:
    version = Version.objects.noted([payload["version"]]).select_for_update(of=("self",)).first()
    if version is None or version.state != State.DRAFT or version.form != from_json(payload["after"]):
        raise CannotUndo(_("The questions have been changed since."))
    viewer.demand(ASK, version.survey.path)
    with named("surveys.put_questions"):
        version.content = to_json(from_json(payload["before"]))
        version.save(update_fields=["content"])
    return _("The questions are as they were.")


def revise(*, acting: Viewer, survey: Survey) -> Version:
    """Begin a new version from the questions in force; the draft where there is one already."""
    acting.demand(ASK, survey.path)
    with transaction.atomic(), named("surveys.revise"):
        row = Survey.objects.locked_for_action(survey)
        if row.state == Survey.State.CLOSED:
            raise NotPossible(_("It is closed. Open it again to change its questions, or copy it."))
        draft, current = draft_of(row), newest_version(row)
        if draft is not None or current is None:
            return draft or Version.objects.create(survey=row, number=1)
        return Version.objects.create(survey=row, number=current.number + 1, content=current.content)


def put_in_force(*, acting: Viewer, survey: Survey) -> Version:
    """Let the new version be asked from now on; what was answered keeps the version that it answered."""
    acting.demand(ASK, survey.path)
    with transaction.atomic(), named("surveys.put_in_force"):
        row = Survey.objects.locked_for_action(survey)
        draft = draft_of(row)
        if draft is None or row.state != Survey.State.OPEN:
            raise NotPossible(_("There is no new version to be put in force."))
        problems = content_faults(row, draft.form)
        if problems or not draft.form.fields:
            raise NotPossible(str(problems[0].reason) if problems else _("There is no question yet."))
        take_into_force(row, draft)
    return draft


def take_into_force(survey: Survey, draft: Version) -> None:
    """Replace the version in force, within the caller's transaction."""
    current = version_in_force(survey)
    if current is not None:
        current.state = State.SUPERSEDED
        current.save(update_fields=["state"])
    draft.state, draft.in_force_at = State.IN_FORCE, timezone.now()
    draft.save(update_fields=["state", "in_force_at"])
