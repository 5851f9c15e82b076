"""What other modules may use of notices: telling people something."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.audience_kinds import Child, ChildrenReached, Missing, Unreached
from santong.domains.platform.notices.delivering import hand_over
from santong.domains.platform.notices.models import Notice
from santong.kit.audit import named

__all__ = ["Child", "ChildrenReached", "Missing", "Unreached", "tell"]


def tell(
    people: Person | Iterable[Person], title: str, *, text: str = "", address: str = "", key: str | None = None
) -> None:
    """Put something into people's inboxes, in the caller's transaction.

    `address` is the page where they go on. With a `key` the same isn't told twice, whoever calls again. The title
    leaves the product by e-mail and messengers: it names nobody but the reader.
    """
    everybody = [people] if isinstance(people, Person) else list(people)
    now = timezone.now()
    said = {
        "title": title[:120], "text": text, "address": address, "state": Notice.State.SENT,
        "sent_at": now, "delivered_at": now, "number": len(everybody),
    }  # fmt: skip
    with transaction.atomic(), named("notices.tell"):
        # Two that tell the same at one moment: the second finds the row of the first.
        rows = Notice.objects.keeping_unique()
        notice, is_new = rows.get_or_create(key=key, defaults=said) if key else (rows.create(**said), True)
        if is_new:
            hand_over(notice, [person.pk for person in everybody])
