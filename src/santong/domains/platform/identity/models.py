"""People. One person has one account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.identity import secrets
from santong.domains.platform.identity.name_search import name_tokens
from santong.kit.access import Holder, Scope
from santong.kit.models import PathField, ScopedModel, ScopedQuerySet, TokensField


class PersonQuerySet(ScopedQuerySet):
    """Finds people by the numbers that are kept sealed."""

    def by_id_number(self, number: str) -> PersonQuerySet:
        """The person with an identity number, however it is written; nobody for an empty one."""
        return self._by_index("id_number_index", secrets.Kind.ID_NUMBER, number)

    def by_phone(self, number: str) -> PersonQuerySet:
        """Those who share a phone number; nobody for an empty one."""
        return self._by_index("phone_index", secrets.Kind.PHONE, number)

    def _by_index(self, field: str, kind: secrets.Kind, number: str) -> PersonQuerySet:
        found = self.filter(**{field: secrets.index_of(kind, number)})
        return found if number.strip() else found.none()


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Creates people and finds them."""

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
    (see `santong.domains.platform.identity.secrets`). `second_factor_by` is the end of the time in
    which a strong role works, and sets a second factor up, with the password alone; None before it begins.
    """

    class Sex(models.TextChoices):
        """GB/T 2261.1."""

        UNKNOWN = "0", _("Unknown")
        MALE = "1", _("Male")
        FEMALE = "2", _("Female")
        UNSTATED = "9", _("Not stated")

    class Theme(models.TextChoices):
        AUTO = "auto", _("Like the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class TextSize(models.TextChoices):
        NORMAL = "normal", _("Standard")
        LARGE = "large", _("Large")

    username = models.CharField(_("username"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=60)
    pinyin = models.CharField(max_length=120, blank=True, editable=False)
    initials = models.CharField(max_length=24, blank=True, editable=False)
    found_by = TokensField(made_from=name_tokens)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    id_number_cipher = models.CharField(max_length=120, blank=True, editable=False)
    # An index of its own: the unique one is partial, and no database uses that for a parameter.
    id_number_index = models.CharField(max_length=43, blank=True, editable=False, db_index=True)
    phone_cipher = models.CharField(max_length=120, blank=True, editable=False)
    phone_index = models.CharField(max_length=43, blank=True, editable=False, db_index=True)
    path = PathField(blank=True, editable=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    theme = models.CharField(_("theme"), max_length=5, blank=True, choices=Theme)
    text_size = models.CharField(_("text size"), max_length=6, blank=True, choices=TextSize)

    second_factor_by = models.DateTimeField(_("second factor until"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "username"
    audit_hidden = frozenset(
        {"password", "id_number_cipher", "id_number_index", "phone_cipher", "phone_index", "birth_date", "found_by"}
    )
    audit_ignored = frozenset({"last_login", "found_by"})

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
                condition=~Q(id_number_index=""),
                name="person_id_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def set_id_number(self, number: str) -> None:
        """Seal the identity number into the row, "" removes it; saving is the caller's."""
        sealed = secrets.seal(secrets.Kind.ID_NUMBER, number)
        self.id_number_cipher, self.id_number_index = sealed.cipher, sealed.index

    def set_phone(self, number: str) -> None:
        """Seal the phone number into the row, "" removes it; saving is the caller's."""
        sealed = secrets.seal(secrets.Kind.PHONE, number)
        self.phone_cipher, self.phone_index = sealed.cipher, sealed.index

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password. Unlike Django's, it never stores it anew: that ends all sessions."""
        return raw_password is not None and check_password(raw_password, self.password)

    @property
    def sealed_id_number(self) -> secrets.Sealed:
        """The identity number as the row keeps it."""
        return secrets.Sealed(self.id_number_cipher, self.id_number_index)

    @property
    def sealed_phone(self) -> secrets.Sealed:
        """The phone number as the row keeps it."""
        return secrets.Sealed(self.phone_cipher, self.phone_index)

    @property
    def masked_id_number(self) -> str:
        """The identity number with its middle hidden, "" when unknown."""
        return secrets.masked(secrets.Kind.ID_NUMBER, self.sealed_id_number)

    @property
    def masked_phone(self) -> str:
        """The phone number with its middle hidden, "" when unknown."""
        return secrets.masked(secrets.Kind.PHONE, self.sealed_phone)

    @property
    def is_activated(self) -> bool:
        """Whether the person has chosen a password of their own."""
        return bool(self.has_usable_password()) and not self.must_change_password

    @property
    def audit_name(self) -> str:
        """The username: names of people stay out of the audit."""
        return self.username


class Attempts(models.Model):
    """How often something failed lately, and until when the next try has to wait.

    Kept in the database so that all processes count together. `key` is a keyed hash: what people
    type into the sign-in page (an identity number, say) is never stored. The failures counted are
    the time until `empty_at` divided by what one failure takes to be forgotten.
    """

    key = models.CharField(primary_key=True, max_length=64)
    empty_at = models.DateTimeField(db_index=True)
    wait_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class ActivationCode(ScopedModel):
    """A one-time code by which a person takes their account into use, or replaces a lost password.

    Only a keyed digest is kept: with 59 random bits a cheap one is enough (the password that is
    chosen with it is hashed slowly). `path` is the class or school that handed it out. A code is
    open until it is used, voided by a newer one, or past `expires_at`.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    path = PathField(editable=False)
    code_index = models.CharField(max_length=43, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True)
    voided_at = models.DateTimeField(_("voided at"), null=True)

    audit_hidden = frozenset({"code_index"})
    scope = Scope(view="accounts.activate")

    class Meta:
        verbose_name = _("activation code")
        verbose_name_plural = _("activation codes")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at=None, voided_at=None),
                name="activation_code_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"

    @property
    def audit_name(self) -> str:
        """The key of the person: names stay out of the audit."""
        return f"person {self.person_id}"


class SecurityEvent(ScopedModel):
    """What others did to an account, told to its holder until they have seen it.

    `by` is who did it, `path` where. It says nothing that the holder may not know.
    """

    class Kind(models.TextChoices):
        SLIP = "slip", _("A slip was printed with which a new password can be chosen.")
        RESET = "reset", _("Your password was reset.")
        FACTOR_REMOVED = "factor", _("Your second factor was removed.")
        MERGED = "merged", _("Another account of yours was merged into this one.")
        ASKED = "asked", _("A school asks to take you on, or to link a child to you. See “Requests to me”.")
        CONFIRMED = "confirmed", _("A request to take you on, or to link a child to you, was confirmed.")
        HELP = "help", _("Somebody asked, from the sign-in page, for help with getting into your account.")
        DECLINED = "declined", _("A request to take you on, or to link a child to you, was declined.")

    person = models.ForeignKey(Person, models.CASCADE, related_name="security_events", verbose_name=_("person"))
    kind = models.CharField(_("what happened"), max_length=9, choices=Kind)
    path = PathField(blank=True, editable=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("done by"))
    at = models.DateTimeField(_("when"))
    seen_at = models.DateTimeField(_("seen"), null=True)

    scope = Holder(view="people.view")

    class Meta:
        verbose_name = _("security notice")
        verbose_name_plural = _("security notices")
        indexes = [models.Index(fields=["person", "-at"], name="security_event_person")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def audit_name(self) -> str:
        """Without the name of the person."""
        return f"{self.kind} {self.person_id}"
