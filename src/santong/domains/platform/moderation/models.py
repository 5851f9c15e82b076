"""Word lists, and what was found wanting by them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.moderation.matching.folding import fold
from santong.domains.platform.moderation.matching.sounding import sounds_of
from santong.kit.access import Scope, Through
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel
from santong.kit.models.base import SoftDeletedQuerySet

WITHHELD = ("waiting", "rejected")
"""States in which only the author and moderators see an object."""
TO_DECIDE = ("waiting", "reported")
"""States in which a moderator has to decide. What readers reported is seen until then: one click hides nothing."""

WORDS = "moderation.words"
REVIEW = "moderation.review"


class Effect(models.TextChoices):
    """What a word does, the mildest first."""

    HARMLESS = "harmless", _("Harmless phrase")
    NOTE = "note", _("Let through and noted")
    HOLD = "hold", _("Held for review")
    REFUSE = "refuse", _("Refused at once")

    @property
    def weight(self) -> int:
        """0 to 3, the stricter the higher."""
        return list(Effect).index(self)


class Category(models.TextChoices):
    """What is wrong with a word."""

    ILLEGAL = "illegal", _("Unlawful content")
    VIOLENCE = "violence", _("Violence and terror")
    INDECENT = "indecent", _("Indecent content")
    GAMBLING = "gambling", _("Gambling and fraud")
    DRUGS = "drugs", _("Drugs, tobacco and alcohol")
    SELF_HARM = "self_harm", _("Self-harm")
    BULLYING = "bullying", _("Insults and bullying")
    ADVERTISING = "advertising", _("Advertising")
    PRIVACY = "privacy", _("Personal data")
    OTHER = "other", _("Other")


class Level(models.TextChoices):
    """Who decides about what is held, the nearest first."""

    SCHOOL = "school", _("School level")
    COUNTY = "county", _("County level")
    CITY = "city", _("City level")

    @property
    def rank(self) -> int:
        """0 to 2, the wider the higher."""
        return list(Level).index(self)


class Edition(models.Model):
    """The one row that tells editions of all lists apart: a new random `token` with every change.

    Its row lock puts changes one behind the other, so that no process ever takes a half-written
    state for the new edition. Random, not counted, so that a restored database isn't mistaken.
    """

    token = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("edition of the word lists")
        verbose_name_plural = _("editions of the word lists")

    def __str__(self) -> str:
        return self.token

    @classmethod
    def begin(cls) -> None:
        """Begin a new edition, in the transaction that changes the lists."""
        cls.objects.get_or_create(pk=1)
        cls.objects.filter(pk=1).update(token=uuid.uuid4().hex)

    @classmethod
    def current(cls) -> str:
        """The token of the edition in force, "" before any list was begun."""
        return cls.objects.filter(pk=1).values_list("token", flat=True).first() or ""


class WordQuerySet(SoftDeletedQuerySet):
    """Every write begins a new edition of the lists."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        Edition.begin()
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_save(self, objs: Iterable[Any], fields: Sequence[str]) -> int:
        Edition.begin()
        return super().bulk_save(objs, fields)

    def update(self, **kwargs: Any) -> int:
        Edition.begin()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        Edition.begin()
        return super().delete()

    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]

    def restore(self) -> int:
        """Bring words back, except those that were added anew meanwhile."""
        again = Word.objects.numbers_only().filter(
            organisation=models.OuterRef("organisation"), folded=models.OuterRef("folded")
        )
        return self.exclude(models.Exists(again)).update(removed_at=None)

    def for_edition(self) -> Self:
        """Every word of the region: what matches is told only about texts that somebody may see."""
        return self.unscoped("the lists hold for everybody")


class WordManager(models.Manager.from_queryset(WordQuerySet)):  # type: ignore[misc]
    """Leaves removed words out."""

    def get_queryset(self) -> WordQuerySet:
        return super().get_queryset().filter(removed_at=None)


class Word(SoftDeletedModel):
    """A word or phrase of the lists of an organisation; holds there and everywhere below.

    `folded` is the form in which it is compared (`matching.folding.fold`), `sounds` what it sounds like
    (`matching.sounding.sounds_of`).
    """

    audit_hidden = frozenset({"sounds"})
    audit_ignored = frozenset({"sounds"})

    text = models.CharField(_("word"), max_length=60)
    folded = models.CharField(max_length=120, editable=False)
    sounds = models.TextField(blank=True, editable=False)
    category = models.CharField(_("category"), max_length=12, choices=Category, default=Category.OTHER)
    effect = models.CharField(_("effect"), max_length=8, choices=Effect, default=Effect.HOLD)
    level = models.CharField(_("decided by"), max_length=6, choices=Level, default=Level.SCHOOL)
    note = models.CharField(_("remark"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, related_name="+", verbose_name=_("holds for")
    )
    path = PathField(editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = WordManager()  # type: ignore[misc]
    with_removed = WordQuerySet.as_manager()  # type: ignore[assignment]
    scope = Scope(view=WORDS)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        indexes = [models.Index(fields=["path", "id"], name="moderation_word_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "folded"], condition=Q(removed_at=None), name="moderation_word_once"
            ),
            models.CheckConstraint(condition=~Q(folded=""), name="moderation_word_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text

    def set_text(self, text: str) -> None:
        """Take a text, the form in which it is compared, and its sounds."""
        self.text, self.folded = text, fold(text)
        self.sounds = sounds_of(self.folded)

    def save(self, *args: Any, **kwargs: Any) -> None:
        Edition.begin()
        super().save(*args, **kwargs)


class Case(ScopedModel):
    """Something whose texts hold words of the lists, and what was decided about it.

    `kind` and `object_id` say what it is (see `holdables`); `path` is the organisation that
    decides, `organisation` the one it comes from. `findings` names the words without the texts
    around them; `digest` tells whether the same texts were decided about before. A case of which readers were the
    first to speak says `is_report`: its texts need hold no words of the lists.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a moderator")
        RELEASED = "released", _("Released")
        REJECTED = "rejected", _("Turned down")
        NOTED = "noted", _("Noted only")
        CHANGED = "changed", _("Changed by its author")
        REPORTED = "reported", _("Reported by readers")

    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.BigIntegerField()
    title = models.CharField(_("title"), max_length=120)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, related_name="+", verbose_name=_("comes from")
    )
    path = PathField(editable=False)
    level = models.CharField(_("decided by"), max_length=6, choices=Level)
    author_id = models.BigIntegerField(null=True, editable=False)
    effect = models.CharField(_("effect"), max_length=8, choices=Effect)
    category = models.CharField(_("category"), max_length=12, choices=Category)
    findings = models.JSONField(default=list)
    digest = models.CharField(max_length=64, editable=False)
    is_report = models.BooleanField(default=False, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    opened_at = models.DateTimeField(_("found"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("moderator")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    scope = Scope(view=REVIEW)

    class Meta:
        verbose_name = _("case of moderation")
        verbose_name_plural = _("cases of moderation")
        indexes = [
            models.Index(fields=["state", "path", "id"], name="moderation_case_queue"),
            models.Index(fields=["path", "id"], name="moderation_case_path"),
            models.Index(fields=["kind", "object_id", "-id"], name="moderation_case_object"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=Q(state__in=WITHHELD),
                name="moderation_withheld_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_name(self) -> str:
        return f"{self.kind} {self.object_id}"

    @property
    def is_withheld(self) -> bool:
        """Whether others may not see the object now."""
        return self.state in WITHHELD

    @property
    def words(self) -> str:
        """The words found, each once."""
        return "、".join(dict.fromkeys(each["word"] for each in self.findings))


class Report(ScopedModel):
    """What a reader says is wrong with something; moderators read it, its author doesn't learn from whom it is."""

    audit_hidden = frozenset({"reason"})

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports", verbose_name=_("case of moderation"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("reader"))
    reason = models.CharField(_("reason"), max_length=200)
    made_at = models.DateTimeField(_("reported"), auto_now_add=True)

    scope = Through(view=REVIEW, owner="person_id", parent="case", of="moderation.Case")

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="moderation_report_once")]

    def __str__(self) -> str:
        return self.reason

    @property
    def audit_name(self) -> str:
        """Without the words."""
        return f"report {self.pk}"
