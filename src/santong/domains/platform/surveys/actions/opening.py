"""Opening a survey, closing it, opening it again, reminding once those who haven't answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.notices.public import is_working_time
from santong.domains.platform.surveys.actions.building import take_into_force
from santong.domains.platform.surveys.gate import obstacles
from santong.domains.platform.surveys.jobs import deliver, remind_lacking
from santong.domains.platform.surveys.mixing import mix
from santong.domains.platform.surveys.models import ASK, AnonymousAnswer, Answer, Asked, Survey
from santong.domains.platform.surveys.queries import draft_of, lacking, version_in_force
from santong.domains.platform.surveys.timing import median_minutes
from santong.kit.access import Viewer
from santong.kit.jobs.public import start
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, step

State = Survey.State


def _obstacle(acting: Viewer, survey: Survey) -> str:
    """The first thing that stands against it, with what to do."""
    first = next(iter(obstacles(acting, survey)), None)
    return f"{first.reason} {first.way}" if first else ""


@step(Survey, "surveys.open", who=Holds(ASK), sources=(State.DRAFT,), target=State.OPEN, unless=(_obstacle,))
def open_survey(*, acting: Viewer, survey: Survey) -> None:
    """Let people answer from its first day on."""
    draft = draft_of(survey)
    if draft is None:
        raise NotPossible(_("There is no question yet."))
    take_into_force(survey, draft)
    survey.opened_at = timezone.now()
    survey.opens_on = survey.opens_on or timezone.localdate()
    start(
        deliver, {"survey_id": survey.pk}, acting=acting, key=f"survey-{survey.pk}-{survey.opened_at}", path=survey.path
    )


@open_survey.back
def _not_open(acting: Viewer, survey: Survey, result: Any) -> None:
    """Nobody was asked after all; not once somebody has answered."""
    is_answered = (
        Answer.objects.belonging_to(survey=survey).exists() or AnonymousAnswer.objects.filter(survey=survey).exists()
    )
    if is_answered:
        raise NotPossible(_("Somebody has answered already. Close it instead."))
    Asked.objects.belonging_to(survey=survey).delete()
    version = version_in_force(survey)
    if version is not None:
        version.state, version.in_force_at = version.State.DRAFT, None
        version.save(update_fields=["state", "in_force_at"])


@step(Survey, "surveys.close", who=Holds(ASK), sources=(State.OPEN,), target=State.CLOSED, undo=True)
def close_survey(*, acting: Viewer, survey: Survey) -> None:
    """Take no more answers."""
    settle(survey)


def settle(survey: Survey) -> None:
    """Note when it was closed and how long answers took, and mix what is left of anonymous answers."""
    survey.closed_at, survey.measured = timezone.now(), median_minutes(survey)
    if survey.is_anonymous:
        mix(survey, is_last=True)


@step(Survey, "surveys.reopen", who=Holds(ASK), sources=(State.CLOSED,), target=State.OPEN)
def reopen_survey(*, acting: Viewer, survey: Survey, closes_on: date) -> None:
    """Take answers again, until a later day."""
    survey.closes_on, survey.closed_at = closes_on, None


def _reminds_no_more(acting: Viewer, survey: Survey) -> str:
    if survey.reminded_at is not None:
        return _("They were reminded once already; more would press them.")
    if not survey.takes_answers:
        return _("Nobody can answer today.")
    if survey.opened_at is not None and timezone.now() - survey.opened_at < timedelta(hours=12):
        return _("It was opened less than half a day ago. Give people time first.")
    if not is_working_time(survey.path):
        return _("People are reminded on school days from 8 to 18 o'clock. Come back then.")
    return "" if lacking(survey).exists() else _("Everybody has answered.")


@step(Survey, "surveys.remind", who=Holds(ASK), sources=(State.OPEN,), unless=(_reminds_no_more,))
def remind_of_survey(*, acting: Viewer, survey: Survey) -> None:
    """Remind those who haven't answered, once."""
    survey.reminded_at = timezone.now()
    start(remind_lacking, {"survey_id": survey.pk}, acting=acting, key=f"remind-{survey.pk}", path=survey.path)
