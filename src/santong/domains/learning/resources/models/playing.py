"""How far people are in what they watch and read, and their notes at a place in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.models.resources import Resource
from santong.domains.learning.resources.models.using import OWN
from santong.kit.models import ScopedModel

PERSON = settings.AUTH_USER_MODEL


class Playing(ScopedModel):
    """How far a person is with one file of a resource.

    `at` is where they stopped, to go on there: seconds of a recording, the page of a document. `seconds`
    is how long they watched or read altogether.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="+")
    file = models.ForeignKey("files.File", models.CASCADE, related_name="+")
    at = models.FloatField(default=0)
    seconds = models.FloatField(default=0)
    is_complete = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    scope = OWN

    class Meta:
        verbose_name = _("place in a recording")
        verbose_name_plural = _("places in recordings")
        constraints = [
            models.UniqueConstraint(fields=["person", "file"], name="playing_once"),
            models.CheckConstraint(condition=Q(at__gte=0, seconds__gte=0), name="playing_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.at:.0f}"


class Stretch(models.Model):
    """A piece that was watched in one go, known by the id its browser gave it.

    It is kept only as long as a browser may send it a second time; the record store keeps what was told.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    playing = models.ForeignKey(Playing, models.CASCADE, related_name="stretches")
    taken_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("watched piece")
        verbose_name_plural = _("watched pieces")

    def __str__(self) -> str:
        return str(self.id)


class Mark(ScopedModel):
    """A person's note at a place of a file, or a chapter that its author named for everybody.

    `at` is in seconds of a recording, else the page.
    """

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        CHAPTER = "chapter", _("Chapter")

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="+")
    file = models.ForeignKey("files.File", models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.NOTE)
    at = models.FloatField(_("place"), default=0)
    text = models.CharField(_("text"), max_length=300)
    made_at = models.DateTimeField(auto_now_add=True)

    audit_hidden = frozenset({"text"})
    scope = OWN

    class Meta:
        verbose_name = _("note at a place")
        verbose_name_plural = _("notes")
        indexes = [models.Index(fields=["file", "kind", "at"], name="mark_file")]
        constraints = [models.CheckConstraint(condition=Q(at__gte=0), name="mark_not_negative")]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def audit_name(self) -> str:
        return f"note {self.file_id}"
