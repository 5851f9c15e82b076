"""What people keep of resources."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.models.catalogue import Node
from santong.domains.learning.resources.models.resources import Resource
from santong.kit.access import Holder
from santong.kit.models import ScopedModel, SoftDeletedModel

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
