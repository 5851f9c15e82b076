"""New messages in the inbox: one line, however many conversations there are."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from santong.domains.platform.conversations.models import TAKE_PART
from santong.domains.platform.conversations.queries import with_news
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    return Said(gettext("New messages"), reverse("conversations:talk", args=[values["pk"]]))


def _says_together(number: int) -> Said:
    words = ngettext("New messages in %(n)s conversation", "New messages in %(n)s conversations", number)
    return Said(words % {"n": number}, reverse("conversations:conversations"))


NEWS = ToDo(
    name="conversations",
    label=gettext_lazy("New messages"),
    icon="messages",
    url_name="conversations:conversations",
    permission=TAKE_PART,
    rows=with_news,
    says=_says,
    since="last_at",
    together=_says_together,
)
