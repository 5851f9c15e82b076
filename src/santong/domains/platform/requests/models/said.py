"""What was said about a request, for ever, and to whom it was circulated."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.requests.models.request import OVERSEE, Request
from santong.kit.access.vocabulary import Through
from santong.kit.models import ScopedModel


class Opinion(ScopedModel):
    """What somebody did with a request, and their words; rows are added and never changed, which the database holds.

    `holder` is whose decision it was, where somebody decided for them.
    """

    class Verb(models.TextChoices):
        ASK = "ask", _("Asked")
        AGREE = "agree", _("Agreed")
        REFUSE = "refuse", _("Disagreed")
        RETURN = "return", _("Returned it")
        WITHDRAW = "withdraw", _("Withdrew it")
        ADD = "add", _("Added signers")
        REMOVE = "remove", _("Removed a signer")
        HAND = "hand", _("Handed it over")
        LEND = "lend", _("Asked for an opinion")
        CALL_BACK = "call_back", _("Took it back from whom they had asked")
        CIRCULATE = "circulate", _("Circulated it")
        REMIND = "remind", _("Reminded")
        SEAT = "seat", _("Goes to others, as somebody can't decide any more")
        VACANT = "vacant", _("Nobody holds the role, so it goes to who may appoint")
        NOBODY = "nobody", _("Nobody can decide, so it came back")
        BACK = "back", _("Took that back")

    request = models.ForeignKey(Request, models.CASCADE, related_name="opinions")
    task = models.PositiveIntegerField(null=True)
    round = models.PositiveIntegerField(default=0)
    stage = models.CharField(_("stage of the path"), max_length=80, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("for")
    )
    verb = models.CharField(_("what"), max_length=10, choices=Verb)
    words = models.TextField(_("opinion in words"), blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    audit_hidden = frozenset({"words"})
    scope = Through(view=OVERSEE, parent="request", of="requests.Request")

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")

    def __str__(self) -> str:
        return str(self.get_verb_display())


class Circulation(ScopedModel):
    """Somebody was given a request to read; nothing waits for them. `noted`: they have said that they know."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="circulations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    noted = models.BooleanField(_("noted"), default=False)

    scope = Through(view=OVERSEE, parent="request", of="requests.Request")

    class Meta:
        verbose_name = _("circulation")
        verbose_name_plural = _("circulations")
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="request_circulated_once")]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.person_id}"
