"""Certificates, prices, and what was obtained. Admission has brought points already, as it does for everybody."""

from __future__ import annotations

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.actions.certifying import certifiers, certify
from santong.domains.learning.sourcing.actions.exchanging import obtain, set_price
from santong.domains.learning.sourcing.demo.cast import Cast

WORDS = {
    "affairs": "结构清楚，练习分层，适合本校各班使用。",
    "county": "目标明确，素材规范，可供全县参考。",
    "bureau": "质量高，使用反馈好。",
}


def fill_points(cast: Cast) -> None:
    """Each officer certifies one resource; the county's officer asks points for one, and a teacher obtains it."""
    rows = [row for name in ("class-teacher", "teacher", "county") for row in cast.admitted_by(name)]
    for name, reason in WORDS.items():
        _certify_one(cast, name, rows, reason)
    wide = [row for row in cast.admitted_by("county") if row.audience in ("city", "public") and not row.lock]
    for row, points in zip(wide, (3, 5), strict=False):
        price = set_price(acting=cast.viewers["county"], resource=row, points=points)
        if price is not None and points == 3:
            obtain(acting=cast.viewers["class-teacher"], price=price)


def _certify_one(cast: Cast, name: str, rows: list[Resource], reason: str) -> None:
    viewer = cast.viewers[name]
    for row in rows:
        ways = certifiers(viewer, row)
        if ways and not row.certified:
            certify(acting=viewer, resource=row, level=ways[-1][0], reason=reason)
            row.refresh_from_db()
            return
