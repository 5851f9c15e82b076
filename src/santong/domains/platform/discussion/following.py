"""Who is told what is said about a row: at most once an hour, everything in one notice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import ngettext_lazy

from santong.domains.platform.access.public import viewers_of
from santong.domains.platform.discussion.declaring import Discussed, discussed_kinds, kind_of, label_of
from santong.domains.platform.discussion.models import Comment, Follower
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import tell
from santong.kit.audit import named

PAUSE = timedelta(hours=1)
"""How long somebody isn't told again about the same row."""


def become_follower(person: int, row: Any) -> None:
    """Follow a row from now on; whoever follows it, or is muted, stays so."""
    Follower.objects.keeping_unique().get_or_create(
        model=label_of(row), object_id=row.pk, person_id=person, defaults={"path": row.path}
    )


def count_unread(row: Any, comment: Comment) -> None:
    """One more comment of which the followers have not been told; a correction is for the author alone."""
    waiting = Follower.objects.about(row).filter(is_muted=False).exclude(person_id=comment.person_id)
    if comment.kind == Comment.Kind.CORRECTION:
        waiting = waiting.filter(person_id=kind_of(row).author_of(row) or 0)
    waiting.update_quietly(unread=F("unread") + 1)


def tell_followers() -> int:
    """Tell those who follow what was said since they were told last; returns how many people."""
    told = 0
    for kind in discussed_kinds():
        told += sum(_tell_about(kind, key) for key in _rows_to_tell(kind))
    return told


def _due() -> Q:
    return Q(unread__gt=0, is_muted=False) & (Q(told_at=None) | Q(told_at__lte=timezone.now() - PAUSE))


def _rows_to_tell(kind: Discussed) -> list[int]:
    rows = Follower.objects.by_installation().filter(_due(), model=kind.table)
    return sorted(set(rows.values_list("object_id", flat=True)))


def _tell_about(kind: Discussed, key: int) -> int:
    with transaction.atomic(), named("discussion.tell"):
        rows = Follower.objects.by_installation().select_for_update(of=("self",))
        due = list(rows.filter(_due(), model=kind.table, object_id=key).select_related("person"))
        row = kind.rows_of._base_manager.filter(pk=key).first()
        readers = {person.pk for person in readers_among(kind, row, (each.person for each in due))} if row else set()
        _tell_in_bundles(kind, row, [each for each in due if each.person_id in readers])
        keys = [each.pk for each in due]
        Follower.objects.by_installation().filter(pk__in=keys).update_quietly(unread=0, told_at=timezone.now())
    return len(readers)


def _tell_in_bundles(kind: Discussed, row: Any, followers: Iterable[Follower]) -> None:
    """One notice for all who have as many comments to read."""
    by_number: dict[int, list[Person]] = defaultdict(list)
    for each in followers:
        by_number[each.unread].append(each.person)
    for number, people in by_number.items():
        # The title leaves the product: it names neither the row nor anybody.
        title = ngettext_lazy(
            "%(n)s new comment on something you follow", "%(n)s new comments on something you follow", number
        )
        tell(people, title, words={"n": str(number)}, text=kind.called(row)[:160], address=kind.address(row))


def readers_among(kind: Discussed, row: Any, people: Iterable[Person]) -> list[Person]:
    """Those of some people who may read what is said about a row, in whichever of their identities."""
    found = list(people)
    viewers = viewers_of([person.pk for person in found])
    return [
        person
        for person in found
        if person.is_active and any(kind.visible(each).filter(pk=row.pk).exists() for each in viewers[person.pk])
    ]
