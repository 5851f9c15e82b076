"""Reads: one's conversations, what was said in one, and whether one may write there now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.conversations.models import (
    GATHER,
    STAFF,
    Conversation,
    Enclosure,
    Known,
    Message,
    Seat,
    is_withheld,
    led_by,
    taking_part,
)
from santong.domains.platform.conversations.relations import Contact, Wanted, groups, sources
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import OFFICES, Organisation, schools_of
from santong.kit.access import Viewer, below
from santong.kit.access.roles import roles_by_name
from santong.kit.registry import Label

PAGE = 40
"""Messages, and conversations, that are shown at once."""
SNIPPET = 60
Kind = Conversation.Kind


# --- one's conversations ---


@dataclass
class Line:
    """A conversation as its list shows it: with whom, the latest words, how much of it is unread."""

    row: Conversation
    title: str
    note: str
    last: str
    last_at: datetime | None
    unread: int
    is_silenced: bool
    standing: Standing
    key: str = ""
    """The key that opens it, from the one that is open: "j" the next, "k" the one before."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be written."""
        return bool(self.standing.objection)


def mine(viewer: Viewer) -> QuerySet[Conversation]:
    """The conversations of a viewer, the latest first: in which something was said, or which they made."""
    seat = Seat.objects.of_acting(viewer).filter(conversation=OuterRef("pk"))
    rows = Conversation.objects.visible_to(viewer).select_related("place", "first", "second")
    return rows.annotate(
        read_up_to=Coalesce(Subquery(seat.values("read_up_to")[:1]), 0),
        is_silenced=Coalesce(Subquery(seat.values("is_silenced")[:1]), False),
    ).order_by(F("last_at").desc(nulls_last=True), "-pk")


def _unread(viewer: Viewer) -> QuerySet[Message]:
    """Of a conversation of an outer query what the viewer hasn't read."""
    heard = Message.objects.visible_to(viewer).filter(conversation=OuterRef("pk"), is_withdrawn=False)
    return heard.exclude(person=viewer.person_id).filter(pk__gt=OuterRef("read_up_to")).order_by()


def with_news(viewer: Viewer) -> QuerySet[Conversation]:
    """The conversations of which a viewer is to be told: unread, not silenced, and for staff within their hours."""
    unread = _unread(viewer)
    if viewer.category == STAFF:
        unread = unread.filter(tells_at__lte=timezone.now())
    rows = mine(viewer).filter(is_silenced=False, last_at__isnull=False).order_by()
    return rows.annotate(unread=Subquery(unread.values("conversation").annotate(n=Count("pk")).values("n"))).filter(
        unread__gt=0
    )


def lines(viewer: Viewer, rows: QuerySet[Conversation]) -> list[Line]:
    """Conversations as the list shows them; the number of questions doesn't grow with them."""
    heard = Message.objects.visible_to(viewer).filter(conversation=OuterRef("pk"))
    counted = _unread(viewer).values("conversation").annotate(n=Count("pk")).values("n")
    found = list(
        rows.annotate(
            last_message=Subquery(heard.order_by("-pk").values("pk")[:1]), unread=Coalesce(Subquery(counted), 0)
        )
    )
    said = Message.objects.noted([row.last_message for row in found if row.last_message]).select_related("person")
    latest = {message.conversation_id: message for message in said}
    standing = standings(viewer, found)
    return [_line(viewer, row, latest.get(row.pk), standing[row.pk]) for row in found]


def _line(viewer: Viewer, row: Any, last: Message | None, standing: Standing) -> Line:
    return Line(
        row, standing.title, standing.note, _snippet(viewer, row, last) if last else "",
        timezone.localtime(last.made_at) if last else None, row.unread, row.is_silenced, standing,
    )  # fmt: skip


def _snippet(viewer: Viewer, row: Conversation, message: Message) -> str:
    if message.is_withdrawn:
        return _("Withdrawn")
    words = " ".join(message.text.split())[:SNIPPET] or _("A file")
    if message.person_id == viewer.person_id:
        return _("You: %(words)s") % {"words": words}
    return words if row.is_of_two else f"{message.person.name}: {words}"


# --- what a conversation is to a viewer ---


@dataclass(frozen=True)
class Standing:
    """What a conversation is to a viewer: how it is called, who the other one is, why nothing can be written now."""

    title: str
    note: str
    objection: str
    leads: bool = False
    contact: Contact | None = None


def standings(viewer: Viewer, rows: Iterable[Conversation]) -> dict[int, Standing]:
    """What some conversations are to a viewer, by their keys: a question for each relation among them, and one."""
    rows = list(rows)
    asked = Conversation.objects.again(rows).annotate(
        there=Case(When(taking_part(viewer), then=True), default=False),
        led=Case(When(Q(pk__in=led_by(viewer)), then=True), default=False),
    )
    known = list(asked.values_list("pk", "there", "led"))
    there = {pk for pk, is_there, _leads in known if is_there}
    led = {pk for pk, _is_there, leads in known if leads}
    found = _contacts(viewer, rows)
    return {row.pk: _standing(viewer, row, found, row.pk in there, row.pk in led) for row in rows}


def standing_of(viewer: Viewer, row: Conversation) -> Standing:
    """What one conversation is to a viewer."""
    return standings(viewer, [row])[row.pk]


def objection_to(viewer: Viewer, row: Conversation, standing: Standing) -> str:
    """Why a viewer can't write now: it is over, or one of two wants no more; "" when they can."""
    if standing.objection or not row.is_of_two:
        return standing.objection
    closed = Seat.objects.belonging_to(conversation=row).filter(has_blocked=True).exists()
    return _("One of you has closed this conversation.") if closed else ""


def _contacts(viewer: Viewer, rows: Iterable[Conversation]) -> dict[tuple[str, int], Contact]:
    """With whom of those in conversations of two the relation stands, by relation and person."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        other = row.other_of(viewer.person_id)
        if row.is_of_two and other and other != viewer.person_id:
            wanted.setdefault(row.relation, set()).add(other)
    return {
        (name, each.person): each
        for name, people in wanted.items()
        if name in sources()
        for each in sources()[name].find(viewer, Wanted(only=frozenset(people), most=len(people)))
    }


def _standing(
    viewer: Viewer, row: Conversation, found: Mapping[tuple[str, int], Contact], is_there: bool, leads: bool
) -> Standing:
    if row.is_of_two:
        other = row.second if row.first_id == viewer.person_id else row.first
        name = other.name if other else ""
        contact = found.get((row.relation, other.pk)) if other else None
        label = str(sources()[row.relation].label) if row.relation in sources() else ""
        if contact is None:
            return Standing(name, label, _("This is over: what it rested on has ended. You can read it, not write."))
        return Standing(name, contact.note or label, "", contact=contact)
    over = "" if is_there else _("You don't belong to this group any more. You can read what you wrote yourself.")
    if row.kind == Kind.MADE:
        return Standing(row.title, _("Colleagues"), over, leads)
    return Standing(title_of_group(row), _full_place(row), over, leads)


def title_of_group(row: Conversation) -> str:
    """What a group that follows from roles is called: "Class 1 · Parents of the class"."""
    group = groups().get(row.relation)
    label: Label = group.label if group else row.get_kind_display()
    return pgettext("group", "%(place)s %(label)s") % {"place": row.place.name, "label": label}


def _full_place(row: Conversation) -> str:
    return _("Follows the roster")


# --- who is in it ---


def members(row: Conversation) -> QuerySet[Any]:
    """Person's key and role of those who are in a group by role today, each role of each."""
    group = groups().get(row.relation)
    held = Appointment.objects.numbers_only().on(timezone.localdate())
    return held.filter(
        role__in=group.roles if group else (), organisation_id=row.place_id, path=row.path, person__is_active=True
    ).order_by("person_id")


def categories_in(row: Conversation) -> dict[int, str]:
    """Those who take part today, each with the capacity in which they do."""
    if row.kind == Kind.ROLES:
        known = roles_by_name()
        return {person: known[role].category for person, role in members(row).values_list("person_id", "role")}
    seats = dict(
        Seat.objects.belonging_to(conversation=row)
        .filter(left=False, person__is_active=True)
        .values_list("person_id", "category")
    )
    if row.kind == Kind.MADE:
        at_work = Appointment.objects.numbers_only().on(timezone.localdate()).filter(
            below("path", row.path), person__in=seats, role__in=staff_roles()
        )  # fmt: skip
        still = set(at_work.values_list("person_id", flat=True))
        seats = {person: category for person, category in seats.items() if person in still}
    return seats


def leaders_of(row: Conversation) -> set[int]:
    """Those who lead a group today."""
    if row.kind == Kind.MADE:
        return {row.made_by_id} if row.made_by_id else set()
    group = groups().get(row.relation)
    leads = group.leads if group else ()
    return set(members(row).filter(role__in=leads).values_list("person_id", flat=True))


def homes_of(viewer: Viewer) -> list[Organisation]:
    """The schools, or offices, where a viewer works, and may gather colleagues."""
    standing = {grant.path for grant in viewer.grants if viewer.can(GATHER, grant.path)}
    schools = schools_of(standing)
    paths = {schools[path].path if path in schools else path for path in standing}
    return list(Organisation.objects.open_to_everyone().filter(path__in=paths, kind__in=OFFICES).order_by("path"))


def staff_roles() -> list[str]:
    """The roles of those who work somewhere."""
    return [role.name for role in roles_by_name().values() if role.category == STAFF]


def people_in(row: Conversation) -> list[tuple[Person, str]]:
    """Those who take part in a group, by name, with who they are there."""
    keys = categories_in(row)
    people = Person.objects.noted(keys).order_by("pinyin", "pk")
    notes = notes_in(row, list(keys))
    return [(person, notes.get(person.pk, "")) for person in people]


def notes_in(row: Conversation, people: Collection[int]) -> Mapping[int, str]:
    """Who people are in a group by role, in words."""
    group = groups().get(row.relation) if row.kind == Kind.ROLES else None
    return group.notes(row.place_id, people) if group and people else {}


# --- what was said ---


@dataclass
class Said:
    """A message as a thread shows it, with its files (key and name), and what the viewer may do with it."""

    message: Message
    is_mine: bool
    is_held: bool
    note: str
    may_withdraw: bool
    known: int
    knows: bool
    lacking: Sequence[str] = ()
    files: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Thread:
    """A part of what was said, the oldest first; `before` leads to what was said earlier, None where it begins."""

    said: Sequence[Said]
    before: int | None


def heard_in(viewer: Viewer, row: Conversation) -> QuerySet[Message]:
    """What a viewer reads of a conversation in hand."""
    return Message.objects.visible_to(viewer).filter(conversation=row)


def thread(
    viewer: Viewer, row: Conversation, *, before: int | None = None, since_withdrawable: datetime, leads: bool
) -> Thread:
    """The latest messages, or those before one."""
    rows = heard_in(viewer, row)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    known = Known.objects.numbers_only().filter(message=OuterRef("pk")).order_by()
    counted = known.values("message").annotate(n=Count("pk")).values("n")
    found = list(
        rows.select_related("person", "reply_to__person")
        .annotate(
            is_held=is_withheld(),
            known_by=Coalesce(Subquery(counted), 0),
            knows=Coalesce(Subquery(known.filter(person=viewer.person_id).values("pk")[:1]), 0),
        )
        .order_by("-pk")[: PAGE + 1]
    )
    shown = found[:PAGE][::-1]
    notes = notes_in(row, {message.person_id for message in shown})
    said = {message.pk: _said(viewer, message, notes, since_withdrawable) for message in shown}
    _add_files(said)
    return Thread(list(said.values()), shown[0].pk if len(found) > PAGE else None)


def _said(viewer: Viewer, message: Any, notes: Mapping[int, str], since: datetime) -> Said:
    is_mine = message.person_id == viewer.person_id
    may_withdraw = is_mine and not message.is_withdrawn and message.made_at >= since
    return Said(
        message, is_mine, message.is_held, notes.get(message.person_id, ""), may_withdraw, message.known_by,
        bool(message.knows),
    )  # fmt: skip


def _add_files(said: Mapping[int, Said]) -> None:
    open_ones = [each.message for each in said.values() if not each.message.is_withdrawn]
    if not open_ones:
        return
    rows = Enclosure.objects.belonging_to(message__in=open_ones).order_by("message", "position", "pk")
    for message, file, name in rows.values_list("message_id", "file_id", "file__name"):
        said[message].files.append((file, name))


def who_lacks(message: Message, row: Conversation) -> list[str]:
    """The names of those who haven't acknowledged a message; asked for a day after it was written."""
    knows = set(Known.objects.belonging_to(message=message).values_list("person_id", flat=True))
    missing = [key for key in categories_in(row) if key not in knows and key != message.person_id]
    return list(Person.objects.noted(missing).order_by("pinyin", "pk").values_list("name", flat=True))
