"""The pages of screens, emergency messages, posts, and what a school chooses."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.screens.actions import (
    end_alarm,
    pair,
    put_post,
    put_rules,
    put_screen,
    revoke,
    send_alarm,
)
from santong.domains.campus.screens.content import CHOSEN, chosen_blocks
from santong.domains.campus.screens.filters import AlarmFilter, PostFilter, RulesFilter, ScreenFilter
from santong.domains.campus.screens.forms import AlarmForm, CodeForm, PostForm, RulesForm, ScreenForm
from santong.domains.campus.screens.models import ALARM, CHANGE, POST, VIEW, Alarm, Screen, ScreenPost, ScreenRules
from santong.domains.campus.screens.posts import standing_of_post
from santong.domains.campus.screens.tables import (
    AlarmTable,
    PostTable,
    RulesTable,
    ScreenTable,
    standing_of,
    standing_of_alarm,
)
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ModelPages, PageAction, StepPage, TemplatePanel, tag
from santong.kit.refusals import NotPossible


def _preview(request: Request, row: Screen) -> dict[str, Any]:
    return {"url": reverse("screens:show", args=[row.pk])}


PREVIEW = TemplatePanel(_("What it shows now"), template="screens/preview.html", context=_preview)


class ScreenPages(ModelPages):
    """The screens of schools."""

    model, name, namespace = Screen, "screens", "screens"
    title, icon = _("Class screens"), "device-tv"
    table, filterset, form = ScreenTable, ScreenFilter, ScreenForm
    create = change = remove = CHANGE
    export = VIEW
    sort = "path"
    new_label = _("New screen")
    empty_text = _("Open /screen/ in the browser of a panel, then add the screen here with the code that it shows.")
    list_actions = (
        PageAction(
            _("Emergency message"), lambda row: reverse("screens:screen-alarms-new"), ALARM, "alert-triangle", "danger"
        ),
        PageAction(_("Posts on screens"), lambda row: reverse("screens:screen-posts"), VIEW, icon="speakerphone"),
        PageAction(_("Rules of screens"), lambda row: reverse("screens:screen-rules"), CHANGE, icon="settings"),
    )
    panels = (
        PREVIEW,
        FactsPanel(
            _("Screen"),
            facts=(
                Fact(lambda row: row.target, _("shows")),
                Fact(lambda row: tag(*standing_of(row)), _("panel")),
                "last_seen",
                "fetched_at",
                Fact(lambda row: row.room, _("room")),
                Fact(lambda row: row.school, _("school")),
                Fact(lambda row: row.version.rpartition("/")[2], _("version of the player")),
            ),
            side=True,
        ),
        HistoryPanel(_("History"), permission=CHANGE, side=True),
    )
    steps = (
        StepPage(
            pair, _("Pair a panel"), done=_("Paired. The panel shows it within seconds."), icon="link",
            form=lambda data, row, viewer: CodeForm(data),
            text=_("Open /screen/ on the panel. A panel that the screen has already sees nothing any more."),
        ),
        StepPage(
            revoke, _("Lock the panel out"), done=_("Locked out. The panel sees nothing any more."), icon="ban",
            text=_("For a panel that was lost or stolen. To use it again, pair it again."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school", "school_class", "room__building")

    def subtitle(self, row: Any) -> str:
        return str(row.target)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return ScreenForm(data, instance=row, viewer=request.viewer, code=request.GET.get("code", "")[:20])

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        screen = form.save(commit=False)
        if row is not None:
            self.demand_change(acting, screen)
        try:
            return put_screen(acting=acting, screen=screen, code=form.cleaned_data.get("code", ""))
        except NotPossible as problem:
            form.add_error(problem.field or None, str(problem))
            if row is None:
                screen.pk, screen._state.adding = None, True
            return None


class AlarmPages(ModelPages):
    """Emergency messages."""

    model, name, namespace = Alarm, "screen-alarms", "screens"
    title, icon = _("Emergency messages on screens"), "alert-triangle"
    table, filterset, form = AlarmTable, AlarmFilter, AlarmForm
    create = ALARM
    export = VIEW
    sort = "-since"
    new_label = save_label = _("Show on all screens now")
    empty_text = _("An emergency message fills all screens of a school within ten seconds.")
    panels = (
        FactsPanel(
            _("Emergency message"),
            facts=("text", Fact(lambda row: tag(*standing_of_alarm(row)), _("status")), "since", "until",
                   Fact(lambda row: row.by, _("shown by")), Fact(lambda row: row.school, _("school"))),
        ),
    )  # fmt: skip
    steps = (
        StepPage(
            end_alarm, _("Take off the screens"), done=_("Taken off the screens."), icon="x", variant="primary",
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school", "by")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return AlarmForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return send_alarm(acting=acting, alarm=form.save(commit=False), minutes=form.cleaned_data["minutes"])


class PostPages(ModelPages):
    """Announcements and honours."""

    model, name, namespace = ScreenPost, "screen-posts", "screens"
    title, icon = _("Posts on screens"), "speakerphone"
    table, filterset, form = PostTable, PostFilter, PostForm
    create = change = remove = POST
    export = VIEW
    sort = "-until"
    new_label = _("New post")
    empty_text = _("Write what a class or the school should read on its screens: an announcement, an honour.")
    panels = (
        FactsPanel(
            _("The post"),
            facts=("title", "text", "kind", Fact(lambda row: tag(*standing_of_post(row)), _("status")), "since",
                   "until", Fact(lambda row: row.organisation, _("on the screens of")),
                   Fact(lambda row: row.author, _("written by"))),
        ),
        HistoryPanel(_("History"), permission=POST, side=True),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("organisation", "author")

    def subtitle(self, row: Any) -> str:
        return str(row.organisation)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return PostForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        post = form.save(commit=False)
        if row is not None:
            self.demand_change(acting, post)
        return put_post(acting=acting, post=post)


def _shown(place: str) -> Fact:
    """The blocks chosen for a kind of place, in their order."""

    def names(row: ScreenRules) -> str:
        return "、".join(str(block.label) for block in chosen_blocks(place, row)) or gettext("Nothing but the clock")

    return Fact(names, Screen.Place(place).label)


class ScreenRulesPages(ModelPages):
    """What schools have chosen for their screens."""

    model, name, namespace = ScreenRules, "screen-rules", "screens"
    title, icon = _("Rules of screens"), "settings"
    table, filterset, form = RulesTable, RulesFilter, RulesForm
    create = change = CHANGE
    sort = "path"
    new_label = _("Choose for a school")
    empty_text = _("Nothing is chosen yet: screens show all blocks, and are dark from 21:00 to 6:30.")
    panels = (
        FactsPanel(_("Blocks in their order"), facts=tuple(_shown(place) for place in CHOSEN)),
        FactsPanel(
            _("Names and dark hours"),
            facts=(
                Fact(lambda row: gettext("Yes") if row.shows_teachers else gettext("No"),
                     _("show the names of those who teach")),
                Fact(lambda row: gettext("Yes") if row.shows_duty else gettext("No"),
                     _("show the names of those on duty")),
                Fact(lambda row: f"{row.dark_from:%H:%M}–{row.dark_until:%H:%M}", _("dark")),
            ),
            side=True,
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return RulesForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        try:
            return put_rules(acting=acting, rules=form.save(commit=False))
        except NotPossible as problem:
            form.add_error(problem.field or None, str(problem))
            return None
