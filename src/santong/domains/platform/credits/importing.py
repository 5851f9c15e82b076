"""The course results or training hours of a school from a sheet: a line for each person and course."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.credits.awarding import recompute_for
from santong.domains.platform.credits.computing import entrants_at
from santong.domains.platform.credits.forms import recent_terms
from santong.domains.platform.credits.kinds import HolderKind, first_day_of, half_year_of
from santong.domains.platform.credits.models import KEEP, LONGEST_NAME, Entry, today
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import (
    Organisation,
    SchoolContextForm,
    SchoolImport,
    school_of_import,
)
from santong.kit.access import Viewer
from santong.kit.imports.model_import import Draft, Key, ModelField, ModelImport, Work
from santong.kit.imports.targets import Context, Verdict
from santong.kit.imports.written import Undone, Written
from santong.lib.cells import CellValue, tidy_text
from santong.lib.problems import Problem
from santong.lib.readings import Reading, doubtful, right

UNKNOWN, SEVERAL, OTHERWISE, NOTHING_SAID = "credits_unknown", "credits_several", "credits_otherwise", "credits_nothing"
SAYING = ["passed", "points", "hours", "credits"]
_PASSED = {
    "合格": True, "及格": True, "通过": True, "优秀": True, "优": True, "良好": True, "良": True, "是": True, "√": True,
    "a": True, "b": True, "c": True, "yes": True, "passed": True, "不合格": False, "不及格": False, "未通过": False,
    "否": False, "×": False, "d": False, "no": False, "failed": False, "缺考": False,
}  # fmt: skip
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(?:分|学分|学时|课时|小时|%|％)?")


def _read_number(most: int, step: str) -> Any:
    def read(value: CellValue) -> Reading[Decimal]:
        text, tidied = tidy_text(value)
        if not text:
            return Reading()
        found = _NUMBER.fullmatch(text.replace(",", ""))
        try:
            number = Decimal(found[1]) if found else None
        except InvalidOperation:
            number = None
        if number is None or number > most:
            return doubtful(Problem.UNKNOWN_WORD)
        return right(number.quantize(Decimal(step)), *tidied)

    return read


def read_share(value: CellValue) -> Reading[Decimal]:
    """A share in percent: 95, 95% or 0.95."""
    if isinstance(value, float) and 0 < value <= 1:
        return right(Decimal(str(value * 100)).quantize(Decimal("0.01")))
    found: Reading[Decimal] = _read_number(100, "0.01")(value)
    return found


def read_passed(value: CellValue) -> Reading[bool]:
    """Whether somebody passed, in the words of schools."""
    text, tidied = tidy_text(value)
    if not text:
        return Reading()
    known = _PASSED.get(text.casefold())
    return doubtful(Problem.UNKNOWN_WORD) if known is None else right(known, *tidied)


class CreditContextForm(SchoolContextForm):
    """Which school the sheet is about, of whom, and when the courses were taken."""

    permission = KEEP
    kind = forms.ChoiceField(choices=HolderKind.choices, label=_("whom it is for"))
    term = forms.ChoiceField(label=_("term"))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        self.fields["term"].choices = recent_terms()  # type: ignore[attr-defined]


class CreditImport(SchoolImport, ModelImport):
    """Courses taken. People are those who collect credits at the school; what is there already isn't changed."""

    name, label, permission = "credits", _("Course results and training hours"), KEEP
    order = 67
    model, context_form, find_by = Entry, CreditContextForm, ("name", "course")
    fields = (
        ModelField("name", ("姓名", "学生姓名", "教师姓名", "name"), is_key=True, label=_("name"), required=True,
                   longest=60),
        ModelField("place", ("班级", "所在班级", "单位", "class"), label=_("class or school"), longest=60),
        ModelField("course", ("课程", "课程名称", "模块", "培训项目", "项目名称", "course"), label=_("course"),
                   required=True, longest=LONGEST_NAME),
        ModelField("passed", ("结果", "是否合格", "等级", "考核结果", "passed"), label=_("passed"), read=read_passed),
        ModelField("points", ("成绩", "分数", "总评", "points"), label=_("points of 100"),
                   read=_read_number(100, "0.01")),
        ModelField("attendance", ("出勤率", "出勤", "attendance"), label=_("attendance in percent"),
                   read=read_share),
        ModelField("hours", ("学时", "课时", "培训学时", "hours"), label=_("hours of study"),
                   read=_read_number(2000, "0.1")),
        ModelField("credits", ("学分", "credits"), label=_("credits"), read=_read_number(2000, "0.1")),
        ModelField("evidence", ("凭证", "证书编号", "备注", "evidence"), label=_("evidence"), longest=160),
    )  # fmt: skip
    messages = {
        UNKNOWN: _("Nobody of this name collects credits at the school. Correct the name or the class."),
        SEVERAL: _("Several have this name. Write the class beside it."),
        OTHERWISE: _("This course stands there with other values for the term. Cancel that entry first."),
        NOTHING_SAID: _("Write at least one of result, points, hours or credits."),
    }

    def list_url(self, context: Context) -> str:
        return reverse("credits:credit-standings")

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        if "people" not in work.told:
            self._read_people(work)
        for draft in drafts:
            self._find(draft, work)
        people = {draft.found["person"] for draft in drafts} - {None}
        rows = Entry.objects.noted(people, by="person_id").filter(cancels=None, cancelled_by=None)
        first, last = _term(work.context)
        work.known = {(row.person_id, row.course): row for row in rows.filter(on__gte=first, on__lte=last)}

    def _read_people(self, work: Work) -> None:
        school = school_of_import(work.context)
        entrants = entrants_at(work.context["kind"], [school.path])
        names = dict(Person.objects.noted([each.person for each in entrants]).values_list("pk", "name"))
        places = dict(Organisation.objects.noted({each.place for each in entrants}).values_list("pk", "name"))
        people: dict[str, list[tuple[Any, str]]] = {}
        for each in entrants:
            people.setdefault(names.get(each.person, ""), []).append((each, places.get(each.place, "")))
        work.told["people"] = people

    def _find(self, draft: Draft, work: Work) -> None:
        values, reader = draft.values, draft.reader
        named_so = work.told["people"].get(values["name"], [])
        if values["place"]:
            wanted = _plain(values["place"])
            named_so = [each for each in named_so if _plain(each[1]).endswith(wanted)]
        one = named_so[0][0] if len(named_so) == 1 else None
        if one is None and values["name"] and not reader.is_doubtful(["name", "place"]):
            reader.remark("name", SEVERAL if len(named_so) > 1 else UNKNOWN)
        says_nothing = all(values[name] is None for name in SAYING)
        if says_nothing and not reader.is_doubtful(SAYING):
            reader.remark("passed", NOTHING_SAID)
        draft.found |= {"entrant": one, "person": one.person if one else None}

    def keys(self, draft: Draft, work: Work) -> Sequence[Key]:
        person = draft.found["person"]
        return [(person, draft.values["course"])] if person else [("row", draft.row.index)]

    def judge(self, draft: Draft, work: Work) -> Verdict:
        if draft.known is None:
            return Verdict.CREATE
        if any(self._differs(draft, name) for name in self._columns() if draft.values[name] is not None):
            draft.reader.remark("course", OTHERWISE)
            return Verdict.DOUBTFUL
        return Verdict.SAME

    def made(self, draft: Draft, fixed: Any) -> Entry:
        entrant = draft.found["entrant"]
        return Entry(person_id=entrant.person, path=entrant.path, **fixed, **self.said(draft))

    def fixed(self, context: Context) -> dict[str, Any]:
        return {"on": _day(context), "source": Entry.Source.SHEET}

    def create(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        written = super().create(drafts, context=context, acting=acting)
        recompute_for(Entry.objects.noted([each.pk for each in written]))
        return written

    def undo(self, written: Any, *, acting: Viewer) -> Undone:
        rows = list(written)
        people = list(Entry.objects.noted([each.pk for each in rows]))
        undone = super().undo(rows, acting=acting)
        recompute_for(people)
        return undone


def _plain(name: str) -> str:
    return name.replace("（", "(").replace("）", ")").replace(" ", "")


def _term(context: Context) -> tuple[date, date]:
    """The first and the last day of the term."""
    last = date.fromisoformat(context["term"])
    return first_day_of(*half_year_of(last)), last


def _day(context: Context) -> date:
    """The last day of the term, or today while it is on."""
    return min(date.fromisoformat(context["term"]), today())
