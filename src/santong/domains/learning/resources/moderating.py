"""What moderators decide about resources, and what that does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.learning.resources.actions.checking import RESOURCE, is_held, texts_of
from santong.domains.learning.resources.actions.drafting import files_of
from santong.domains.learning.resources.actions.reviewing import leave_library
from santong.domains.learning.resources.indexing import refresh
from santong.domains.learning.resources.models import NOWHERE, Mark, Resource, Review, Version
from santong.domains.learning.resources.places import reach_of
from santong.domains.learning.resources.queries.seeing import resource_for
from santong.domains.platform.files.public import subtitles_of, text_of
from santong.domains.platform.moderation.public import Holdable, Level, Subject, check
from santong.kit.access import Viewer
from santong.kit.refusals import NotPossible

MOST_TEXT = 200_000
"""Characters of a resource's files that are checked."""
REASON = "moderation looks for everybody"
State, Status = Version.State, Resource.Status


def shown_resources() -> Iterable[int]:
    """Those in the library that are to be seen, and those that wait for review."""
    rows = Resource.objects.unscoped(REASON).filter(status__in=(Status.ADMITTED, Status.SUBMITTED))
    return rows.exclude(status=Status.ADMITTED, reach=NOWHERE).order_by("pk").values_list("pk", flat=True)


def describe_resource(key: int) -> Subject | None:
    """The version that waits for review, or else the admitted one, with what is written in and beside its files."""
    row = Resource.objects.noted([key]).first()
    version = _checked_version(row) if row else None
    if row is None or version is None:
        return None
    files = files_of(version)
    text = "\n".join([*(file.name for file in files), *(text_of(file) for file in files)])
    chapters = Mark.objects.belonging_to(file__in=files).filter(kind=Mark.Kind.CHAPTER).order_by("at", "pk")
    said = "\n".join(chapters.values_list("text", flat=True))
    texts = {**texts_of(version), "files": text[:MOST_TEXT], "chapters": said, "subtitles": subtitles_of(files)}
    address = reverse("resources:resource", args=[row.pk])
    title = texts["title"] or row.title
    return Subject(title, row.path, texts, row.author_id, address, _opens(row.pk), level_of(row))


def _checked_version(row: Resource) -> Version | None:
    rows = row.versions.filter(state__in=(State.SUBMITTED, State.ADMITTED)).order_by("-number")
    found: Version | None = rows.first()
    return found


def level_of(resource: Resource) -> Level:
    """The level that has let a resource in, as moderation calls it; the school's before any has."""
    return Level(resource.level) if resource.level else Level.SCHOOL


def _opens(pk: int) -> Callable[[Viewer], bool]:
    return lambda viewer: resource_for(viewer, pk) is not None


def settle_resource(acting: Viewer, key: int, state: str, reason: str) -> None:
    """Released: whom it is for see it, or reviewers may admit it. Rejected: it leaves the library, or
    goes back to its author. Waiting again: nobody sees it.
    """
    row = Resource.objects.noted([key]).select_for_update().get()
    version = _checked_version(row)
    if version is None:
        raise NotPossible(_("It isn't handed in any more, so this can't be taken back."))
    if version.state == State.SUBMITTED:
        if state == "rejected":
            _return(row, version, reason)
    elif state == "rejected":
        leave_library(row, Status.WITHDRAWN, reason)
    else:
        row.status, row.withdrawn_because = Status.ADMITTED, ""
        row.reach = reach_of(row) if state == "released" else NOWHERE
        row.save()
        refresh([row])


def _return(row: Resource, version: Version, reason: str) -> None:
    version.state = State.RETURNED
    version.save(update_fields=["state"])
    waiting = Review.objects.belonging_to(resource=row).filter(state=Review.State.WAITING)
    waiting.update(state=Review.State.RETURNED, remarks={"": reason})
    if not row.was_admitted:
        row.status = Status.RETURNED
        row.save(update_fields=["status"])


def refusal_of(file_id: int, texts: Mapping[str, str]) -> str:
    """Why a file of a resource that others see, or are about to, can't have these texts; "" when it can."""
    states = (State.SUBMITTED, State.ADMITTED, State.REPLACED)
    rows = Resource.objects.unscoped(REASON).filter(versions__state__in=states, versions__parts__file=file_id)
    paths = set(rows.values_list("path", flat=True))
    return next(filter(None, (check(texts, path=path).refusal for path in paths)), "")


def check_file(file_id: int) -> None:
    """What is written in or beside a file isn't what it was: check what the file is in, and hide what has to wait."""
    states = (State.SUBMITTED, State.ADMITTED)
    rows = Resource.objects.unscoped(REASON).filter(versions__state__in=states, versions__parts__file=file_id)
    for row in rows.distinct():
        if is_held(RESOURCE, row.pk):
            hide(row)
        else:
            show_again(row)


def hide(row: Resource) -> None:
    """Nobody but its author sees an admitted resource while it waits; one in review is hidden already."""
    version = _checked_version(row)
    if row.status == Status.ADMITTED and version is not None and version.state == State.ADMITTED:
        row.reach = NOWHERE
        row.save(update_fields=["reach"])
        refresh([row])


def show_again(row: Resource) -> None:
    """Whom an admitted resource is for see it again once its author has taken out what held it."""
    version = _checked_version(row)
    if row.status == Status.ADMITTED and row.reach == NOWHERE and version and version.state == State.ADMITTED:
        row.reach = reach_of(row)
        row.save(update_fields=["reach"])
        refresh([row])


HOLDABLES = (
    Holdable(
        RESOURCE,
        gettext_lazy("Resource"),
        {
            "title": gettext_lazy("title"),
            "summary": gettext_lazy("summary"),
            "keywords": gettext_lazy("keywords"),
            "source": gettext_lazy("source"),
            "files": gettext_lazy("Files"),
            "chapters": gettext_lazy("Chapters"),
            "subtitles": gettext_lazy("Subtitles"),
        },
        describe_resource,
        settle_resource,
        shown_resources,
    ),
)
"""What of the library is held until a moderator has released it."""
