"""What people say about rows of other modules, with its files; who follows a row, and the stars that it got.

Every row here names another one by `model` ("clubs.club") and `object_id`, as the audit record does, and copies its
`path`, so that whoever oversees a place finds what is said there without asking the other table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.discussion.declaring import discussed_kinds, label_of
from santong.domains.platform.moderation.public import withheld
from santong.kit.access import NOTHING, Holder, Scope, Through, Viewer, below_any
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel
from santong.kit.models.base import SoftDeletedQuerySet

PERSON = settings.AUTH_USER_MODEL
TAKE_PART = "discussion.take_part"
LONGEST = 1000
"""Characters of a comment."""
COMMENT = "discussion.comment"
"""The kind under which moderation knows comments."""
OWN = Holder(view=TAKE_PART)
"""A person's alone: no permission shows it to anybody else."""


@dataclass(frozen=True)
class ThroughRow(Scope):
    """A comment shows to those who see the row that it is about, unless moderation holds it back.

    A correction shows to the author of the row and to those who oversee it; whoever wrote something always sees it.
    """

    @property
    def shown_by(self) -> str:
        """Nobody's: what is said about a row shows with the row."""
        return ""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission not in (None, self.view) or viewer.person_id is None:
            return NOTHING
        seen = NOTHING
        for kind in discussed_kinds():
            about = Q(model=kind.table)
            open_to_all = about & Q(kind=Comment.Kind.COMMENT, object_id__in=kind.seen_keys(viewer))
            seen |= open_to_all | (about & Q(kind=Comment.Kind.CORRECTION) & self._corrected(kind, viewer))
        return Q(person_id=viewer.person_id) | (seen & Q(~is_withheld()))

    def own(self, viewer: Viewer) -> Q:
        return NOTHING if viewer.person_id is None else Q(person_id=viewer.person_id)

    def is_held(self, viewer: Viewer, permission: str | None = None) -> bool:
        return False

    def _corrected(self, kind: Any, viewer: Viewer) -> Q:
        theirs = Q(object_id__in=kind.keys_by(viewer.person_id)) if kind.author else NOTHING
        return theirs | below_any("path", viewer.paths(kind.oversee))


def is_withheld() -> Exists:
    """Whether moderation holds a comment back from others."""
    return Exists(withheld(COMMENT).filter(object_id=OuterRef("pk")))


class AboutRow(models.Model):
    """What all these tables have in common."""

    model = models.CharField(_("table"), max_length=64, editable=False)
    object_id = models.BigIntegerField(editable=False)
    path = PathField(editable=False)

    class Meta:
        abstract = True


class AboutQuerySet(SoftDeletedQuerySet):
    """Rows about a row in hand."""

    def about(self, row: models.Model) -> Self:
        """What is about one row, which whoever fetched it was allowed to see."""
        return self.noted([row.pk], by="object_id").filter(model=label_of(row))

    def about_all(self, model: str, keys: Iterable[int]) -> Self:
        """What is about several rows of a table, whose keys stand in the product's own notes."""
        return self.noted(keys, by="object_id").filter(model=model)


class PresentComments(models.Manager.from_queryset(AboutQuerySet)):  # type: ignore[misc]
    """Leaves removed comments out."""

    def get_queryset(self) -> AboutQuerySet:
        return super().get_queryset().filter(removed_at=None)


class Comment(AboutRow, SoftDeletedModel):
    """A comment on a row, or a correction for its author; `parent` is the comment that it answers."""

    audit_hidden = frozenset({"text"})

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Comment")
        CORRECTION = "correction", _("Correction")

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("written by"))
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies", verbose_name=_("reply to"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMMENT)
    text = models.TextField(_("text"), max_length=LONGEST, blank=True)
    is_settled = models.BooleanField(_("settled"), default=False)
    made_at = models.DateTimeField(_("written"), auto_now_add=True)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)

    objects = PresentComments()  # type: ignore[misc]
    with_removed = AboutQuerySet.as_manager()  # type: ignore[assignment]
    scope = ThroughRow(view=TAKE_PART, owner="person_id")

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["model", "object_id", "-made_at"], name="comment_about"),
            models.Index(fields=["path", "id"], name="comment_path"),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def audit_name(self) -> str:
        """Without a word of the text."""
        return f"discussion {self.pk}"


class EarlierText(ScopedModel):
    """What a comment said before it was edited; only its writer and who oversees the row read it."""

    audit_hidden = frozenset({"text"})

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="earlier", verbose_name=_("comment"))
    text = models.TextField(_("text"), blank=True)
    until = models.DateTimeField(_("until"), auto_now_add=True)

    scope = Holder(view=TAKE_PART, owner="comment__person_id")

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.until)

    @property
    def audit_name(self) -> str:
        """Without a word of the text."""
        return f"discussion {self.comment_id}"


class Attachment(ScopedModel):
    """A file that goes with a comment, in order."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="attachments", verbose_name=_("comment"))
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+", verbose_name=_("file"))
    position = models.PositiveSmallIntegerField(default=0)

    scope = Through(view=TAKE_PART, owner="comment__person_id", parent="comment", of="discussion.Comment")

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["comment", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "file"], name="comment_attachment_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.file_id}"


class OwnQuerySet(AboutQuerySet):
    """Of one person about one row there is one."""

    def of(self, person: int, row: models.Model) -> Self:
        """A person's own about a row in hand."""
        return self.about(row).filter(person_id=person)


class Follower(AboutRow, ScopedModel):
    """Somebody who is told what is said about a row, or (muted) doesn't want to be.

    `unread` counts what was said since they were told, at `told_at`.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    is_muted = models.BooleanField(_("muted"), default=False)
    unread = models.PositiveIntegerField(default=0, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)

    objects = OwnQuerySet.as_manager()  # type: ignore[misc]
    scope = OWN

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        indexes = [models.Index(fields=["told_at"], condition=Q(unread__gt=0), name="follower_to_tell")]
        constraints = [models.UniqueConstraint(fields=["model", "object_id", "person"], name="follower_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class Rating(AboutRow, ScopedModel):
    """One person's stars for a row."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    stars = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    objects = OwnQuerySet.as_manager()  # type: ignore[misc]
    scope = OWN

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["model", "object_id", "person"], name="row_rating_once"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="row_rating_one_to_five"),
        ]

    def __str__(self) -> str:
        return str(self.stars)


def with_files(comments: Any) -> Any:
    """Comments with the key and name of each of their files: one line for each file, in one question."""
    rows = comments.annotate(file=F("attachments__file_id"), file_name=F("attachments__file__name"))
    return rows.annotate(file_at=F("attachments__position"))
