"""What every page shows around its content: navigation, the person, language and theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from santong.kit.access import NOBODY, Viewer
from santong.kit.http import Request
from santong.kit.inbox import numbers_of
from santong.kit.menu import MAIN, PERSON, MenuItem, MenuSection
from santong.kit.registry import Label, registry

THEMES = ("auto", "light", "dark")
TEXT_SIZES = ("normal", "large")
DOCK_PLACES = 5


@dataclass(frozen=True)
class Ui:
    """How the page looks for this person: `lang` a language code, `theme`, `text`."""

    lang: str
    theme: str
    text: str


@dataclass(frozen=True)
class MenuLine:
    """A menu item as the template shows it."""

    label: Label
    url: str
    icon: str
    badge: int
    current: bool


@dataclass(frozen=True)
class MenuGroup:
    """A section of the side navigation with its lines; the main one has no label."""

    label: Label
    items: list[MenuLine]


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
    menu: list[MenuGroup] = field(default_factory=list)
    dock: list[MenuLine] = field(default_factory=list)
    person: ShellPerson | None = None
    identities: list[IdentityLine] = field(default_factory=list)
    person_links: list[MenuLine] = field(default_factory=list)
    identity_url: str = ""
    sign_out_url: str = ""
    display_url: str = ""
    languages: list[tuple[str, Any]] = field(default_factory=list)


def context(request: Request) -> dict[str, Any]:
    """Context processor: `ui`, and `shell` worked out only by pages that show it."""
    return {"ui": ui_of(request), "shell": SimpleLazyObject(lambda: shell_of(request))}


def ui_of(request: Request) -> Ui:
    """Language from Django's negotiation; theme and text size from cookies that islands set."""
    theme = request.COOKIES.get("theme", "auto")
    text = request.COOKIES.get("text", "normal")
    return Ui(
        lang=get_language() or settings.LANGUAGE_CODE,
        theme=theme if theme in THEMES else "auto",
        text=text if text in TEXT_SIZES else "normal",
    )


def shell_of(request: Request) -> Shell:
    """The frame for this request's viewer."""
    # An error before the middleware ran (an unknown host, say) shows a page without a viewer.
    viewer: Viewer = request.__dict__.get("viewer", NOBODY)
    if viewer.person_id is None:
        return Shell(product_name=settings.PRODUCT_NAME, languages=list(settings.LANGUAGES))
    items = [item for item in registry.of(MenuItem) if item.shown_to(viewer)]
    numbers = numbers_of(viewer)
    urls = {item: reverse(item.url_name) for item in items}
    here = _nearest(request.path, urls.values())
    lines = {
        item: MenuLine(item.label, url, item.icon, numbers.get(item.url_name, 0), url == here)
        for item, url in urls.items()
    }
    return Shell(
        product_name=settings.PRODUCT_NAME,
        menu=_groups(lines),
        dock=[line for item, line in lines.items() if item.dock][:DOCK_PLACES],
        person=ShellPerson(viewer.name, _subtitle(request), viewer.name[:1]),
        identities=_identities(request),
        person_links=[line for item, line in lines.items() if item.section == PERSON],
        identity_url=resolve_url(settings.SANTONG_IDENTITY_URL),
        sign_out_url=resolve_url(settings.SANTONG_SIGN_OUT_URL),
        display_url=resolve_url(settings.SANTONG_DISPLAY_URL),
        languages=list(settings.LANGUAGES),
    )


def _nearest(path: str, urls: Iterable[str]) -> str:
    """The one page of the menu that a path is, or lies below; "" for none."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")


def _groups(lines: dict[MenuItem, MenuLine]) -> list[MenuGroup]:
    sections = [(MAIN, "")] + [(section.name, section.label) for section in registry.of(MenuSection)]
    groups = [MenuGroup(label, [ln for item, ln in lines.items() if item.section == name]) for name, label in sections]
    return [group for group in groups if group.items]


def _identities(request: Request) -> list[IdentityLine]:
    chosen = request.identity
    return [IdentityLine(identity.label, identity.key, identity == chosen) for identity in request.identities]


def _subtitle(request: Request) -> str:
    chosen = request.identity
    return chosen.label if chosen else ""
