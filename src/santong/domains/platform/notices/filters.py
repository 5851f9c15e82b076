"""Filters of the lists."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.notices.models import Notice, Recipient
from santong.domains.platform.notices.queries import unread
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class SentFilter(FilterSet):
    """By words and state."""

    q = SearchFilter("title", "text", "author__name__holds")
    state = ChoiceFilter(label=_("All states"), choices=Notice.State.choices)

    class Meta:
        model = Notice
        fields = ["q", "state"]


class InboxFilter(FilterSet):
    """By words, and by what still has to be done with it."""

    q = SearchFilter("notice__title__holds", "notice__text__holds", "notice__organisation__name__holds")
    show = ChoiceFilter(
        label=_("All notices"),
        choices=(("unread", _("Unread")), ("receipt", _("Please acknowledge")), ("important", _("Important"))),
        method="by_standing",
    )

    class Meta:
        model = Recipient
        fields = ["q", "show"]

    def by_standing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Unread ones, those that wait for an acknowledgement, important ones."""
        if value == "unread":
            return unread(rows)
        if value == "important":
            return rows.filter(notice__is_important=True)
        return rows.filter(notice__wants_receipt=True, acknowledged=False, notice__state=Notice.State.SENT)
