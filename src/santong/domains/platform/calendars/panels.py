"""What calendars add to the pages of organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from santong.domains.platform.calendars.queries import week_of
from santong.kit.http import Request
from santong.kit.pages import Panel


@dataclass(frozen=True)
class CalendarPanel(Panel):
    """The teaching week of an organisation, and the way to its calendar."""

    def html(self, request: Request, row: Any) -> SafeString | str:
        context = {"week": week_of(row.path, timezone.localdate()), "row": row}
        return render_to_string("calendars/panel.html", context, request)
