"""Writing about a row, editing, removing, settling, following and rating."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.discussion.checking import demand_fit, is_shown
from santong.domains.platform.discussion.declaring import Discussed, kind_of, label_of
from santong.domains.platform.discussion.events import CommentWritten, RowRated
from santong.domains.platform.discussion.following import become_follower, count_unread
from santong.domains.platform.discussion.mentioning import demand_readers, tell_mentioned
from santong.domains.platform.discussion.models import Attachment, Comment, EarlierText, Follower, Rating
from santong.domains.platform.files.public import File
from santong.domains.platform.identity.public import Person
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible

Kind = Comment.Kind


def write(
    *,
    acting: Viewer,
    row: Any,
    text: str,
    kind: str = Kind.COMMENT,
    parent: Comment | None = None,
    files: Sequence[File] = (),
    mentioned: Iterable[Person] = (),
) -> Comment:
    """Comment on a row that the viewer sees, or answer a comment; raises `NotPossible`."""
    declared, person, text = kind_of(row), _person(acting), text.strip()
    _demand_possible(declared, acting, row, text, files)
    people = demand_readers(declared, row, mentioned)
    with transaction.atomic(), named("discussion.write"):
        comment = Comment.objects.create(
            model=label_of(row), object_id=row.pk, path=row.path, person_id=person, kind=kind, text=text,
            parent=_thread(parent, row),
        )  # fmt: skip
        _attach(comment, files)
        for each in {declared.author_of(row) or person, person, *(each.pk for each in people)}:
            become_follower(each, row)
        if is_shown(comment.pk):
            count_unread(row, comment)
            tell_mentioned(declared, row, comment, people)
        emit(CommentWritten(comment.pk, comment.model, row.pk, person))
    return comment


def _demand_possible(kind: Discussed, acting: Viewer, row: Any, text: str, files: Sequence[File]) -> None:
    if not text and not files:
        raise NotPossible(_("Write something first."), field="text")
    if files and not kind.attachments:
        raise NotPossible(_("Files can't be added here."), field="files")
    if objection := kind.objection(acting, row):
        raise NotPossible(objection, field="text")
    demand_fit("\n".join([text, *(file.name for file in files)]) if files else text, row.path)


def _thread(parent: Comment | None, row: Any) -> Comment | None:
    """The comment below which an answer stands: answers to answers stand below the same one."""
    if parent is None:
        return None
    if (parent.model, parent.object_id) != (label_of(row), row.pk):
        raise PermissionDenied("answers another row")
    return parent.parent or parent


def _attach(comment: Comment, files: Sequence[File]) -> None:
    there = Attachment.objects.belonging_to(comment=comment)
    there.exclude(file__in=files).delete()
    known = set(there.values_list("file_id", flat=True))
    new = [(position, file) for position, file in enumerate(files) if file.pk not in known]
    Attachment.objects.bulk_create(Attachment(comment=comment, file=file, position=at) for at, file in new)


def edit(*, acting: Viewer, comment: Comment, row: Any, text: str, files: Sequence[File]) -> None:
    """Change one's own comment; what it said before is kept."""
    text = text.strip()
    if comment.person_id != acting.person_id:
        raise PermissionDenied("discussion.edit")
    _demand_possible(kind_of(row), acting, row, text, files)
    with transaction.atomic(), named("discussion.edit"):
        held = Comment.objects.locked_for_action(comment)
        if held.text != text:
            EarlierText.objects.create(comment=held, text=held.text)
            held.text, held.edited_at = text, timezone.now()
            held.save(update_fields=["text", "edited_at"])
        _attach(held, files)
        is_shown(held.pk)


def remove(*, acting: Viewer, comment: Comment, row: Any) -> None:
    """Take a comment away: its writer, or who oversees the row."""
    if comment.person_id != acting.person_id and not kind_of(row).oversees(acting, row):
        raise PermissionDenied("discussion.remove")
    with named("discussion.remove"):
        Comment.objects.again([comment]).remove()


def restore(key: int) -> None:
    """Bring back a comment that was removed."""
    with named("discussion.restore"):
        Comment.with_removed.noted([key]).restore()


def settle(*, acting: Viewer, comment: Comment, row: Any) -> None:
    """The author took a correction in."""
    if comment.kind != Kind.CORRECTION or kind_of(row).author_of(row) != acting.person_id:
        raise NotPossible(_("Only its author can do this."))
    with named("discussion.settle"):
        comment.is_settled = True
        comment.save(update_fields=["is_settled"])


def follow(*, acting: Viewer, row: Any, muted: bool = False) -> None:
    """Be told what is said about a row, or (muted) no longer, whatever one writes there."""
    person = _person(acting)
    with transaction.atomic(), named("discussion.mute" if muted else "discussion.follow"):
        become_follower(person, row)
        mine = Follower.objects.of(person, row).select_for_update().get()
        mine.is_muted, mine.unread = muted, 0
        mine.save(update_fields=["is_muted", "unread"])


def rate(*, acting: Viewer, row: Any, stars: int) -> None:
    """Give 1 to 5 stars, or change what was given; nobody rates their own work."""
    person = _person(acting)
    if person == kind_of(row).author_of(row):
        raise NotPossible(_("Nobody rates their own work."))
    if not 1 <= stars <= 5:
        raise NotPossible(_("Choose one to five stars."))
    with transaction.atomic(), named("discussion.rate"):
        type(row).objects.locked_for_action(row)
        mine = Rating.objects.of(person, row).first()
        before = mine.stars if mine else 0
        Rating.objects.keeping_unique().update_or_create(
            model=label_of(row), object_id=row.pk, person_id=person, defaults={"stars": stars, "path": row.path}
        )
        emit(RowRated(label_of(row), row.pk, person, stars, before))


def _person(acting: Viewer) -> int:
    if acting.person_id is None:
        raise PermissionDenied("discussion.write")
    return acting.person_id
