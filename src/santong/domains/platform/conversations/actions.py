"""Writes: beginning a conversation, saying something, withdrawing it, knowing, leaving, silencing, blocking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.access.public import colleagues_at
from santong.domains.platform.conversations.events import MessageSent
from santong.domains.platform.conversations.hours import rules_at, staff_told_at
from santong.domains.platform.conversations.models import (
    GATHER,
    LONGEST,
    MESSAGE,
    STAFF,
    URGENT,
    Conversation,
    Enclosure,
    Known,
    Message,
    Rules,
    Seat,
    Told,
)
from santong.domains.platform.conversations.queries import Standing, homes_of, objection_to, standing_of
from santong.domains.platform.conversations.relations import contact, sources
from santong.domains.platform.conversations.searching import refresh
from santong.domains.platform.files.public import File
from santong.domains.platform.identity.public import Person
from santong.domains.platform.moderation.public import Case, check, review, state_of
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible

Kind = Conversation.Kind
A_DAY = timedelta(days=1)
"""After which the writer of a message learns who hasn't acknowledged it."""
MOST_IN_GROUP = 200
"""Colleagues in a group that one of them made."""


def begin(*, acting: Viewer, relation: str, person: Person) -> Conversation:
    """The conversation with somebody to whom the viewer may write by a relation; made when it is the first time.

    Raises `PermissionDenied` when they may not.
    """
    found = contact(acting, relation, person.pk)
    if found is None or acting.person_id is None:
        raise PermissionDenied(relation)
    low, high = sorted((acting.person_id, person.pk))
    given = {"kind": Kind.ONE, "place_id": found.place, "path": found.path}
    with transaction.atomic(), named("conversations.begin"):
        row, _is_new = Conversation.objects.keeping_unique().get_or_create(
            first_id=low, second_id=high, relation=relation, defaults=given
        )
        seat(row, acting.person_id, acting.category)
        seat(row, person.pk, found.category)
        if row.place_id != found.place:  # a child has changed class since: other rules hold, others moderate
            row.place_id, row.path = found.place, found.path
            row.save(update_fields=["place", "path"])
    return row


def seat(row: Conversation, person: int, category: str) -> Seat:
    """Somebody's seat in a conversation; whoever left a group, and comes back, has the one they had."""
    found, _is_new = Seat.objects.keeping_unique().get_or_create(
        conversation=row, person_id=person, defaults={"category": category}
    )
    return found


def gather(*, acting: Viewer, place: Organisation, title: str, people: Iterable[Person]) -> Conversation:
    """Make a group of colleagues of a school or bureau; raises `NotPossible` for people who are none."""
    if place not in homes_of(acting):
        raise PermissionDenied(GATHER)
    with transaction.atomic(), named("conversations.gather"):
        row = Conversation.objects.create(
            kind=Kind.MADE, title=title.strip(), place=place, path=place.path, made_by_id=acting.person_id,
            last_at=timezone.now(),
        )  # fmt: skip
        seat(row, acting.person_id or 0, STAFF)
        _seat_colleagues(row, people)
    return row


def invite(*, acting: Viewer, conversation: Conversation, people: Iterable[Person]) -> None:
    """Take more colleagues into a group that one made."""
    if not standing_of(acting, conversation).leads or conversation.kind != Kind.MADE:
        raise PermissionDenied(GATHER)
    with transaction.atomic(), named("conversations.invite"):
        _seat_colleagues(conversation, people)
        touch(conversation)


def _seat_colleagues(row: Conversation, people: Iterable[Person]) -> None:
    wanted = {person.pk: person for person in people}
    known = set(colleagues_at([row.path]).filter(pk__in=wanted).values_list("pk", flat=True))
    if strangers := [person.name for key, person in wanted.items() if key not in known]:
        names = "、".join(strangers)
        raise NotPossible(_("Not a colleague here: %(names)s. Leave them out.") % {"names": names}, field="people")
    if Seat.objects.belonging_to(conversation=row).count() + len(wanted) > MOST_IN_GROUP:
        raise NotPossible(_("At most %(n)s people fit into a group.") % {"n": MOST_IN_GROUP}, field="people")
    for key in wanted:
        mine = seat(row, key, STAFF)
        if mine.left:
            mine.left = False
            mine.save(update_fields=["left"])


def send(
    *,
    acting: Viewer,
    conversation: Conversation,
    text: str,
    files: Sequence[File] = (),
    reply_to: Message | None = None,
    is_urgent: bool = False,
    wants_answer: bool = False,
) -> Message:
    """Say something where one takes part; raises `NotPossible` with what to do about it.

    People on the staff are told of it within their hours, at once when it is urgent.
    """
    text, standing = text.strip(), standing_of(acting, conversation)
    if acting.person_id is None:
        raise PermissionDenied("conversations.send")
    if objection := objection_to(acting, conversation, standing):
        raise NotPossible(objection, field="text")
    _demand_fit(text, files, conversation.path)
    if reply_to is not None and reply_to.conversation_id != conversation.pk:
        raise PermissionDenied("answers another conversation")
    now, urgent = timezone.now(), is_urgent and may_press(acting, conversation)
    with transaction.atomic(), named("conversations.send"):
        message = Message.objects.create(
            conversation=conversation, person_id=acting.person_id, text=text, reply_to=reply_to, is_urgent=urgent,
            wants_answer=wants_answer and standing.leads,
            is_narrow=_is_narrow(conversation, standing, reply_to),
            tells_at=now if urgent else staff_told_at(rules_at(conversation.path), conversation.path, now),
        )  # fmt: skip
        enclosed = [Enclosure(message=message, file=file, position=at) for at, file in enumerate(files)]
        Enclosure.objects.bulk_create(enclosed)
        seat(conversation, acting.person_id or 0, acting.category)
        if review(kind=MESSAGE, object_id=message.pk) == "released":
            refresh([message.pk])
        touch(conversation, last_at=message.made_at)
        emit(MessageSent(message.pk, conversation.pk, message.person_id))
    return message


def _demand_fit(text: str, files: Sequence[File], path: str) -> None:
    if not text and not files:
        raise NotPossible(_("Write something first."), field="text")
    if len(text) > LONGEST:
        limits = {"n": len(text), "most": LONGEST}
        raise NotPossible(_("This has %(n)s characters, but at most %(most)s fit. Shorten it.") % limits, field="text")
    words = "\n".join([text, *(file.name for file in files)])
    if refusal := check({"text": words}, path=path).refusal:
        raise NotPossible(refusal, field="text")


def _is_narrow(conversation: Conversation, standing: Standing, reply_to: Message | None) -> bool:
    """Whether it goes to those who lead the group alone, or from them to whom they answer."""
    if standing.leads:
        return reply_to is not None and reply_to.is_narrow
    return conversation.replies_to_leaders and conversation.kind == Kind.ROLES


def may_press(viewer: Viewer, conversation: Conversation) -> bool:
    """Whether a viewer may mark a message as urgent."""
    return viewer.can(URGENT, conversation.path)


def touch(conversation: Conversation, **columns: object) -> None:
    """Let everybody who has the conversation open see it anew."""
    Conversation.objects.again([conversation]).update_quietly(stamp=F("stamp") + 1, **columns)


def withdraw(*, acting: Viewer, message: Message) -> None:
    """Take back what one has just said: its place stays, its words and files go. Raises `NotPossible`."""
    if message.person_id != acting.person_id:
        raise PermissionDenied("conversations.withdraw")
    within = timedelta(minutes=rules_at(message.conversation.path).withdrawn_within)
    if message.made_at < timezone.now() - within:
        raise NotPossible(_("A message can be withdrawn for a few minutes only. Write another one that sets it right."))
    with transaction.atomic(), named("conversations.withdraw"):
        held = Message.objects.locked_for_action(message)
        held.is_withdrawn, held.told = True, Told.EVERYBODY
        if not is_open(state_of(MESSAGE, held.pk)):  # else moderators still have to see what was said
            held.text = ""
        held.save(update_fields=["text", "is_withdrawn", "told"])
        Enclosure.objects.belonging_to(message=held).delete()
        review(kind=MESSAGE, object_id=held.pk)
        refresh([held.pk])
        touch(held.conversation)


def is_open(case: Case | None) -> bool:
    """Whether moderators still have to decide."""
    return case is not None and case.state in (Case.State.WAITING, Case.State.REPORTED)


def know(*, acting: Viewer, message: Message, answer: bool = True) -> None:
    """Say in one tap that one knows, or take that back. Quietly: when, is nobody's business."""
    if acting.person_id is None or not message.wants_answer or message.is_withdrawn:
        raise NotPossible(_("Nobody asks to acknowledge this any more."))
    with transaction.atomic():
        if answer:
            plain: models.QuerySet[Known] = models.QuerySet(Known)
            plain.bulk_create([Known(message=message, person_id=acting.person_id)], ignore_conflicts=True)
        else:
            mine: models.QuerySet[Known] = models.QuerySet(Known).filter(message=message, person_id=acting.person_id)
            mine._raw_delete(mine.db)  # type: ignore[attr-defined]
        touch(message.conversation)


def mark_read(*, acting: Viewer, conversation: Conversation, up_to: int) -> bool:
    """Remember which message one has seen last, never when; whether that is news."""
    mine = Seat.objects.of_acting(acting).filter(conversation=conversation)
    if mine.filter(read_up_to__gte=up_to).exists():
        return False
    if not mine.exists():
        seat(conversation, acting.person_id or 0, acting.category)
    return bool(mine.filter(read_up_to__lt=up_to).update_quietly(read_up_to=up_to))


def silence(*, acting: Viewer, conversation: Conversation, silenced: bool = True) -> None:
    """Be told no more of a conversation, or again."""
    mine = seat(conversation, acting.person_id or 0, acting.category)
    Seat.objects.of_acting(acting).filter(pk=mine.pk).update_quietly(is_silenced=silenced)


def leave(*, acting: Viewer, conversation: Conversation) -> None:
    """Leave a group of colleagues; groups that follow the roster end with the role."""
    if conversation.kind != Kind.MADE:
        raise NotPossible(_("This group follows the roster: nobody joins or leaves it by hand."))
    with transaction.atomic(), named("conversations.leave"):
        mine = Seat.objects.of_acting(acting).get(conversation=conversation)
        mine.left = True
        mine.save(update_fields=["left"])
        touch(conversation)


def come_back(*, acting: Viewer, conversation: Conversation) -> None:
    """Undo having left."""
    with transaction.atomic(), named("conversations.invite"):
        mine = Seat.objects.of_acting(acting).get(conversation=conversation)
        mine.left = False
        mine.save(update_fields=["left"])
        touch(conversation)


def block(*, acting: Viewer, conversation: Conversation, blocked: bool = True) -> None:
    """Want nothing more from the other one of two, where the relation lets people; or again."""
    source = sources().get(conversation.relation)
    if source is None or not source.may_block:
        raise NotPossible(_("Here nobody can be blocked. Silence the conversation, or report what is wrong."))
    with transaction.atomic(), named("conversations.block"):
        mine = Seat.objects.of_acting(acting).get(conversation=conversation)
        mine.has_blocked = blocked
        mine.save(update_fields=["has_blocked"])
        touch(conversation)


def set_replies(*, acting: Viewer, conversation: Conversation, to_leaders: bool) -> None:
    """Let what members of a group write go to those who lead it, or to everybody, from now on."""
    if conversation.kind != Kind.ROLES or not standing_of(acting, conversation).leads:
        raise PermissionDenied("conversations.set_replies")
    with transaction.atomic(), named("conversations.set_replies"):
        conversation.replies_to_leaders = to_leaders
        conversation.save(update_fields=["replies_to_leaders"])
        touch(conversation)


def put_rules(*, acting: Viewer, rules: Rules) -> None:
    """Write down what a school has decided."""
    acting.demand("conversations.settle", rules.path)
    with transaction.atomic(), named("conversations.set_rules"):
        rules.save()


def ensure_group(relation: str, place: Organisation) -> Conversation:
    """The group that follows from roles at a place; made when it isn't there yet."""
    given = {"kind": Kind.ROLES, "path": place.path, "last_at": None}
    with transaction.atomic(), named("conversations.follow_roster"):
        row, _is_new = Conversation.objects.keeping_unique().get_or_create(
            place=place, relation=relation, kind=Kind.ROLES, defaults=given
        )
    return row
