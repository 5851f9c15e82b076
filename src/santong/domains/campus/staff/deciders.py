"""Who decides about requests by the posts of a school, and who heads the asker's own group or grade."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.models import Post, Staff, Teaching
from santong.domains.platform.organisations.public import Organisation, schools_of
from santong.domains.platform.requests.public import DeciderSource
from santong.kit.access.paths import LEVEL

OWN_GROUP, OWN_GRADE = "own_research_group", "own_grade"
Title = Post.Title
TITLES = (
    Title.DEPUTY_PRINCIPAL,
    Title.PARTY_SECRETARY,
    Title.TEACHING_AFFAIRS,
    Title.MORAL_EDUCATION,
    Title.GENERAL_AFFAIRS,
    Title.IT,
)
"""The posts that one or a few hold for the whole school; of heads of groups and grades it matters of which."""


def people(name: str, path: str, asker_id: int) -> Sequence[int]:
    """The holders of a post at the school of a place, or the heads of the asker's own subjects or grades."""
    school = schools_of([path]).get(path)
    if school is None:
        return ()
    if name == OWN_GROUP:
        return _of_group(school, asker_id)
    if name == OWN_GRADE:
        return _of_grade(school, asker_id)
    return [post.staff.person_id for post in _held(name, school)]


def _today() -> Q:
    today = timezone.localdate()
    return Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))


def _held(title: str, school: Organisation) -> list[Post]:
    rows = Post.objects.inside(school).filter(_today(), title=title, staff__status=Staff.Status.ACTIVE)
    return list(rows.select_related("staff").order_by("pk"))


def _employed(school: Organisation, person_id: int) -> list[Staff]:
    return list(Staff.objects.inside(school).filter(person_id=person_id, status=Staff.Status.ACTIVE))


def _of_group(school: Organisation, asker_id: int) -> list[int]:
    """The heads of groups that share a subject with whoever asks."""
    mine = _subjects(_employed(school, asker_id))
    heads = [post.staff for post in _held(Title.RESEARCH_GROUP, school)]
    return [head.person_id for head in heads if mine & _subjects([head])]


def _subjects(staff: Sequence[Staff]) -> set[str]:
    return {name for each in staff for name in each.subjects.split("、") if name}


def _of_grade(school: Organisation, asker_id: int) -> list[int]:
    """The heads of grades who teach in a grade in which whoever asks does, too."""
    mine = _grades(_employed(school, asker_id))
    heads = [post.staff for post in _held(Title.GRADE, school)]
    return [head.person_id for head in heads if mine & _grades([head])]


def _grades(staff: Sequence[Staff]) -> set[str]:
    """The paths of the grades whose classes some staff teach today."""
    paths = Teaching.objects.belonging_to(staff__in=staff).filter(_today()).values_list("path", flat=True)
    return {path[:-LEVEL] for path in paths}


SOURCE = DeciderSource(
    "post",
    choices=(
        (OWN_GROUP, _("Head of the asker's teaching-research group")),
        (OWN_GRADE, _("Head of the asker's grade")),
        *((title.value, title.label) for title in TITLES),
    ),
    people=people,
)
