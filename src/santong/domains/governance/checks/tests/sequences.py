"""What can be done about data issues and settlements, and taken back."""

from __future__ import annotations

from django.utils import timezone

from santong.domains.governance.checks.actions import explain, settle, withdraw
from santong.domains.governance.checks.models import CheckKind, CheckRule, DataIssue, Settlement
from santong.domains.platform.organisations.public import Organisation
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import Choosing, Done, Region, Step, one, present, taken

WORDS = "已与原始登记核对，情况属实"


def explanation(region: Region, choosing: Choosing) -> Done:
    """A figure is explained."""
    if not present(DataIssue, state="open"):
        school = one(present(Organisation, kind="school", valid_until=None), choosing)
        rules = CheckRule.objects.exclude(issues__place=school).order_by("pk")
        rule = one(rules, choosing)
        DataIssue.objects.create(
            rule=rule, kind=rule.kind, place=school, path=school.path, month=timezone.localdate().replace(day=1)
        )
    row = one(present(DataIssue, state="open"), choosing)
    return Done("explanation", taken(region.viewer, explain, row, explanation=WORDS))


def withdrawal_of_a_settlement(region: Region, choosing: Choosing) -> Done:
    """What was settled about two sources is withdrawn."""
    place = one(present(Organisation, kind="county_bureau", valid_until=None), choosing)
    rule = one(present(CheckRule, kind=CheckKind.CONFLICT), choosing)
    holds = choosing.choice(["first", "other"])
    row = Settlement(rule=rule, place=place, path=place.path, holds=holds, reason=WORDS)
    settle(acting=region.viewer, settlement=row)
    return Done("withdrawal of a settlement", taken(region.viewer, withdraw, row))


STEPS: tuple[Step, ...] = (explanation, withdrawal_of_a_settlement)
REFUSALS = (NotPossible,)
