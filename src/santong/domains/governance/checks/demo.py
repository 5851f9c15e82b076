"""Data checks of the demonstration: what the rules find in its facts; one is explained, one source is settled."""

from __future__ import annotations

from santong.domains.governance.checks.actions import check_everything, explain, settle
from santong.domains.governance.checks.models import DataIssue, Settlement
from santong.domains.platform.organisations.public import LEVEL, Organisation
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

WORD = "确认报表之后有学生转入，已与学籍异动核对"
REASON = "设备管理程序只装在机房，其余电脑以台账盘点为准"


def check(region: Region) -> None:
    """Everything is checked; figures of the demonstration are as wrong as they are anywhere."""
    check_everything()
    issues = DataIssue.objects.by_installation().filter(state=DataIssue.State.OPEN).select_related("rule", "place")
    moved = issues.filter(rule__code="SRC-PUPILS").order_by("-pk").first()
    if moved is not None:
        explain(acting=SYSTEM, issue=moved, explanation=WORD)
    counties = Organisation.objects.by_installation().filter(kind=Organisation.Kind.COUNTY_BUREAU)
    for issue in issues.filter(rule__code="SRC-DEVICES").order_by("-pk"):
        county = counties.filter(path=issue.path[:-LEVEL]).first()
        if county is not None:
            row = Settlement(rule=issue.rule, place=county, path=county.path, holds="first", reason=REASON)
            settle(acting=SYSTEM, settlement=row)
            return
