"""A pack that runs, one with seats and one that has expired."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.actions.packs import add_items, put_pack, take_seat
from santong.domains.learning.sourcing.demo.cast import Cast
from santong.domains.learning.sourcing.models import Pack, PackUse


def fill_packs(cast: Cast) -> None:
    """Three packs of the county, made of what its officer has in the library."""
    rows = [row for row in cast.admitted_by("county") if not row.lock][-6:]
    running = _pack(cast, "初中阅读素材包", "云岭数字出版社", -90, 275, None, rows[:2])
    seated = _pack(cast, "教师备课工具包（席位版）", "云山教育科技", -30, 335, 5, rows[2:4])
    _pack(cast, "旧版练习资源包", "云山教育科技", -400, -35, None, rows[4:6])
    take_seat(acting=cast.viewers["teacher"], pack=seated)
    month = timezone.localdate().replace(day=1)
    for pack, uses in ((running, 46), (seated, 9)):
        PackUse.objects.create(pack=pack, organisation=cast.school, path=cast.school.path, month=month, uses=uses)


def _pack(
    cast: Cast, title: str, supplier: str, begins: int, ends: int, seats: int | None, rows: list[Resource]
) -> Pack:
    today = timezone.localdate()
    pack = Pack(
        title=title, supplier=supplier, organisation=cast.county, seats=seats,
        description="按学年采购，供授权学校备课和上课使用。",
        begins=today + timedelta(days=begins), ends=today + timedelta(days=ends),
    )  # fmt: skip
    officer = cast.viewers["county"]
    put_pack(acting=officer, pack=pack, places=[cast.school])
    add_items(acting=officer, pack=pack, resources=rows)
    return pack
