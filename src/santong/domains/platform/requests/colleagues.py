"""Choosing a colleague in a form, wherever somebody is to be asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from santong.domains.platform.identity.public import PersonField
from santong.domains.platform.requests.queries import who_may_be_asked
from santong.kit.access import Viewer


def colleague_field(viewer: Viewer, *more: str, **options: Any) -> PersonField:
    """A person among one's colleagues, and those at further places."""
    field = PersonField(**{"label": _("Person"), "help_text": _("Name, pinyin, initials or username."), **options})
    field.near = who_may_be_asked(viewer, *more)
    field.suggest_at("requests:colleagues")
    return field
