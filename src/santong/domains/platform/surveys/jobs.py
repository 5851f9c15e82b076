"""What happens to surveys by itself: they reach those whom they ask, remind once, mix anonymous answers, end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import Reached, is_working_time, reached_by, tell
from santong.domains.platform.surveys.mixing import mix
from santong.domains.platform.surveys.models import Asked, Survey
from santong.domains.platform.surveys.queries import answers_wanted, lacking, parts_of
from santong.domains.platform.surveys.timing import median_minutes
from santong.kit.audit import named
from santong.kit.jobs.public import Outcome, job

TOGETHER = 2000
"""Rows in one statement: some 20 ms, so that on SQLite others write in between."""
State = Survey.State


@job(title=gettext_lazy("Ask people to answer a survey"), queue="long")
def deliver(survey_id: int) -> Outcome:
    """Note who is asked; begun again after a crash, it adds those who are missing."""
    survey = Survey.objects.by_installation().filter(pk=survey_id, state=State.OPEN).first()
    if survey is None:
        return Outcome(_("It isn't open any more."))
    reached = reached_by(parts_of(survey))
    for start in range(0, len(reached), TOGETHER):
        with transaction.atomic():
            ask(survey, reached[start : start + TOGETHER])
    with transaction.atomic(), named("surveys.deliver"):
        survey.number = answers_wanted(Asked.objects.by_installation().filter(survey=survey))
        survey.asked_at = survey.asked_at or timezone.now()
        survey.save(update_fields=["number", "asked_at"])
    return Outcome(
        ngettext("%(n)s answer is asked for.", "%(n)s answers are asked for.", survey.number) % {"n": survey.number}
    )


def ask(survey: Survey, people: Sequence[Reached]) -> None:
    """Ask those of some people who aren't asked yet.

    Without the audit record: of a hundred thousand rows it would hold nothing that the survey doesn't say.
    """
    if not people:
        return
    table = connection.ops.quote_name(Asked._meta.db_table)
    row = f"({int(survey.pk)}, %s, %s, %s, %s, FALSE, FALSE)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (survey_id, person_id, child_id, path, category, answered, reminded)"  # noqa: S608
            f" VALUES {', '.join([row] * len(people))} ON CONFLICT DO NOTHING",
            [value for each in people for value in (each.person, each.child, each.path, each.category)],
        )


@job(title=gettext_lazy("Keep surveys"))
def keep() -> None:
    """Mix anonymous answers, remind on the last day but one, and end what is over."""
    today = timezone.localdate()
    for survey in Survey.objects.by_installation().filter(state=State.OPEN).order_by("pk"):
        if survey.is_over:
            end(survey)
            continue
        if survey.is_anonymous:
            mix(survey)
        is_soon = survey.closes_on is not None and survey.closes_on - timedelta(days=1) <= today
        if is_soon and survey.reminded_at is None and _ran_long_enough(survey) and is_working_time(survey.path):
            remind(survey)


def _ran_long_enough(survey: Survey) -> bool:
    return survey.opened_at is not None and timezone.now() - survey.opened_at > timedelta(hours=12)


def end(survey: Survey) -> None:
    """Close a survey whose last day has passed."""
    with transaction.atomic(), named("surveys.end"):
        row = Survey.objects.locked_for_action(survey)
        if row.state != State.OPEN or not row.is_over:
            return
        row.state, row.closed_at, row.measured = State.CLOSED, timezone.now(), median_minutes(row)
        row.save(update_fields=["state", "closed_at", "measured"])
        if row.is_anonymous:
            mix(row, is_last=True)


@job(title=gettext_lazy("Remind of a survey"))
def remind_lacking(survey_id: int) -> None:
    """Remind those who haven't answered of a survey whose asker wished it."""
    survey = Survey.objects.by_installation().filter(pk=survey_id, state=State.OPEN).first()
    if survey is not None:
        _tell_lacking(survey)


def remind(survey: Survey) -> None:
    """Remind those who haven't answered, whenever it is, once."""
    with transaction.atomic(), named("surveys.remind"):
        row = Survey.objects.locked_for_action(survey)
        if row.reminded_at is not None:
            return
        row.reminded_at = timezone.now()
        row.save(update_fields=["reminded_at"])
        _tell_lacking(row)


def _tell_lacking(survey: Survey) -> None:
    rows = lacking(survey)
    people = list(Person.objects.noted(set(rows.order_by().values_list("person_id", flat=True))))
    Asked.objects.belonging_to(survey=survey).filter(answered=False).update_quietly(reminded=True)
    if people:
        tell(
            people,
            gettext_lazy("Please answer: %(title)s"),
            words={"title": survey.title},
            address=reverse("surveys:to-answer"),
            key=f"survey-{survey.pk}",
        )
