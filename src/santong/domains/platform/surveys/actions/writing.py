"""Writing down what a survey is about, choosing whom it asks, copying it, offering it as a template."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.surveys.models import ASK, TEMPLATES, AudiencePart, Survey, Version
from santong.domains.platform.surveys.queries import newest_version
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, step

FIXED = ("is_anonymous", "several", "may_correct")
"""What was promised to whoever has answered already."""
COPIED = (
    "title", "text", "is_anonymous", "several", "may_correct", "authority", "ground", "frequency", "minutes",
)  # fmt: skip


def put_survey(*, acting: Viewer, survey: Survey) -> Survey:
    """Write a survey down, or change it; a new one begins with no question."""
    if acting.person_id is None:
        raise PermissionDenied(ASK)
    acting.demand(ASK, survey.organisation.path)
    is_new = survey.pk is None
    if not is_new:
        _keep_promises(survey)
    if survey.is_anonymous:
        survey.several = survey.may_correct = False
    with transaction.atomic(), named("surveys.put"):
        survey.path = survey.organisation.path
        if is_new:
            survey.author_id = acting.person_id
        survey.save()
        if is_new:
            Version.objects.create(survey=survey, number=1)
    return survey


def _keep_promises(survey: Survey) -> None:
    before = Survey.objects.locked_for_action(survey)
    if before.state == Survey.State.DRAFT:
        return
    changed = [name for name in (*FIXED, "organisation_id") if getattr(before, name) != getattr(survey, name)]
    if changed:
        raise NotPossible(
            _("It has been opened: who asks, and how answers are given and kept, stays as promised. Copy it for that.")
        )


def add_audience(
    *,
    acting: Viewer,
    survey: Survey,
    organisation: Organisation | None,
    roles: Collection[str],
    people: Iterable[Person],
) -> None:
    """Choose roles at a place and below it, and people by name; raises `NotPossible` once it was opened."""
    _demand_draft(acting, survey)
    if organisation is not None:
        acting.demand(ASK, organisation.path)
    with transaction.atomic(), named("surveys.add_audience"):
        rows = AudiencePart.objects.keeping_unique()
        for role in roles if organisation is not None else ():
            path = organisation.path if organisation else ""
            rows.get_or_create(survey=survey, organisation=organisation, role=role, defaults={"path": path})
        for person in people:
            rows.get_or_create(survey=survey, person=person)


def drop_audience(*, acting: Viewer, part: AudiencePart) -> None:
    """Choose a part no longer."""
    _demand_draft(acting, part.survey)
    with transaction.atomic(), named("surveys.drop_audience"):
        part.delete()


def _demand_draft(acting: Viewer, survey: Survey) -> None:
    acting.demand(ASK, survey.path)
    if survey.state != Survey.State.DRAFT:
        raise NotPossible(_("It has been opened: whom it asks stays as it is."))


def copy_survey(*, acting: Viewer, survey: Survey, organisation: Organisation) -> Survey:
    """A new draft with the same questions, in the name of a place where the viewer asks; whom it asks isn't copied."""
    acting.demand(ASK, organisation.path)
    source = newest_version(survey)
    with transaction.atomic(), named("surveys.copy"):
        kept = {name: getattr(survey, name) for name in COPIED}
        copy = Survey.objects.create(
            **kept, organisation=organisation, path=organisation.path, author_id=acting.person_id
        )
        Version.objects.create(survey=copy, number=1, content=source.content if source else {})
    return copy


def _has_no_question(acting: Viewer, survey: Survey) -> str:
    version = newest_version(survey)
    return "" if version and version.form.fields else _("There is no question in it yet.")


def _is_offered(acting: Viewer, survey: Survey) -> str:
    return _("It is offered as a template already.") if survey.is_template else ""


def _is_not_offered(acting: Viewer, survey: Survey) -> str:
    return "" if survey.is_template else _("It isn't offered as a template.")


@step(Survey, "surveys.offer", who=Holds(TEMPLATES), unless=(_is_offered, _has_no_question), undo=True)
def offer_survey(*, acting: Viewer, survey: Survey) -> None:
    """Let everybody who asks below the place begin from it."""
    survey.is_template = True


@step(Survey, "surveys.withhold", who=Holds(TEMPLATES), unless=(_is_not_offered,), undo=True)
def withhold_survey(*, acting: Viewer, survey: Survey) -> None:
    """Offer it no more."""
    survey.is_template = False
