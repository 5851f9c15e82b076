"""Reads: what waits for whom, and how often a kind of warning was a false alarm."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from santong.domains.campus.warnings.models import VIEW, EarlyWarning, WarningRule
from santong.kit.access import Viewer

State = EarlyWarning.State


def live_for(viewer: Viewer) -> QuerySet[EarlyWarning]:
    """The warnings that a viewer sees and that aren't over."""
    return EarlyWarning.objects.visible_to(viewer, VIEW).filter(state__in=EarlyWarning.LIVE)


def waiting(viewer: Viewer) -> QuerySet[EarlyWarning]:
    """Those about which nobody has done anything yet."""
    return EarlyWarning.objects.visible_to(viewer, VIEW).filter(state__in=EarlyWarning.WAITING)


def false_alarms(rule: WarningRule) -> tuple[int, int]:
    """How many closed warnings of a kind there were at a rule's place and below it, and how many were false alarms."""
    rows = EarlyWarning.objects.numbers_only().filter(
        path__startswith=rule.path, kind=rule.kind, state=State.CLOSED
    )  # fmt: skip
    found = rows.aggregate(closed=Count("pk"), false=Count("pk", filter=Q(is_false_alarm=True)))
    return found["closed"], found["false"]
