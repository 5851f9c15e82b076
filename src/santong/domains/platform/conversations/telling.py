"""Telling people outside of what was said to them, and making the groups that rosters ask for."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.channels.public import Kind as Told_as
from santong.domains.platform.channels.public import announce
from santong.domains.platform.conversations.actions import ensure_group
from santong.domains.platform.conversations.models import STAFF, Conversation, Message, Seat, Told, is_withheld
from santong.domains.platform.conversations.queries import categories_in, leaders_of
from santong.domains.platform.conversations.relations import groups
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.jobs.public import job

TOGETHER = 500
GIVEN_UP_AFTER = timedelta(days=10)
"""Beyond the hours of any school: what moderators release later is seen on the page."""


@job(title=_("Tell people of new messages"))
def tell_news() -> None:
    """Tell those who haven't read it of what was said: families at once, people on the staff within their hours.

    Each conversation tells somebody at most once an hour, and never what.
    """
    now = timezone.now()
    rows = Message.objects.by_installation().filter(told__lt=Told.EVERYBODY, is_withdrawn=False)
    rows = rows.filter(~is_withheld(), made_at__gt=now - GIVEN_UP_AFTER).exclude(told=Told.OTHERS, tells_at__gt=now)
    for message in list(rows.select_related("conversation__place", "reply_to").order_by("pk")[:TOGETHER]):
        with transaction.atomic():
            _tell(message)


def _tell(message: Message) -> None:
    now, row = timezone.now(), message.conversation
    in_hours = message.tells_at <= now
    people = [
        person
        for person, category in recipients(message).items()
        if (in_hours if category == STAFF else message.told == Told.NOBODY)
    ]
    announce(
        Person.objects.noted(people), Told_as.MESSAGES, _("You have new messages"), is_urgent=message.is_urgent,
        address=reverse("conversations:talk", args=[row.pk]), key=f"conversation-{row.pk}-{now:%Y%m%d%H}",
    )  # fmt: skip
    told = Told.EVERYBODY if in_hours else Told.OTHERS
    Message.objects.again([message]).update_quietly(told=told)


def recipients(message: Message) -> dict[int, str]:
    """Those who are to be told of a message and haven't read it, each with the capacity in which they take part."""
    row = message.conversation
    there = categories_in(row)
    if message.is_narrow:
        answered = {message.reply_to.person_id} if message.reply_to else set()
        wanted = leaders_of(row) | answered
        there = {person: category for person, category in there.items() if person in wanted}
    seats = Seat.objects.belonging_to(conversation=row).filter(person__in=there)
    quiet = {each.person_id for each in seats if each.is_silenced or each.has_blocked or each.read_up_to >= message.pk}
    return {person: category for person, category in there.items() if person not in quiet | {message.person_id}}


@job(title=_("Make the groups of new classes"))
def follow_rosters() -> None:
    """Make the group of each place where somebody leads one, and there is none yet."""
    for group in groups().values():
        held = Appointment.objects.by_installation().on(timezone.localdate()).filter(
            role__in=group.leads, organisation__kind__in=group.kinds
        )  # fmt: skip
        known = Conversation.objects.by_installation().filter(relation=group.name).values("place")
        places = held.exclude(organisation__in=known).order_by().values("organisation")
        for place in Organisation.objects.by_installation().filter(pk__in=places).order_by("path"):
            ensure_group(group.name, place)
