"""What templates of orders say of a command."""

from __future__ import annotations

from django import template
from django.utils import timezone

from santong.domains.campus.usage.models import Command, LineSeen
from santong.domains.campus.usage.queries import line_seen
from santong.domains.campus.usage.tables import COMMAND_TONES

register = template.Library()


@register.simple_tag
def line_to_devices() -> LineSeen | None:
    """The line to devices that runs, if any."""
    return line_seen(timezone.now())


@register.filter
def command_tone(row: Command) -> str:
    """The tone of what came of an order."""
    return COMMAND_TONES[row.state]
