"""What forms may take from the roll: the class of a pupil."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.models import Pupil
from santong.kit.facts import PersonFact


def _classes(keys: Collection[int]) -> Mapping[int, str]:
    rows = Pupil.objects.numbers_only().filter(person__in=keys, status__in=Pupil.PRESENT, school_class__isnull=False)
    return dict(rows.values_list("person_id", "school_class__name"))


FACTS = (PersonFact("class", _("Class"), _("Roll"), _classes, words=("班级", "所在班级", "class"), order=40),)
