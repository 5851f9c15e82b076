"""From the rows of a placement to what the draw reckons with, and the record by which anybody draws again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from santong.domains.campus.placement.models import Pair, PlacedPupil, Placement, PlacementClass
from santong.lib.class_placement import Placed, Wishes
from santong.lib.lots import digest_of

VERSION = 1
"""Of the rules by which lots become classes: `santong.lib.class_placement`."""


@dataclass(frozen=True)
class Listed:
    """The list: pupils by their codes, who stays together or apart, and into how many classes they go."""

    pupils: Sequence[Placed]
    wishes: Wishes
    classes: int

    def as_json(self) -> dict[str, Any]:
        """What the digest is of; nothing in it names anybody."""
        return {
            "version": VERSION,
            "classes": self.classes,
            "pupils": [
                {"code": each.code, "sex": each.sex, "traits": dict(each.traits), "marks": dict(each.marks)}
                for each in self.pupils
            ],
            "together": [list(pair) for pair in self.wishes.together],
            "apart": [list(pair) for pair in self.wishes.apart],
        }

    @property
    def digest(self) -> str:
        """The digest of the list."""
        return digest_of(self.as_json())


def listed(placement: Placement) -> Listed:
    """The list as it stands; who came after the draw isn't on it."""
    rows = PlacedPupil.objects.belonging_to(placement=placement).filter(is_late=False).order_by("code")
    codes = dict(rows.values_list("pk", "code"))
    pairs = Pair.objects.belonging_to(placement=placement).order_by("kind", "one__code", "other__code")
    wishes = {kind: [] for kind in Pair.Kind.values}  # type: ignore[var-annotated]
    for pair in pairs:
        wishes[pair.kind].append(tuple(sorted((codes[pair.one_id], codes[pair.other_id]))))
    return Listed(
        [placed(placement, row) for row in rows],
        Wishes(sorted(wishes["together"]), sorted(wishes["apart"])),
        PlacementClass.objects.belonging_to(placement=placement).count(),
    )


def placed(placement: Placement, row: PlacedPupil) -> Placed:
    """What is weighed of a pupil."""
    traits = {"particular": row.particular} if row.particular else {}
    if placement.weighs_boarders:
        traits["boarder"] = "yes" if row.is_boarder else "no"
    return Placed(row.code, row.sex, traits, row.marks if placement.weighs_results else {})


def record_of(placement: Placement) -> Mapping[str, Any]:
    """What anybody needs to draw again; before the draw, to keep until then."""
    record: dict[str, Any] = {
        "list": listed(placement).as_json(), "digest": placement.digest, "commitment": placement.commitment
    }  # fmt: skip
    if placement.is_over:
        record |= {"secret": placement.secret, "drawn": placement.drawn}
    return record
