"""What forms may take from the records of staff: the post, and the subjects."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.models import Post, Staff
from santong.kit.facts import PersonFact

RECORD = _("Staff record")


def _posts(keys: Collection[int]) -> Mapping[int, str]:
    today = timezone.localdate()
    held = Post.objects.numbers_only().filter(
        Q(until=None) | Q(until__gte=today), staff__person__in=keys, staff__status=Staff.Status.ACTIVE, since__lte=today
    )
    found: dict[int, list[str]] = {}
    for person, title in held.order_by("pk").values_list("staff__person_id", "title"):
        found.setdefault(person, []).append(str(Post.Title(title).label))
    return {person: "、".join(dict.fromkeys(titles)) for person, titles in found.items()}


def _subjects(keys: Collection[int]) -> Mapping[int, str]:
    rows = Staff.objects.numbers_only().filter(person__in=keys, status=Staff.Status.ACTIVE).exclude(subjects="")
    return dict(rows.order_by("pk").values_list("person_id", "subjects"))


FACTS = (
    PersonFact("post", _("Post"), RECORD, _posts, words=("职务", "岗位", "post", "position"), order=30),
    PersonFact(
        "subjects", _("Subjects"), RECORD, _subjects, words=("任教学科", "学科", "subjects", "subject"), order=32
    ),
)
