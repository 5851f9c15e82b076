"""What templates of orders say of a command."""

from django import template

from santong.domains.campus.usage.models import Command
from santong.domains.campus.usage.tables import COMMAND_TONES

register = template.Library()


@register.filter
def command_tone(row: Command) -> str:
    """The tone of what came of an order."""
    return COMMAND_TONES[row.state]
