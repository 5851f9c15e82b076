"""What a reader does with a notice: acknowledge it, put it away, and both back.

Quietly, without the audit record, because that keeps moments: when somebody read a notice is nobody's business.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from santong.domains.platform.notices.models import Notice, Recipient
from santong.kit.access import Viewer
from santong.kit.models import ScopedQuerySet
from santong.kit.refusals import NotPossible


def acknowledge(*, acting: Viewer, received: Recipient, answer: bool = True) -> None:
    """Say that one knows, or take that back. Raises `NotPossible` when nobody asks for it any more."""
    notice = received.notice
    if not notice.wants_receipt or notice.state != Notice.State.SENT:
        raise NotPossible(_("The sender asks for no acknowledgement any more."))
    _own(acting, received).update_quietly(acknowledged=answer, settled=answer)


def put_away(*, acting: Viewer, received: Recipient, away: bool = True) -> None:
    """Let it count as read, or as unread again: only the reader sees that."""
    _own(acting, received).update_quietly(settled=away)


def _own(acting: Viewer, received: Recipient) -> ScopedQuerySet:
    rows: ScopedQuerySet = Recipient.objects.of_acting(acting)
    return rows.filter(pk=received.pk)
