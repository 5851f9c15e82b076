"""The pages of own entries, and of the ways in which one's calendar is read elsewhere."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.agenda.actions import close_feed
from santong.domains.platform.agenda.forms import EntryForm
from santong.domains.platform.agenda.models import KEEP, Feed, PersonalEntry
from santong.domains.platform.agenda.tables import EntryTable, FeedTable, state, when
from santong.kit.access import Viewer
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage


class EntryPages(ModelPages):
    """One's own entries."""

    model, name, namespace = PersonalEntry, "agenda/entries", "agenda"
    title, icon = _("Own entries"), "calendar"
    table, form = EntryTable, EntryForm
    create = change = remove = KEEP
    sort = "begins"
    new_label = _("New entry")
    empty_text = _("What you write here, nobody else sees.")
    list_actions = (
        PageAction(_("Agenda"), lambda row: reverse("agenda:agenda"), KEEP, icon="calendar"),
        PageAction(_("Take in a calendar file"), lambda row: reverse("agenda:take-in"), KEEP, icon="file-import"),
    )
    panels = (
        FactsPanel(
            _("Entry"), facts=(Fact(when, _("when")), "where", "note", Fact(lambda row: row.rule, _("rule")))
        ),
    )  # fmt: skip

    def place(self, row: Any) -> None:
        return None

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        acting.demand(KEEP)
        if row is None:
            form.instance.person_id = acting.person_id
        return form.save()


class FeedPages(ModelPages):
    """Where one's calendar is read."""

    model, name, namespace = Feed, "agenda/feeds", "agenda"
    title, icon = _("Calendar elsewhere"), "rss"
    table = FeedTable
    sort = "pk"
    empty_text = _("Read your calendar on your phone or computer: open a secret address for it.")
    list_actions = (
        PageAction(_("Agenda"), lambda row: reverse("agenda:agenda"), KEEP, icon="calendar"),
        PageAction(_("Open one"), lambda row: reverse("agenda:feeds-new"), KEEP, icon="plus", variant="primary"),
    )
    panels = (FactsPanel(_("Calendar elsewhere"), facts=("way", Fact(state, _("status")), "made_at", "used_at")),)
    steps = (
        StepPage(
            close_feed, _("Close the feed"), done=_("Closed. Nothing can be read there any more."), icon="x",
            variant="danger",
            text=_("Your calendar can't be read there any more. This can't be taken back; open a new one."),
            address="close",
        ),
    )  # fmt: skip

    def place(self, row: Any) -> None:
        return None
