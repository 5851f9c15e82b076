"""What people keep and say about resources."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.models.catalogue import Node
from santong.domains.learning.resources.models.resources import Resource
from santong.kit.access import Holder, Scope
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

PERSON = settings.AUTH_USER_MODEL


OWN = Holder(view="resources.view")
"""A person's alone: no permission shows them to anybody else."""


class Collection(SoftDeletedModel):
    """Resources that a person put together: favourites, a collection, or a lesson basket for a class."""

    class Purpose(models.TextChoices):
        FAVOURITES = "favourites", _("Favourites")
        COLLECTION = "collection", _("Collection")
        LESSON = "lesson", _("Lesson preparation")

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="collections")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose, default=Purpose.COLLECTION)
    name = models.CharField(_("name of the collection"), max_length=80)
    school_class = models.ForeignKey(
        "organisations.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("class"),
    )
    changed_at = models.DateTimeField(auto_now=True)

    scope = OWN

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(purpose="favourites", removed_at=None), name="favourites_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class CollectionItem(models.Model):
    """A resource in a collection, in order."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="items")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["collection", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["collection", "resource"], name="collection_item_once")]

    def __str__(self) -> str:
        return f"{self.collection_id} · {self.resource_id}"


class Rating(ScopedModel):
    """One person's stars for a resource."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="ratings")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    stars = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    scope = OWN

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["resource", "person"], name="rating_once"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_one_to_five"),
        ]

    def __str__(self) -> str:
        return str(self.stars)


class Comment(SoftDeletedModel):
    """A remark beside a resource, or a correction for its author. `path` is the resource's."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Comment")
        CORRECTION = "correction", _("Correction")

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="comments", verbose_name=_("resource"))
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("written by"))
    path = PathField(editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMMENT)
    text = models.TextField(_("text"), max_length=1000)
    is_settled = models.BooleanField(_("settled"), default=False)
    made_at = models.DateTimeField(_("written"), auto_now_add=True)

    scope = Scope(view="resources.oversee", owner="person_id")

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["resource", "kind"], name="comment_resource")]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def audit_name(self) -> str:
        return f"comment {self.resource_id}"


class Viewing(models.Model):
    """That somebody opened a resource on a day, so that a day counts once; rows of past days are deleted."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        verbose_name = _("viewing")
        verbose_name_plural = _("viewings")
        constraints = [models.UniqueConstraint(fields=["resource", "person", "day"], name="viewing_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.resource_id}"


class SavedSearch(ScopedModel):
    """A search to come back to: its address's parameters, and a name."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    name = models.CharField(_("name of the search"), max_length=60)
    query = models.CharField(max_length=500)

    scope = OWN

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [models.UniqueConstraint(fields=["person", "query"], name="saved_search_once")]

    def __str__(self) -> str:
        return self.name


class Progress(ScopedModel):
    """How far a teacher has come with a class in a subject: the lesson that is next."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    school_class = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    subject = models.CharField(_("subject"), max_length=20)
    node = models.ForeignKey(Node, models.CASCADE, related_name="+", verbose_name=_("unit or lesson"))
    changed_at = models.DateTimeField(auto_now=True)

    scope = OWN

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [models.UniqueConstraint(fields=["person", "school_class", "subject"], name="progress_once")]

    def __str__(self) -> str:
        return f"{self.subject} {self.school_class_id}"
