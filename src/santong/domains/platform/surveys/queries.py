"""Reads on surveys."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.surveys.models import (
    ANSWER,
    ASK,
    ASKERS,
    RESULTS,
    AnonymousAnswer,
    Answer,
    AnswerFile,
    Asked,
    AudiencePart,
    Survey,
    Version,
)
from santong.kit.access import Viewer

State = Survey.State


def parts_of(survey: Survey) -> list[AudiencePart]:
    """What was chosen, in the order of choosing."""
    rows = AudiencePart.objects.belonging_to(survey=survey).select_related("organisation", "person")
    return list(rows.order_by("pk"))


def version_in_force(survey: Survey) -> Version | None:
    """The questions that people answer now; None before it was opened."""
    return Version.objects.belonging_to(survey=survey).filter(state=Version.State.IN_FORCE).first()


def draft_of(survey: Survey) -> Version | None:
    """The questions that are being written; None while nobody changes them."""
    return Version.objects.belonging_to(survey=survey).filter(state=Version.State.DRAFT).first()


def newest_version(survey: Survey) -> Version | None:
    """The draft, else the version in force."""
    return draft_of(survey) or version_in_force(survey)


def may_read_results(viewer: Viewer, survey: Survey) -> bool:
    """Whether a viewer reads the answers: at exactly the place that asks, or as who asked while they may."""
    if survey.path in viewer.paths(RESULTS) or "" in viewer.paths(RESULTS):
        return True
    return survey.author_id == viewer.person_id and viewer.can(RESULTS, survey.path)


def asked_of(viewer: Viewer) -> QuerySet:
    """The rows by which surveys ask a viewer, of those that began and aren't removed."""
    rows: QuerySet = Asked.objects.of_acting(viewer).filter(
        Q(survey__state=State.OPEN) | Q(survey__state=State.CLOSED, answered=True),
        survey__removed_at=None, survey__opens_on__lte=timezone.localdate(),
    )  # fmt: skip
    return rows.select_related("survey__organisation", "child")


def waiting_for(viewer: Viewer) -> QuerySet:
    """Those of them that wait for an answer."""
    if not viewer.can(ANSWER):
        return Asked.objects.of_acting(viewer).none()
    return asked_of(viewer).filter(
        answered=False, survey__state=State.OPEN, survey__closes_on__gte=timezone.localdate()
    )


def lacking(survey: Survey) -> QuerySet:
    """Who hasn't answered; a family that answered for a child isn't among them."""
    rows: QuerySet = Asked.objects.belonging_to(survey=survey).filter(answered=False)
    return rows.select_related("person", "child").order_by("path", "person__pinyin", "pk")


def answers_wanted(rows: QuerySet) -> int:
    """How many answers some rows of people asked stand for: one for each child, whoever of the family is asked."""
    counted = rows.order_by().aggregate(
        people=Count("pk", filter=Q(child=None)), children=Count("child", distinct=True)
    )
    return int(counted["people"] + counted["children"])


def number_answered(survey: Survey) -> int:
    """How many answers there are; of an anonymous survey those whose answers are shown."""
    if survey.is_anonymous:
        return AnonymousAnswer.objects.filter(survey=survey, mixed=True).count()
    return int(Answer.objects.belonging_to(survey=survey).filter(state=Answer.State.SENT).count())


def own_answers(viewer: Viewer, asked: Asked) -> list[Answer]:
    """What the viewer has sent for themselves or this child, the latest first."""
    rows = Answer.objects.of_acting(viewer).filter(
        survey=asked.survey_id, child=asked.child_id, person=viewer.person_id, state=Answer.State.SENT
    )
    return list(rows.select_related("version").order_by("-pk"))


def own_draft(viewer: Viewer, asked: Asked) -> Answer | None:
    """What the viewer has begun to write, None for nothing."""
    rows = Answer.objects.of_acting(viewer).filter(
        survey=asked.survey_id, child=asked.child_id, person=viewer.person_id, state=Answer.State.DRAFT
    )
    found: Answer | None = rows.first()
    return found


def readable_through_surveys(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]:
    """Of these files those of answers that the viewer may read or gave."""
    rows = AnswerFile.objects.visible_to(viewer).filter(file_id__in=file_ids)
    return list(rows.values_list("file_id", flat=True))


def answers_to_read(viewer: Viewer) -> QuerySet:
    """The answers that were sent to a viewer as an asker; those that they gave themselves are elsewhere."""
    rows: QuerySet = Answer.objects.visible_to(viewer).filter(ASKERS.rows(viewer))
    places = Organisation.with_removed.open_to_everyone().filter(path=OuterRef("path")).values("name")[:1]
    return rows.annotate(place_name=Subquery(places)).select_related("survey", "version", "person", "child")


def copyable(viewer: Viewer) -> QuerySet:
    """Surveys that a viewer may begin from: templates of the places above, and those of their own place."""
    rows: QuerySet = Survey.objects.visible_to(viewer, None).filter(is_template=True)
    return rows.select_related("organisation").order_by("path", "title") if viewer.can(ASK) else rows.none()
