"""Locks: resources that not everybody in their reach may open, and the keys to them."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope, Viewer
from santong.kit.models import PathField, ScopedModel


class Key(ScopedModel):
    """A person, or everybody at and below `path`, may open what is behind a lock.

    `lock` is what stands in `Resource.lock`; whoever locks (bought packs, resources that cost points) makes the
    names. A key opens from the first to the last of its days; the day after, what is behind the lock is closed
    at once, because keys are asked at every reading.
    """

    lock = models.CharField(max_length=24, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    path = PathField(blank=True, editable=False)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    scope = Scope(view="resources.oversee", owner="person_id")

    class Meta:
        verbose_name = _("key to resources")
        verbose_name_plural = _("keys to resources")
        indexes = [models.Index(fields=["path", "lock"], name="key_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) & ~Q(path="") | Q(person__isnull=False, path=""), name="key_person_or_place"
            ),
            models.UniqueConstraint(fields=["lock", "person"], condition=Q(path=""), name="key_person_once"),
            models.UniqueConstraint(fields=["lock", "path"], condition=Q(person=None), name="key_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lock} {self.path or self.person_id}"


def keys_of(viewer: Viewer) -> QuerySet[Key]:
    """The keys that open something for the viewer today."""
    rows = Key.objects.unscoped("the viewer's own keys")
    own = Q(person=viewer.person_id or 0) | Q(path__in=viewer.places_above())
    found: QuerySet[Key] = rows.filter(own, _good_today())
    return found


def locks_at(paths: Iterable[str]) -> dict[str, list[str]]:
    """The locks that everybody at each of these places can open today, by the place's path; keys of places above
    are theirs, not repeated here.
    """
    found: dict[str, list[str]] = {}
    rows = Key.objects.numbers_only().filter(_good_today(), path__in=list(paths))
    for path, lock in rows.exclude(path="").values_list("path", "lock"):
        found.setdefault(path, []).append(lock)
    return found


def _good_today() -> Q:
    today = timezone.localdate()
    begun = Q(valid_from=None) | Q(valid_from__lte=today)
    return begun & (Q(valid_until=None) | Q(valid_until__gte=today))
