"""What moderators see of a message, what they decide about it, and that those who take part learn of it.

They read the message, and (of a reported one) a few that were said around it. Every look is in the audit record, and
the messages say that they were read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.conversations.actions import touch
from santong.domains.platform.conversations.models import MESSAGE, Conversation, Enclosure, Message
from santong.domains.platform.conversations.searching import refresh
from santong.domains.platform.moderation.public import Around, Holdable, Subject
from santong.domains.platform.notices.public import tell
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.models.audit import READ, record

RELEASED, TURNED_DOWN = _("Your message can be seen now"), _("Your message was turned down")
AROUND = 3
"""Messages before and after a reported one that moderators read with it."""


def shown() -> Iterable[int]:
    """Those that haven't been withdrawn."""
    return Message.objects.numbers_only().filter(is_withdrawn=False).order_by("pk").values_list("pk", flat=True)


def describe(key: int) -> Subject | None:
    """A message with the names of its files; None once it is withdrawn and nothing is left to decide."""
    message = Message.objects.noted([key]).select_related("conversation").first()
    if message is None or (message.is_withdrawn and not message.text):
        return None
    row = message.conversation
    names = Enclosure.objects.belonging_to(message=message).values_list("file__name", flat=True)
    texts = {"text": message.text, "files": "\n".join(names)}
    return Subject(
        str(row.get_kind_display()), row.path, texts, message.person_id, reverse("conversations:talk", args=[row.pk]),
        _opens(row.pk), around=lambda viewer: around(viewer, message),
    )  # fmt: skip


def _opens(key: int) -> Callable[[Viewer], bool]:
    return lambda viewer: Conversation.objects.visible_to(viewer).filter(pk=key).exists()


def around(viewer: Viewer, message: Message) -> list[Around]:
    """The few messages around a reported one, for a moderator; writes down that they were read, and says so there."""
    rows = Message.objects.belonging_to(conversation=message.conversation).select_related("person")
    before = list(rows.filter(pk__lt=message.pk).order_by("-pk")[:AROUND])[::-1]
    after = list(rows.filter(pk__gt=message.pk).order_by("pk")[:AROUND])
    read = [*before, message, *after]
    with named("conversations.review"):
        record(READ, read, [{} for _message in read])
    Message.objects.again(read).filter(was_reviewed=False).update_quietly(was_reviewed=True)
    touch(message.conversation)
    return [Around(each.person.name, each.text, each.pk == message.pk) for each in read if not each.is_withdrawn]


def settle(acting: Viewer, key: int, state: str, reason: str) -> None:
    """Show or hide it as decided, and tell its writer."""
    message = Message.objects.noted([key]).select_related("person", "conversation").first()
    if message is None:
        return
    refresh([key])
    touch(message.conversation)
    if state != "waiting":
        title = RELEASED if state == "released" else TURNED_DOWN
        tell(message.person, title, text=reason, address=reverse("conversations:talk", args=[message.conversation_id]))


MESSAGES = Holdable(
    MESSAGE, _("Message"), {"text": _("text"), "files": _("files")}, describe, settle, shown
)  # fmt: skip
"""Messages are held until a moderator has released them."""
