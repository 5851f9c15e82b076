"""Imports into one school: which it is, and whether the sheet is about it.

class ClubImport(SchoolImport, ModelImport): …
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.cohort_names import levels_of
from santong.domains.platform.organisations.models import Organisation
from santong.domains.platform.organisations.place_forms import schools_held
from santong.kit.access import Viewer
from santong.kit.imports.targets import Context, ContextForm, ImportTarget

_SHORTEST = 4
_CALLED_LIKE_A_SCHOOL = re.compile(
    r"[\u4e00-\u9fff]{2,24}?(?:小学校|中学校|小学|中学|学校|幼儿园|中心校|中心园|教学点|职教中心|职业高中)"
)
_NO_NAMES = re.compile(
    r"全国|中小|各|本校|我校|义务教育|普通|学籍|全[县市区镇乡]|教育局|教体局|管理|统计|名册|花名|信息|所有"
)


class SchoolContextForm(ContextForm):
    """Which school the sheet is about: one where the viewer holds `permission`."""

    permission: str
    school = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("School"))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        field = self.fields["school"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = schools_held(viewer, self.permission)
        if "school" not in self.initial and len(only := list(field.queryset[:2])) == 1:
            field.initial = only[0].pk


class SchoolImport(ImportTarget):
    """What is imported into one school that is chosen with the file; its `context_form` is a `SchoolContextForm`."""

    def place(self, context: Context) -> str:
        return school_of_import(context).path

    def warnings(self, context: Context, texts: Sequence[str]) -> list[str]:
        return warnings_about(school_of_import(context), texts)

    def fixed(self, context: Context) -> dict[str, Any]:
        """What every row of a `ModelImport` holds: the school, and its path."""
        school = school_of_import(context)
        return {"school": school, "path": school.path}


def school_of_import(context: Context) -> Organisation:
    """The school that was chosen; whoever imports has chosen it from those they may write to."""
    return Organisation.objects.open_to_everyone().get(pk=context["school"])


def teaches(school: Organisation, level: int) -> bool:
    """Whether a grade fits what is known of a school: its stages."""
    stages = school.school.stage_list if hasattr(school, "school") else []
    levels = {int(level) for stage in stages for level in levels_of(stage)}
    return not levels or level in levels


def warnings_about(school: Organisation, texts: Sequence[str]) -> list[str]:
    """Whether names of file and sheets, or titles, name another school than `school`."""
    other = _known_school(school, texts) or _unknown_school(school, texts)
    if not other:
        return []
    text = gettext("The file names “%(other)s”, but its rows go into %(school)s. Is this the right file?")
    return [text % {"other": other, "school": school.name}]


def _known_school(school: Organisation, texts: Sequence[str]) -> str:
    """The longest name of another school in the texts; "" where the school's own name stands, too."""
    rows = Organisation.objects.open_to_everyone().filter(kind=Organisation.Kind.SCHOOL)
    names = {name for pair in rows.values_list("name", "short_name") for name in pair if len(name) >= _SHORTEST}
    found = {name for name in names if any(name in text for text in texts)}
    whole = {name for name in found if not any(name != other and name in other for other in found)}
    if _own_names(school) & found:
        return ""
    return max(whole, key=len, default="")


def _unknown_school(school: Organisation, texts: Iterable[str]) -> str:
    """Something called like a school that isn't a way to call this one."""
    if any(name in text for text in texts for name in _own_names(school)):
        return ""
    called = (match.group() for text in texts for match in _CALLED_LIKE_A_SCHOOL.finditer(text))
    return next((each for each in called if not _NO_NAMES.search(each) and not _is_short_for(each, school.name)), "")


def _own_names(school: Organisation) -> set[str]:
    return {name for name in (school.name, school.short_name) if name}


def _is_short_for(short: str, name: str) -> bool:
    """Whether the characters of one stand in the other in their order: 县一小 in 清水县第一小学."""
    rest = iter(name)
    return all(character in rest for character in short)
