"""Whom credits tell something: those who asked for a correction. Titles name nobody."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.credits.models import Correction
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import tell

ANSWERED = _("Your question about credits is answered")


def tell_answered(row: Correction) -> None:
    """Tell who asked that there is an answer."""
    page = reverse("credits:credit-corrections-detail", args=[row.pk])
    people = Person.objects.noted([row.asked_by_id])
    tell(people, ANSWERED, words={}, address=page, key=f"credits-answered-{row.pk}")
