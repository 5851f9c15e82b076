"""The pages of rooms, lessons, devices, orders and rules."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.usage.actions import change
from santong.domains.campus.usage.filters import (
    LessonUseFilter,
    NightRuleFilter,
    OrderFilter,
    RoomUseFilter,
    TerminalFilter,
)
from santong.domains.campus.usage.forms import NightRuleForm, TerminalForm
from santong.domains.campus.usage.models import (
    CHANGE,
    CONTROL,
    VIEW,
    Command,
    LessonUse,
    NightRule,
    Order,
    RoomUse,
    Terminal,
)
from santong.domains.campus.usage.standing import silent_names, standing_of
from santong.domains.campus.usage.tables import (
    CommandsOfTerminal,
    LessonsOfRoom,
    LessonUseTable,
    NightRuleTable,
    OrderTable,
    RoomUseTable,
    TerminalsOfRoom,
    TerminalTable,
    in_percent,
    night_of,
)
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ListPanel, ModelPages, PageAction, TemplatePanel, tag

State = Command.State


def _terminals_in(viewer: Viewer, row: RoomUse) -> QuerySet:
    rows = Terminal.objects.visible_to(viewer).filter(room=row.room_id)
    return rows.select_related("school", "room__building", "now")


def _lessons_in(viewer: Viewer, row: RoomUse) -> QuerySet:
    rows = LessonUse.objects.visible_to(viewer).filter(room=row.room_id)
    return rows.select_related("room__building", "room__school")


def terminal_url(row: Terminal) -> str:
    """The page of a device."""
    return reverse("usage:terminals-detail", args=[row.pk])


class RoomUsePages(ModelPages):
    """How rooms with devices are used in lessons."""

    model, name, namespace = RoomUse, "equipment-rooms", "usage"
    title, icon = _("Use of equipment"), "chart-bar"
    table, filterset = RoomUseTable, RoomUseFilter
    export = VIEW
    sort = "share"
    empty_text = _("Register the devices of a room under “Central control”; after its first lesson it stands here.")
    list_actions = (
        PageAction(_("Lesson by lesson"), lambda row: reverse("usage:equipment-lessons"), VIEW, icon="calendar"),
        PageAction(_("Central control"), lambda row: reverse("usage:terminals"), VIEW, icon="power"),
    )
    panels = (
        FactsPanel(
            _("Last 30 days"),
            facts=(
                Fact(in_percent, _("rate of use")), "lessons", "used", "unknown",
                Fact(silent_names, _("silent devices")), "counted_at",
            ),
        ),
        ListPanel(_("Devices in the room"), table=TerminalsOfRoom, rows=_terminals_in, url=terminal_url, sort="name",
                  empty=_("No device is left in this room.")),
        ListPanel(_("Lessons in the room"), table=LessonsOfRoom, rows=_lessons_in, sort="-day",
                  more=lambda row: f"{reverse('usage:equipment-lessons')}?room={row.room_id}",
                  empty=_("No lesson was counted yet.")),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        there = Prefetch("room__terminals", Terminal.objects.visible_to(viewer).select_related("now").order_by("name"))
        return super().rows(viewer).select_related("room__building", "room__school").prefetch_related(there)

    def get(self, viewer: Viewer, pk: int) -> Any:
        viewer.get(RoomUse, pk)
        return self.rows(viewer).get(pk=pk)

    def subtitle(self, row: Any) -> str:
        return str(row.room.school)


class LessonUsePages(ModelPages):
    """Lessons with the use of equipment in them; neither who taught nor which class is known here."""

    model, name, namespace = LessonUse, "equipment-lessons", "usage"
    title, icon = _("Use of equipment, lesson by lesson"), "calendar"
    table, filterset = LessonUseTable, LessonUseFilter
    export = VIEW
    sort = "-day"
    detail = False
    empty_text = _("No lesson was counted yet. Lessons of a day are counted once an hour, and at night.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("room__building", "room__school")


def _orders_of(viewer: Viewer, row: Terminal) -> QuerySet:
    return Command.objects.visible_to(viewer).filter(terminal=row).select_related("order", "terminal__room__building")


def order_url(row: Command) -> str:
    """The page of an order."""
    return reverse("usage:device-orders-detail", args=[row.order_id])


class TerminalPages(ModelPages):
    """Devices that speak for themselves."""

    model, name, namespace = Terminal, "terminals", "usage"
    title, icon = _("Central control"), "power"
    table, filterset, form = TerminalTable, TerminalFilter, TerminalForm
    change = remove = CHANGE
    export = VIEW
    sort = "path"
    list_template = "usage/terminals.html"
    empty_text = _("Register a device, and enter its credential in it: it then says for itself whether it is used.")
    list_actions = (
        PageAction(_("Orders given"), lambda row: reverse("usage:device-orders"), VIEW, icon="history"),
        PageAction(_("At night"), lambda row: reverse("usage:night-rules"), VIEW, icon="moon"),
        PageAction(_("Register a device"), lambda row: reverse("usage:terminal-new"), CHANGE, icon="plus"),
        PageAction(
            _("Give an order"), lambda row: reverse("usage:order"), CONTROL, icon="power", variant="primary"
        ),
    )  # fmt: skip
    detail_actions = (
        PageAction(_("New credential"), lambda row: reverse("usage:terminal-renew", args=[row.pk]), CHANGE, icon="key"),
        PageAction(
            _("Give an order"), lambda row: f"{reverse('usage:order')}?whom=device-{row.pk}", CONTROL, icon="power",
            variant="primary",
        ),
    )  # fmt: skip
    panels = (
        FactsPanel(
            _("Device"),
            facts=(
                Fact(lambda row: tag(*standing_of(row)), _("at the moment")),
                Fact(lambda row: row.room or "", _("room")),
                "kind",
                Fact(lambda row: row.now.get_power_display(), _("power")),
                Fact(lambda row: _("Yes") if row.now.is_locked else _("No"), _("locked")),
                Fact(lambda row: row.now.seen_at, _("heard of last")),
                Fact(lambda row: row.now.used_at, _("used last")),
                Fact(lambda row: _("Yes") if row.stays_on else _("No"), _("stays on at night")),
                "since",
                Fact(lambda row: row.school, _("school")),
            ),
        ),
        ListPanel(_("Orders"), table=CommandsOfTerminal, rows=_orders_of, url=order_url, sort="-pk",
                  empty=_("It was given no order.")),
        HistoryPanel(_("History"), permission=CHANGE, side=True),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school", "room__building", "now")

    def subtitle(self, row: Any) -> str:
        return str(row.school)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return TerminalForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        saved = form.save(commit=False)
        self.demand_change(acting, saved)
        return change(acting=acting, terminal=saved)


def progress(request: Request, row: Order) -> dict[str, Any]:
    """How an order fares: a line for each device, and whether anything is still to come."""
    rows = Command.objects.visible_to(request.viewer).filter(order=row).select_related("terminal__room__building")
    commands = list(rows.order_by("terminal__room__name", "terminal__name", "pk"))
    is_open = any(each.state in (State.WAITING, State.SENT) for each in commands)
    return {"order": row, "commands": commands, "is_open": is_open}


class OrderPages(ModelPages):
    """Orders to devices, and what came of them."""

    model, name, namespace = Order, "device-orders", "usage"
    title, icon = _("Orders to devices"), "history"
    table, filterset = OrderTable, OrderFilter
    export = VIEW
    sort = "-made_at"
    empty_text = _("No order was given yet.")
    list_actions = (
        PageAction(
            _("Give an order"), lambda row: reverse("usage:order"), CONTROL, icon="power", variant="primary"
        ),
    )  # fmt: skip
    panels = (
        TemplatePanel(_("Devices"), template="usage/progress.html", context=progress),
        FactsPanel(
            _("The order"), side=True,
            facts=("do", "text", "reach", Fact(lambda row: row.by or _("Rule for the night"), _("given by")), "made_at",
                   "until", Fact(lambda row: _("Yes") if row.in_lessons else _("No"), _("also during lessons")),
                   Fact(lambda row: row.school, _("school"))),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        numbers = {"all": Count("commands"), "done": Count("commands", Q(commands__state=State.DONE))}
        return super().rows(viewer).select_related("school", "by").annotate(**numbers)


class NightRulePages(ModelPages):
    """When schools are switched off at night."""

    model, name, namespace = NightRule, "night-rules", "usage"
    title, icon = _("Switching off at night"), "moon"
    table, filterset, form = NightRuleTable, NightRuleFilter, NightRuleForm
    create = change = CHANGE
    sort = "path"
    new_label = _("Rule for a school")
    empty_text = _("No rule: devices stay as they are at night.")
    panels = (
        FactsPanel(
            _("Rule for the night"),
            facts=(Fact(night_of, _("switch off at")), "paused_until",
                   Fact(lambda row: row.school, _("school"))),
        ),
        HistoryPanel(_("History"), permission=CHANGE, side=True),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return NightRuleForm(data, instance=row, viewer=request.viewer)
