"""What every page shows around its content: navigation, the person, language and theme."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.shortcuts import resolve_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from santong.kit.access import NOBODY, Viewer
from santong.kit.handbook import handbook_url, section_about
from santong.kit.http import Request
from santong.kit.inbox import numbers_of
from santong.kit.menu import MESSAGES, PERSON, MenuItem
from santong.kit.navigation.areas import Placed, areas_of, docked, nearest, reached_by
from santong.kit.navigation.pins import pins_of
from santong.kit.registry import Label

THEMES = ("auto", "light", "dark")
TEXT_SIZES = ("normal", "large")
DOCK_AREAS = 4
"""Areas in the dock of a phone, beside one's own account."""
MOST_TABS = 8
"""As many as stand beside each other on a desk."""


@dataclass(frozen=True)
class Ui:
    """How the page looks for this person: `lang` a language code, `direction` "ltr" or "rtl", `theme`, `text`.

    `languages` are all that there are, by code, each with its name in itself.
    """

    lang: str
    direction: str
    theme: str
    text: str
    languages: list[tuple[str, str]]


@dataclass(frozen=True)
class MenuLine:
    """A line of the side navigation, a tab or a place in the dock, as a template shows it."""

    label: Label
    url: str
    icon: str
    badge: int
    current: bool
    note: Label = ""


@dataclass(frozen=True)
class ShellPerson:
    """The person signed in, as the shell shows them."""

    name: str
    subtitle: str
    initial: str


@dataclass(frozen=True)
class IdentityLine:
    """An identity to switch to."""

    label: str
    key: str
    current: bool


@dataclass(frozen=True)
class Shell:
    """The frame of a page; see `kit/shell.html`."""

    product_name: str
    areas: list[MenuLine] = field(default_factory=list)
    pins: list[MenuLine] = field(default_factory=list)
    pages: list[MenuLine] = field(default_factory=list)
    tabs: list[MenuLine] = field(default_factory=list)
    tabs_label: Label = ""
    dock: list[MenuLine] = field(default_factory=list)
    messages_url: str = ""
    unread: int = 0
    person: ShellPerson | None = None
    identities: list[IdentityLine] = field(default_factory=list)
    person_links: list[MenuLine] = field(default_factory=list)
    identity_url: str = ""
    sign_out_url: str = ""
    display_url: str = ""
    help_url: str = ""
    has_help: bool = False


def context(request: Request) -> dict[str, Any]:
    """Context processor: `ui`, and `shell` worked out only by pages that show it."""
    return {"ui": ui_of(request), "shell": SimpleLazyObject(lambda: shell_of(request))}


def ui_of(request: Request) -> Ui:
    """Language from Django's negotiation; theme and text size from cookies that islands set."""
    theme = request.COOKIES.get("theme", "auto")
    text = request.COOKIES.get("text", "normal")
    return Ui(
        lang=get_language() or settings.LANGUAGE_CODE,
        direction="rtl" if get_language_bidi() else "ltr",
        theme=theme if theme in THEMES else "auto",
        text=text if text in TEXT_SIZES else "normal",
        languages=[(code, LANG_INFO[code]["name_local"]) for code, _name in settings.LANGUAGES],
    )


def shell_of(request: Request) -> Shell:
    """The frame for this request's viewer."""
    # An error before the middleware ran (an unknown host, say) shows a page without a viewer.
    viewer: Viewer = request.__dict__.get("viewer", NOBODY)
    if viewer.person_id is None:
        return Shell(product_name=settings.PRODUCT_NAME)
    items = reached_by(viewer)
    numbers = numbers_of(viewer)
    lines = {item: _line(request, item, numbers) for item in items}
    here = nearest(request.path, [item.url for item in items])
    placed = areas_of(viewer, items)
    current = next((each for each in placed if _is_in(each, request.path, here)), None)
    areas = {each.area.name: _area_line(each, lines, each is current) for each in placed}
    account = next((line for item, line in lines.items() if item.url_name == "account"), None)
    messages = next((line for item, line in lines.items() if item.topic == MESSAGES), None)
    section = section_about(items, here)
    pages = _pages(current, lines, here)
    return Shell(
        product_name=settings.PRODUCT_NAME,
        areas=list(areas.values()),
        pins=[MenuLine(pin.title, pin.path, pin.icon, 0, pin.path == request.path) for pin in pins_of(viewer)],
        pages=pages,
        tabs=_tabs(request, current, pages, here),
        tabs_label=current.area.label if current else "",
        dock=[
            *(areas[each.area.name] for each in docked(viewer, placed, DOCK_AREAS)),
            *([replace(account, label=_("Me"))] if account else []),
        ],
        messages_url=messages.url if messages else "",
        unread=messages.badge if messages else 0,
        person=ShellPerson(viewer.name, _subtitle(request), viewer.name[:1]),
        identities=_identities(request),
        person_links=[line for item, line in lines.items() if item.topic == PERSON],
        identity_url=resolve_url(settings.SANTONG_IDENTITY_URL),
        sign_out_url=resolve_url(settings.SANTONG_SIGN_OUT_URL),
        display_url=resolve_url(settings.SANTONG_DISPLAY_URL),
        help_url=section.url if section else handbook_url(),
        has_help=section is not None,
    )


def _line(request: Request, item: MenuItem, numbers: dict[str, int]) -> MenuLine:
    number = numbers.get(item.url_name, 0)
    return MenuLine(item.label, item.url, item.icon, number, request.path == item.url, item.note)


def _area_line(placed: Placed, lines: dict[MenuItem, MenuLine], is_current: bool) -> MenuLine:
    if len(placed.items) == 1:
        # "Office" would promise more than the calendar that it leads to.
        return replace(lines[placed.items[0]], current=is_current)
    number = sum(lines[item].badge for item in placed.items)
    return MenuLine(placed.area.label, placed.url, placed.area.icon, number, is_current)


def _is_in(placed: Placed, path: str, here: str) -> bool:
    """Whether a page is the hub of an area, one of its pages, or below one."""
    return path == placed.url or here in [item.url for item in placed.items]


def _pages(placed: Placed | None, lines: dict[MenuItem, MenuLine], here: str) -> list[MenuLine]:
    """The pages of the area that the viewer is in."""
    items = placed.items if placed is not None else []
    return [replace(lines[item], current=lines[item].url == here) for item in items]


def _tabs(request: Request, placed: Placed | None, pages: list[MenuLine], here: str) -> list[MenuLine]:
    """The same after the area's hub, as far as they fit; none where there is only one.

    Of an area with more pages, those about the same topic as the present one: its hub has the others.
    """
    if placed is None or len(placed.items) < 2:
        return []
    if len(pages) > MOST_TABS:
        topic = next((item.topic for item in placed.items if item.url == here), "")
        pages = [page for page, item in zip(pages, placed.items, strict=True) if item.topic == topic]
    hub = MenuLine(_("Overview"), placed.url, "", 0, request.path == placed.url)
    return [hub, *pages] if pages else []


def _identities(request: Request) -> list[IdentityLine]:
    chosen = request.identity
    return [IdentityLine(identity.label, identity.key, identity == chosen) for identity in request.identities]


def _subtitle(request: Request) -> str:
    chosen = request.identity
    return chosen.label if chosen else ""
