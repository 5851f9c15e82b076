"""Template tags of the design system: icons, avatars, and the small filters its components need."""

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.core.exceptions import ImproperlyConfigured
from django.forms import BaseForm, BoundField, CheckboxInput, FileInput, PasswordInput, Select
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django_vite.core.asset_loader import DjangoViteAssetLoader

register = template.Library()

SPRITE_ENTRY = "frontend/icons.txt"
AVATAR_TONES = 8


class UnknownIcon(LookupError):
    """An icon was named that is not in frontend/icons.txt, so the sprite does not carry it."""


@lru_cache(maxsize=1)
def sprite() -> tuple[str, frozenset[str]]:
    """The address of the icon sprite and the names of the icons in it.

    Read once per process from the file that the asset build left, so that an icon missing
    from the sprite fails in the first test that renders it and never shows as a blank square.
    """
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    if not manifest.is_file():
        raise ImproperlyConfigured(f"{manifest} is missing: run `npm ci && npm run build`.")
    file = json.loads(manifest.read_text(encoding="utf-8"))[SPRITE_ENTRY]["file"]
    names = re.findall(r'<symbol id="([^"]+)"', (manifest.parent / file).read_text("utf-8"))
    address = DjangoViteAssetLoader.instance().generate_vite_asset_url(SPRITE_ENTRY)
    return address, frozenset(names)


@register.simple_block_tag(takes_context=True)
def titled(context: template.Context, content: SafeString) -> SafeString:
    """A page's own title before the name of the product, or that name alone; error pages may know no name."""
    shell, own = context.get("shell"), content.strip()
    name = shell.product_name if shell else ""
    return format_html("{} · {}", SafeString(own), name) if own and name else SafeString(own or escape(name))


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without `label` it is decoration and hidden from screen readers."""
    address, names = sprite()
    if name not in names:
        raise UnknownIcon(f'Icon "{name}" is not in frontend/icons.txt: add it there and build.')
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label,
            address,
            name,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', address, name)


@register.filter
def palette(text: str) -> int:
    """A colour number 0-7 that is always the same for the same text."""
    return zlib.crc32(str(text).encode()) % AVATAR_TONES


@register.simple_tag
def avatar(name: str, initial: str = "", size: str = "") -> SafeString:
    """A round avatar: the first character of the name on a colour drawn from the name."""
    letter = initial or str(name)[:1]
    return format_html('<span class="avatar {} hue-{}" aria-hidden="true">{}</span>', size, palette(name), letter)


@register.filter
def undo_url(message: Message | str) -> str:
    """The address in a message's `undo:<url>` extra tag, or nothing."""
    if not isinstance(message, Message):
        return ""
    for tag in (message.extra_tags or "").split():
        if tag.startswith("undo:"):
            return tag.removeprefix("undo:")
    return ""


@register.filter
def field_shape(field: BoundField, kind: str = "") -> str:
    """How `c-field` lays a bound field out: the kind asked for, or the one its widget implies."""
    widget = field.field.widget
    if kind:
        return kind
    if field.is_hidden:
        return "hidden"
    if field.use_fieldset:
        return "group"
    shapes = (
        (CheckboxInput, "checkbox"),
        (FileInput, "file"),
        (PasswordInput, "password"),
        (Select, "select"),
    )
    return next((shape for cls, shape in shapes if isinstance(widget, cls)), "text")


@register.filter
def error_count(form: BaseForm) -> int:
    """How many messages the error summary of a form lists."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def times(count: int | str) -> range:
    """A range to loop over so many times."""
    return range(int(count))


@register.filter
def chart_rows(spec: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """The rows of a chart's data table: each category with its value in every series."""
    series = [entry["data"] for entry in spec.get("series", [])]
    for position, category in enumerate(spec.get("categories", [])):
        yield category, [data[position] for data in series]
