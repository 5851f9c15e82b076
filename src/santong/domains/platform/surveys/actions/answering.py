"""Answering a survey: beginning, sending, correcting; and anonymously, which leaves no trace of who it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.files.public import File
from santong.domains.platform.surveys import timing
from santong.domains.platform.surveys.models import AnonymousAnswer, Answer, AnswerFile, Asked, Survey, Version
from santong.domains.platform.surveys.queries import own_answers, own_draft, version_in_force
from santong.kit.access import LEVEL, Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible

Values = Mapping[str, Any]
Files = Mapping[str, Iterable[File]]


def draft_answer(*, acting: Viewer, asked: Asked, values: Values, files: Files) -> Answer:
    """Keep what somebody has written so far; only they see it."""
    with transaction.atomic(), named("surveys.draft"):
        row = _locked(acting, asked)
        survey = row.survey
        if survey.is_anonymous:
            raise NotPossible(_("This form is anonymous: what you have begun is kept on this device alone."))
        if not survey.several and own_answers(acting, row):
            raise NotPossible(_("You have answered already. Correct your answer and send it."))
        answer = own_draft(acting, row) or _new(acting, row)
        _write(answer, _version(survey), values, files)
    return answer


def send_answer(
    *, acting: Viewer, asked: Asked, values: Values, files: Files, stamp: str = "", version: Version | None = None
) -> Answer:
    """Send an answer, or a correction of the one that was sent.

    Raises `NotPossible` when no answers are taken, when it was answered already and may not be corrected, and when
    the questions have changed since `version`.
    """
    with transaction.atomic(), named("surveys.answer"):
        row = _locked(acting, asked)
        survey = row.survey
        if survey.is_anonymous:
            raise NotPossible(_("This form is answered without a name."))
        current = _same(survey, version)
        sent = [] if survey.several else own_answers(acting, row)
        if row.answered and not survey.several and not (sent and survey.may_correct):
            raise NotPossible(_already(row, sent))
        answer = sent[0] if sent else own_draft(acting, row) or _new(acting, row)
        answer.state, answer.sent_on = Answer.State.SENT, timezone.localdate()
        _write(answer, current, values, files)
        _answered(row)
        if not sent:
            timing.note(survey, stamp)
    return answer


def _already(asked: Asked, sent: list[Answer]) -> str:
    if asked.child_id and not sent:
        return _("Somebody else has answered for this child already. One answer for each child is enough.")
    return _("You have answered already. This form takes one answer, and no corrections.")


def send_anonymous_answer(
    *, acting: Viewer, asked: Asked, values: Values, stamp: str = "", version: Version | None = None
) -> None:
    """Send an answer that leads to nobody: one row says that the person has answered, another what.

    Nothing of it goes into the audit record, which would keep person and moment; see docs/adr/0029-surveys.md.
    """
    with transaction.atomic():
        row = _locked(acting, asked)
        survey = row.survey
        if not survey.is_anonymous:
            raise NotPossible(_("This form is answered by name."))
        if row.answered:
            raise NotPossible(_("You have answered already. This form takes one answer, and no corrections."))
        current = _same(survey, version)
        depth = len(survey.path) + LEVEL
        group = row.path[:depth] if len(row.path) >= depth else ""
        AnonymousAnswer.objects.create(survey=survey, version=current, group=group, values=dict(values))
        _answered(row)
        timing.note(survey, stamp)


def _locked(acting: Viewer, asked: Asked) -> Asked:
    """The row by which the viewer is asked, as it is now, locked; of a survey that takes answers."""
    row: Asked = Asked.objects.locked_for_action(Asked.objects.of_acting(acting).get(pk=asked.pk))
    row.survey = Survey.objects.noted([row.survey_id]).get()
    if not row.survey.takes_answers:
        raise NotPossible(_("No answers are taken any more: it is over. What you wrote still stands below."))
    return row


def _version(survey: Survey) -> Version:
    version = version_in_force(survey)
    if version is None:
        raise NotPossible(_("No answers are taken any more: it is over. What you wrote still stands below."))
    return version


def _same(survey: Survey, version: Version | None) -> Version:
    current = _version(survey)
    if version is not None and version.pk != current.pk:
        raise NotPossible(_("The questions were changed just now. Look at them once more, then send it."))
    return current


def _new(acting: Viewer, asked: Asked) -> Answer:
    return Answer(survey_id=asked.survey_id, person_id=acting.person_id, child_id=asked.child_id, path=asked.path)


def _write(answer: Answer, version: Version, values: Values, files: Files) -> None:
    answer.version, answer.values = version, dict(values)
    answer.save()
    there = {(row.field, row.file_id): row for row in AnswerFile.objects.belonging_to(answer=answer)}
    wanted = {(field, file.pk): file for field, chosen in files.items() for file in chosen}
    for key, row in there.items():
        if key not in wanted:
            row.delete()
    new = [AnswerFile(answer=answer, field=key[0], file=file) for key, file in wanted.items() if key not in there]
    AnswerFile.objects.bulk_create(new)


def _answered(asked: Asked) -> None:
    """Note that somebody did; for a child everybody who is asked for it has done so."""
    rows = Asked.objects.belonging_to(survey=asked.survey)
    if asked.child_id:
        rows.filter(child=asked.child_id).update_quietly(answered=True)
    else:
        rows.filter(pk=asked.pk).update_quietly(answered=True)
