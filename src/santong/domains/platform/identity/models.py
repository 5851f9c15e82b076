"""People. One person has one account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel, ScopedQuerySet


class PersonManager(BaseUserManager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Creates people; sign-in looks them up by the username only."""

    def create_person(self, *, username: str, name: str, password: str | None = None, **fields: Any) -> Person:
        """A person with an account; without a password nobody can sign in to it."""
        person = self.model(username=username, name=name, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str) -> Person:
        return self.unscoped("signing in").get(username=username)


class Person(ScopedModel, AbstractBaseUser):
    """A natural person of the region, with the account to sign in with.

    `path` is the organisation that keeps the person's record (a pupil's school, a teacher's
    employer). Identity and phone numbers are kept encrypted, with a keyed index to find them
    (see `santong.domains.platform.identity.secrets`).
    """

    class Sex(models.TextChoices):
        """GB/T 2261.1."""

        UNKNOWN = "0", _("Unknown")
        MALE = "1", _("Male")
        FEMALE = "2", _("Female")
        UNSTATED = "9", _("Not stated")

    username = models.CharField(_("username"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=60)
    pinyin = models.CharField(max_length=120, blank=True, editable=False)
    initials = models.CharField(max_length=24, blank=True, editable=False)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    id_number_cipher = models.CharField(max_length=120, blank=True, editable=False)
    id_number_index = models.CharField(max_length=43, blank=True, editable=False)
    phone_cipher = models.CharField(max_length=120, blank=True, editable=False)
    phone_index = models.CharField(max_length=43, blank=True, editable=False, db_index=True)
    path = PathField(blank=True, editable=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)

    USERNAME_FIELD = "username"
    audit_hidden = frozenset(
        {"password", "id_number_cipher", "id_number_index", "phone_cipher", "phone_index", "birth_date"}
    )
    audit_ignored = frozenset({"last_login"})

    objects = PersonManager()
    scope = Scope(view="people.view", owner="id")

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["path", "id"]
        indexes = [
            models.Index(fields=["path", "id"], name="person_path"),
            models.Index(fields=["name"], name="person_name"),
            models.Index(fields=["pinyin"], name="person_pinyin"),
            models.Index(fields=["initials"], name="person_initials"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_number_index"],
                condition=~models.Q(id_number_index=""),
                name="person_id_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        """The username: names of people stay out of the audit."""
        return self.username
