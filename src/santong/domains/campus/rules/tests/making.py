"""How tests make rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from santong.domains.campus.rules.actions import publish, put_regulation
from santong.domains.campus.rules.models import Regulation
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM


def day(days: int) -> date:
    """A day from today on."""
    return timezone.localdate() + timedelta(days=days)


def rule(issuer: Organisation, title: str = "作业管理办法", *, is_published: bool = True, **given: Any) -> Regulation:
    """A rule in force since a month ago unless given otherwise."""
    values = {"text": "第一条 教师先做一遍。", "in_force_from": day(-30), **given}
    row = Regulation(issuer=issuer, title=title, **values)
    put_regulation(acting=SYSTEM, regulation=row)
    if is_published:
        publish(acting=SYSTEM, regulation=row)
    return row
