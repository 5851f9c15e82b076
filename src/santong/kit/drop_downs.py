"""Drop-downs, written as Django's templates write them but without a template for each line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


def drop_down(widget: Mapping[str, Any]) -> SafeString:
    """What Django's template makes of a drop-down."""
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return mark_safe(f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>{groups}</select>')  # noqa: S308  # nosec


def _group(name: Any, options: list[dict[str, Any]]) -> str:
    lines = "".join(_line(option) for option in options)
    return f'<optgroup label="{conditional_escape(name)}">{lines}</optgroup>' if name else lines


def _line(option: Mapping[str, Any]) -> str:
    value, label = _text(option["value"]), conditional_escape(option["label"])
    return f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def _attributes(given: Mapping[str, Any]) -> str:
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_text(value)}"'
        for name, value in given.items()
        if value is not False
    )


def _text(value: Any) -> str:
    return conditional_escape(value if isinstance(value, SafeString) else str(value))
