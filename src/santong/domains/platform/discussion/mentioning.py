"""People are named in a comment only when they may read it, and are told at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.platform.discussion.declaring import Discussed, label_of
from santong.domains.platform.discussion.following import readers_among
from santong.domains.platform.discussion.models import Comment
from santong.domains.platform.identity.public import Person, people_known, picks_of
from santong.domains.platform.notices.public import tell
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.picking import Pick
from santong.kit.refusals import NotPossible

MENTIONED = gettext_lazy("You were mentioned in a comment")


def demand_readers(kind: Discussed, row: Any, people: Iterable[Person]) -> list[Person]:
    """Refuse a mention of somebody who doesn't see the row, whoever they are."""
    wanted = list(people)
    if len(readers_among(kind, row, wanted)) < len(wanted):
        raise NotPossible(_("This person doesn't see it, so they can't be mentioned here."), field="mentioned")
    return wanted


def tell_mentioned(kind: Discussed, row: Any, comment: Comment, people: Iterable[Person]) -> None:
    """Tell those who were mentioned."""
    for person in people:
        tell(
            person, MENTIONED, text=kind.called(row)[:160], address=kind.address(row),
            key=f"mention-{comment.pk}-{person.pk}",
        )  # fmt: skip


def people_near(viewer: Viewer, row: Any) -> Any:
    """Whom a viewer may name by typing: those whose record they see, and those whose comments they read here."""
    writers = Comment.objects.visible_to(viewer).filter(model=label_of(row), object_id=row.pk)
    near = Person.objects.noted(set(writers.values_list("person_id", flat=True)))
    return people_known(viewer) | near


def suggested(request: Request, kind: Discussed, row: Any) -> list[Pick]:
    """Those whom the typed text may mean and who see the row."""
    found = picks_of(request, people_near(request.viewer, row))
    people = Person.objects.noted(pick.key for pick in found)
    readers = {person.pk for person in readers_among(kind, row, people)}
    return [pick for pick in found if pick.key in readers]
