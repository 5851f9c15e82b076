"""Data checks of the demonstration: what the rules find in its facts; one is explained, one source is settled."""

from __future__ import annotations

from santong.domains.governance.checks.actions import check_everything, explain, settle
from santong.domains.governance.checks.models import CheckKind, CheckRule, DataIssue, Settlement
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

WORD = "本月新建机房投入使用，已与采购合同核对"
REASON = "报表已按月确认封存，楼宇台账以现场盘点为准"


def check(region: Region) -> None:
    """Everything is checked; figures of the demonstration are as wrong as they are anywhere."""
    check_everything()
    issues = DataIssue.objects.by_installation().filter(state=DataIssue.State.OPEN)
    peers = issues.filter(kind=CheckKind.PEERS).exclude(rule__code="PEER-BANDWIDTH").order_by("pk").first()
    if peers is not None:
        explain(acting=SYSTEM, issue=peers, explanation=WORD)
    rule = CheckRule.objects.by_installation().filter(code="SRC-ROOMS").first()
    county = Organisation.objects.by_installation().filter(kind=Organisation.Kind.COUNTY_BUREAU).order_by("-path")
    if rule is not None and (place := county.first()) is not None:
        settle(
            acting=SYSTEM,
            settlement=Settlement(rule=rule, place=place, path=place.path, holds=Settlement.Holds.FIRST, reason=REASON),
        )
