"""What the library listens to, and what it tells others."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import F, Q, QuerySet

from santong.domains.learning.resources import events, moderating
from santong.domains.learning.resources.facts import about
from santong.domains.learning.resources.indexing import refresh
from santong.domains.learning.resources.models import Kind, Part, Resource, Review
from santong.domains.learning.resources.queries.playing import TO_COPY
from santong.domains.learning.resources.telling import tell_author
from santong.domains.platform.discussion.public import CommentWritten, RowRated
from santong.domains.platform.files.public import FileConverted, FileReworded
from santong.domains.platform.records.public import Happening, record_from
from santong.kit.access import Viewer
from santong.kit.events import emit, subscribe

_VERBS = {
    events.ResourceViewed: "viewed",
    events.ResourceDownloaded: "downloaded",
    events.ResourceCommented: "commented",
    events.ResourceSubmitted: "submitted",
    events.ResourceShared: "shared",
}


_KINDS = {
    Kind.SLIDES: "presentation",
    Kind.MICRO: "video",
    Kind.QUESTIONS: "exercise",
    Kind.MATERIAL: "image",
    Kind.EXPERIMENT: "package",
    Kind.PACK: "package",
}
"""The kinds of the profile (docs/records-profile.md); all others are documents."""


def connect() -> None:
    """Called once at start-up."""
    for event, verb in _VERBS.items():
        record_from(event, _plain(verb))
    record_from(events.ResourceRated, _rated)
    record_from(events.ResourceReviewed, _reviewed)
    record_from(events.ResourcePlayed, _played)
    record_from(events.ResourceCompleted, _completed)
    subscribe(events.ResourceReviewed, tell_author, inside=True)
    subscribe(CommentWritten, is_commented, inside=True)
    subscribe(RowRated, is_rated, inside=True)
    subscribe(FileConverted, text_is_there)
    subscribe(FileReworded, file_is_reworded, inside=True)


def is_commented(event: CommentWritten) -> None:
    """Somebody has written about a resource: learning records and points hear of it."""
    for row in _discussed(event):
        emit(events.ResourceCommented(row.pk, event.person_id, row.title, **about(row)))


def is_rated(event: RowRated) -> None:
    """Somebody has given a resource stars: it carries their sum."""
    for row in _discussed(event):
        given, first = event.stars - event.before, 0 if event.before else 1
        Resource.objects.again([row]).update_quietly(stars=F("stars") + given, raters=F("raters") + first)
        emit(events.ResourceRated(row.pk, event.person_id, row.title, event.stars, **about(row)))


def _discussed(event: CommentWritten | RowRated) -> QuerySet[Resource]:
    rows: QuerySet[Resource] = Resource.objects.noted([event.object_id])
    return rows if event.model == Resource._meta.label_lower else rows.none()


def readable_through_resources(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]:
    """Files in the admitted version of a resource that the viewer sees, in a version that waits for
    their review, or in any version of their own.
    """
    return _held(viewer, file_ids, Resource.objects.visible_to(viewer))


def savable_through_resources(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]:
    """The same, as far as licences let copies be carried away; authors and reviewers open what they have to."""
    return _held(viewer, file_ids, Resource.objects.visible_to(viewer).filter(licence__in=TO_COPY))


def _held(viewer: Viewer, file_ids: Collection[int], resources: QuerySet[Resource]) -> Iterable[int]:
    granted = Q(version__resource__in=resources.values("pk"), version__state="admitted")
    granted |= Q(version__resource__author=viewer.person_id or 0)
    if viewer.can("resources.review"):
        waiting = Review.objects.visible_to(viewer, "resources.review").filter(state=Review.State.WAITING)
        granted |= Q(version__resource__in=waiting.values("resource"), version__state__in=("submitted", "admitted"))
    return Part.objects.filter(granted, file__in=file_ids).values_list("file_id", flat=True)


def text_is_there(event: FileConverted) -> None:
    """The text of a file has been found: what it is in can be searched by it."""
    if event.kind == "text" and event.ready:
        rows = Resource.objects.unscoped("bringing the index up to date")
        holding = Part.objects.filter(file=event.file_id, version__state="admitted").values("version__resource")
        refresh(rows.filter(pk__in=holding, status=Resource.Status.ADMITTED))
        moderating.check_file(event.file_id)


def file_is_reworded(event: FileReworded) -> None:
    """What is written at a file isn't what reviewers saw."""
    moderating.check_file(event.file_id)


def _plain(verb: str):  # type: ignore[no-untyped-def]
    def happening(event: events.ResourceEvent) -> Happening:
        return _happening(event, verb)

    return happening


def _happening(event: events.ResourceEvent, verb: str, result: dict[str, object] | None = None) -> Happening:
    activity = f"resources/{event.resource_id}"
    told = _extensions(event)
    return Happening(event.person_id, verb, activity, "resource", event.title, result=result or {}, extensions=told)


def _extensions(event: events.ResourceEvent) -> dict[str, str]:
    kind = _KINDS.get(Kind(event.kind), "document") if event.kind else ""
    told = {"subject": event.subject, "kind": kind}
    return {name: value for name, value in told.items() if value}


def _played(event: events.ResourcePlayed) -> Happening:
    return _media(event, "played", {"duration": duration(event.seconds)})


def _completed(event: events.ResourceCompleted) -> Happening:
    return _media(event, "completed", {"duration": duration(event.seconds), "completion": True})


def _media(event: events.ResourcePlayed | events.ResourceCompleted, verb: str, result: dict[str, object]) -> Happening:
    """About the file; what it belongs to is the resource."""
    resource = f"resources/{event.resource_id}"
    activity = f"{resource}/play/{event.file_id}"
    told = _extensions(event)
    return Happening(
        event.person_id, verb, activity, "media", event.title, result=result, grouping=(resource,), extensions=told
    )


def duration(seconds: float) -> str:
    """Seconds as ISO 8601 with the hundredths that xAPI compares.

    >>> duration(75.5)
    'PT75.5S'
    """
    return f"PT{round(seconds, 2):g}S"


def _rated(event: events.ResourceRated) -> Happening:
    result: dict[str, object] = {"score": {"raw": event.stars, "min": 1, "max": 5, "scaled": (event.stars - 1) / 4}}
    return _happening(event, "rated", result)


def _reviewed(event: events.ResourceReviewed) -> Happening | None:
    if not event.person_id:
        return None
    result: dict[str, object] = {"success": event.admitted}
    return _happening(event, "reviewed", result)
