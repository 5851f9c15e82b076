"""How tests make standards, rounds, places in them, experts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from santong.domains.governance.evaluation import actions
from santong.domains.governance.evaluation.diagnosing import diagnose
from santong.domains.governance.evaluation.inspecting import add_expert, assign
from santong.domains.governance.evaluation.models import (
    Band,
    Entrant,
    EvaluationRound,
    Expert,
    Standard,
    StandardItem,
)
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM

Item = Mapping[str, Any]
PER_TEACHER: Item = {
    "section": "师资", "label": "生师比", "kind": "fact", "binding": "学生数 / 专任教师数", "unit": "to_one",
    "roll_up": "ratio", "digits": 1, "direction": "less", "points": Decimal(40), "scale": "10=40, 20=20",
}  # fmt: skip
WORDS: Item = {"section": "管理", "label": "管理制度健全", "kind": "evidence", "points": Decimal(30)}
SEEN: Item = {"section": "管理", "label": "校园安全", "kind": "onsite", "points": Decimal(30), "is_must": True}
ITEMS: Sequence[tuple[str, Item]] = (("A1", PER_TEACHER), ("B1", WORDS), ("B2", SEEN))
BANDS: Sequence[Mapping[str, Any]] = (
    {"label": "示范", "least": Decimal(90), "needs_musts": True, "order": 1},
    {"label": "合格", "least": Decimal(60), "needs_musts": True, "order": 2},
)


def standard(
    place: Organisation, name: str = "评估细则", *, items: Any = ITEMS, bands: Any = BANDS, **given: Any
) -> Standard:
    """A standard of a bureau that isn't published."""
    row = actions.put_standard(
        acting=SYSTEM, standard=Standard(place=place, name=name, authority="教办〔2026〕1号", **given)
    )
    for number, (code, item) in enumerate(items):
        actions.put_item(acting=SYSTEM, item=StandardItem(standard=row, code=code, order=number, **item))
    for band in bands:
        actions.put_band(acting=SYSTEM, band=Band(standard=row, **band))
    return row


def published(place: Organisation, name: str = "评估细则", **given: Any) -> Standard:
    """The same, published."""
    row = standard(place, name, **given)
    actions.publish_standard(acting=SYSTEM, standard=row)
    return row


def draft(place: Organisation, of: Standard, name: str = "秋季督导", **given: Any) -> EvaluationRound:
    """A round that isn't announced."""
    today = timezone.localdate()
    values = {
        "kind": "inspection", "authority": "教办〔2026〕1号", "ground": "掌握情况", "owner": "督导室",
        "due": today + timedelta(days=40), "until": today + timedelta(days=100), "other_county": False, **given,
    }  # fmt: skip
    return actions.put_round(acting=SYSTEM, evaluation=EvaluationRound(place=place, standard=of, name=name, **values))


def announced(place: Organisation, of: Standard, name: str = "秋季督导", **given: Any) -> EvaluationRound:
    """A round under way, with all places computed."""
    row = draft(place, of, name, **given)
    actions.announce(acting=SYSTEM, evaluation=row)
    computed(row)
    return row


def computed(row: EvaluationRound) -> None:
    """As the job does."""
    diagnose(row, list(Entrant.objects.belonging_to(round=row).select_related("place").order_by("path")))


def entrant(row: EvaluationRound, place: Organisation) -> Entrant:
    """A place in a round."""
    found: Entrant = (
        Entrant.objects.belonging_to(round=row)
        .select_related("place", "round__standard", "round__version", "round__place")
        .get(place=place)
    )
    return found


def visiting(row: EvaluationRound, place: Organisation, person: Person) -> Expert:
    """An expert of the group who is assigned to a place."""
    add_expert(acting=SYSTEM, evaluation=row, person=person)
    expert: Expert = Expert.objects.belonging_to(round=row).select_related("person").get(person=person)
    assign(acting=SYSTEM, entrant=entrant(row, place), expert=expert)
    return expert
