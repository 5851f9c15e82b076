"""What stands against opening a survey: what is missing in it, and what the rules about burden say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.surveys.conditions import faults_of
from santong.domains.platform.surveys.content import LEADS_BACK, Content, FieldKind, sensitive_by_words
from santong.domains.platform.surveys.models import AudiencePart, Survey
from santong.domains.platform.surveys.queries import newest_version, parts_of
from santong.kit.access import Viewer
from santong.kit.burden import Asked, DataRequest, Refusal, refusals
from santong.kit.facts import held

BUREAUS = (Organisation.Kind.CITY_BUREAU, Organisation.Kind.COUNTY_BUREAU)
OWN = (Organisation.Kind.CLASS, Organisation.Kind.DEPARTMENT, Organisation.Kind.RESEARCH_GROUP)
"""Places whose own people one asks without a gate: a class, an office."""


def obstacles(viewer: Viewer, survey: Survey) -> list[Refusal]:
    """Everything that keeps a survey from being opened, each with what to do about it."""
    version = newest_version(survey)
    content = version.form if version else Content()
    parts = parts_of(survey)
    return [*_missing(survey, content, parts), *content_faults(survey, content), *_burden(survey, content, parts)]


def _missing(survey: Survey, content: Content, parts: Sequence[AudiencePart]) -> Iterator[Refusal]:
    if not content.fields:
        yield Refusal(_("There is no question yet."), _("Add at least one."))
    if not parts:
        yield Refusal(_("Nobody is chosen yet."), _("Choose first whom it asks."))
    if survey.closes_on is None:
        yield Refusal(_("There is no last day for answers."), _("Set one."))
    elif survey.is_over:
        yield Refusal(_("Its last day has passed."), _("Set a later one."))


def content_faults(survey: Survey, content: Content) -> list[Refusal]:
    """What is wrong with the questions themselves."""
    return [*_unclear(content), *(_leading_back(content) if survey.is_anonymous else ())]


def _unclear(content: Content) -> Iterator[Refusal]:
    for fault in faults_of(content):
        yield Refusal(fault, _("Move the question, or change its condition."))
    for field in content.fields:
        if (field.sensitive or sensitive_by_words(field.label)) and not field.reason:
            yield Refusal(
                _("“%(field)s” asks for sensitive information without saying why.") % {"field": field.label},
                _("Write the reason into the question: whoever answers reads it."),
            )


def _leading_back(content: Content) -> Iterator[Refusal]:
    for field in content.fields:
        fact = held(field.label) if field.kind != FieldKind.FACT else None
        if field.kind in LEADS_BACK or fact is not None or field.sensitive in ("id_number", "phone"):
            yield Refusal(
                _("“%(field)s” would lead an anonymous answer back to a person.") % {"field": field.label},
                _("Leave it out, or ask by name."),
            )


def _burden(survey: Survey, content: Content, parts: Sequence[AudiencePart]) -> list[Refusal]:
    if is_within_own(survey, parts):
        return []
    return [each for each in refusals(data_request(survey, content, parts)) if survey.closes_on is not None]


def is_within_own(survey: Survey, parts: Sequence[AudiencePart]) -> bool:
    """Whether a survey asks nobody outside its own class or office."""
    if survey.organisation.kind not in OWN:
        return False
    return all(part.organisation_id and part.path.startswith(survey.path) for part in parts)


def data_request(survey: Survey, content: Content, parts: Sequence[AudiencePart]) -> DataRequest:
    """A survey as the rules about burden see it."""
    is_bureau = survey.organisation.kind in BUREAUS
    return DataRequest(
        title=survey.title,
        owner=survey.path,
        deadline=survey.closes_on,
        authority=survey.authority,
        ground=survey.ground,
        frequency=survey.frequency,
        minutes=survey.minutes,
        number=survey.number,
        places=[part.path for part in parts if part.organisation_id],
        questions=[Asked(field.label, field.fact) for field in content.fields],
        asks_schools=is_bureau,
        is_anonymous=survey.is_anonymous,
    )
