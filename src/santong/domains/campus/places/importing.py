"""A school's list of rooms; buildings and sites that it names come along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.forms import PlacesSchoolForm
from santong.domains.campus.places.models import CHANGE, HIGHEST, LOWEST, MOST_SEATS, Building, OfSchool, Room, Site
from santong.domains.platform.organisations.public import Organisation, SchoolImport, classes_of, school_of_import
from santong.kit.access import Viewer
from santong.kit.imports.model_import import Draft, Key, ModelField, ModelImport, Work
from santong.kit.imports.targets import Context, Verdict
from santong.kit.imports.written import Written, change_all, create_all
from santong.lib.cells import CellValue, tidy_code
from santong.lib.class_names import ClassName, parse_class
from santong.lib.problems import Problem
from santong.lib.readings import Reading, doubtful, right
from santong.lib.vocabularies import vocabulary

NO_CLASS, HAS_ROOM = "no_class", "class_has_room"
Kind, Bookable = Room.Kind, Room.Bookable
KINDS = vocabulary(
    {
        "普通教室": Kind.CLASSROOM, "实验室": Kind.LABORATORY, "计算机教室": Kind.COMPUTER, "音乐教室": Kind.MUSIC,
        "美术教室": Kind.ART, "舞蹈教室": Kind.DANCE, "录播教室": Kind.RECORDING, "图书馆": Kind.LIBRARY,
        "报告厅": Kind.HALL, "会议室": Kind.MEETING, "办公室": Kind.OFFICE, "体育馆": Kind.GYM, "操场": Kind.PLAYGROUND,
        "食堂": Kind.CANTEEN, "宿舍": Kind.DORMITORY, "卫生室": Kind.HEALTH, "心理辅导室": Kind.COUNSELLING,
        "库房": Kind.STORE, "其他": Kind.OTHER,
    },
    {
        Kind.CLASSROOM: ("教室", "班级教室", "classroom"),
        Kind.LABORATORY: ("科学实验室", "理化生实验室", "物理实验室", "化学实验室", "生物实验室", "科学教室", "lab"),
        Kind.COMPUTER: ("机房", "微机室", "电脑室", "信息技术教室", "计算机房", "computer room"),
        Kind.MUSIC: ("音乐室",), Kind.ART: ("美术室", "书法教室", "画室"), Kind.DANCE: ("舞蹈室", "形体房"),
        Kind.RECORDING: ("录播室", "直播教室", "录播直播教室"), Kind.LIBRARY: ("阅览室", "图书室", "图书阅览室"),
        Kind.HALL: ("阶梯教室", "礼堂", "多功能厅", "多功能教室"), Kind.MEETING: ("会议厅", "meeting room"),
        Kind.OFFICE: ("教师办公室", "行政办公室"), Kind.GYM: ("风雨操场", "室内体育馆"),
        Kind.PLAYGROUND: ("运动场", "田径场", "篮球场", "足球场"), Kind.CANTEEN: ("餐厅",),
        Kind.DORMITORY: ("学生宿舍", "寝室"), Kind.HEALTH: ("医务室", "保健室"),
        Kind.COUNSELLING: ("心理咨询室", "心理室"), Kind.STORE: ("储藏室", "仓库", "器材室", "保管室"),
        Kind.OTHER: ("其它", "other"),
    },
)  # fmt: skip
BOOKABLE = vocabulary(
    {"是": Bookable.STAFF, "否": Bookable.NOBODY},
    {Bookable.STAFF: ("可", "可以", "yes", "√"), Bookable.NOBODY: ("不可", "不可以", "no", "×")},
)
_FLOOR = re.compile(
    r"(?P<under>负|地下|B|-)?第?(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:F|楼|层)?", re.IGNORECASE
)
_NUMERALS = "零一二三四五六七八九"
_SEATS = re.compile(r"([0-9]{1,6})(?:个|人|座|个座位|座位)?")


def read_floor(value: CellValue) -> Reading[int]:
    """The number of a floor, below ground negative: 3, 3F, 三楼, 负一层, B1."""
    text, tidied = tidy_code(value)
    if not text:
        return Reading()
    match = _FLOOR.fullmatch(text)
    floor = match and _number_of(match["number"]) * (-1 if match["under"] else 1)
    return right(floor, *tidied) if floor and LOWEST <= floor <= HIGHEST else doubtful(Problem.UNKNOWN_WORD)


def _number_of(text: str) -> int:
    """A number below a hundred in either kind of digits: 12, 十二."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_NUMERALS.find(tens) if tens else 1) * 10 * bool(ten) + (_NUMERALS.find(ones) if ones else 0)


def read_seats(value: CellValue) -> Reading[int]:
    """How many sit in a room: 45, 45座."""
    text, tidied = tidy_code(value)
    if not text:
        return Reading()
    match = _SEATS.fullmatch(text)
    seats = int(match[1]) if match else 0
    return right(seats, *tidied) if 0 < seats <= MOST_SEATS else doubtful(Problem.UNKNOWN_WORD)


class RoomImport(SchoolImport, ModelImport):
    """The rooms of one school. A room is known by its building and its name or number."""

    name = "rooms"
    label = _("Rooms")
    permission = CHANGE
    order = 60
    model = Room
    context_form = PlacesSchoolForm
    find_by = ("name",)
    fields = (
        ModelField("site_name", ("校区", "校区名称", "site"), fills_down=True, label=_("site"), longest=40),
        ModelField(
            "building_name",
            ("教学楼", "楼栋", "楼宇", "建筑物", "建筑", "楼名", "建筑物名称", "building"),
            fills_down=True,
            label=_("building"),
            longest=40,
        ),
        ModelField("floor", ("楼层", "所在楼层", "层", "floor"), fills_down=True, label=_("floor"), read=read_floor),
        ModelField(
            "name",
            ("房间名称", "教室名称", "房间号", "教室", "门牌号", "场所名称", "房间", "场地名称", "room"),
            is_key=True,
            label=_("name or number"),
            required=True,
            longest=40,
        ),
        ModelField(
            "kind",
            ("房间类型", "教室类型", "用途", "类型", "场所类型", "功能", "kind"),
            label=_("kind"),
            read=KINDS.read,
        ),
        ModelField(
            "seats",
            ("座位数", "容纳人数", "容量", "座位", "可容纳人数", "seats"),
            label=_("seats in the room"),
            read=read_seats,
        ),
        ModelField(
            "class",
            ("使用班级", "班级", "所属班级", "固定班级", "class"),
            label=_("class that has it"),
            read=parse_class,
        ),
        ModelField("bookable", ("是否可预约", "可预约", "bookable"), label=_("may be booked by"), read=BOOKABLE.read),
        ModelField("note", ("备注", "说明", "note"), label=_("note"), longest=200),
    )  # fmt: skip
    messages = {
        NO_CLASS: _("The school has no such class. Name it by its grade, such as 七年级(2)班, or add the class first."),
        HAS_ROOM: _("The class has the room %(room)s already. Take it away there first."),
    }

    def list_url(self, context: Context) -> str:
        return f"{reverse('places:rooms')}?place={context['school']}"

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        school = school_of_import(work.context)
        rooms = list(Room.objects.belonging_to(school=school).select_related("building"))
        work.known = {(_name_of(row.building), row.name): row for row in rooms}
        homes = work.told.setdefault("homes", {})
        homes |= {row.home_class_id: (_name_of(row.building), row.name) for row in rooms if row.home_class_id}
        classes = {_key_of(row): row for row in classes_of(school)}
        for draft in drafts:
            _find_class(draft, classes)

    def keys(self, draft: Draft, work: Work) -> Sequence[Key]:
        return [(draft.values["building_name"] or "", draft.values["name"])]

    def judge(self, draft: Draft, work: Work) -> Verdict:
        home, key = draft.found.get("class"), self.keys(draft, work)[0]
        if home is not None and work.told["homes"].setdefault(home.pk, key) != key:
            draft.reader.remark("class", HAS_ROOM, room=" ".join(work.told["homes"][home.pk]).strip())
            return Verdict.REFUSED
        verdict = super().judge(draft, work)
        if draft.known is not None and home is not None and draft.known.home_class_id != home.pk:
            draft.known.home_class = home
            return Verdict.CHANGE
        return verdict

    def create(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        fixed = self.fixed(context)
        written = _make(Site, {draft.values["site_name"]: {} for draft in drafts}, fixed)
        sites = _by_name(Site, fixed)
        wanted = {each.values["building_name"]: {"site": sites.get(each.values["site_name"])} for each in drafts}
        written += _make(Building, wanted, fixed)
        fixed["buildings"] = _by_name(Building, fixed)
        return written + create_all([self.made(draft, fixed) for draft in drafts])

    def made(self, draft: Draft, fixed: Any) -> Room:
        """A new room in its building."""
        place = {"school": fixed["school"], "path": fixed["path"]}
        building = fixed["buildings"].get(draft.values["building_name"])
        return Room(**place, **self.said(draft), building=building, home_class=draft.found.get("class"))

    def change(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        return change_all([draft.known for draft in drafts], [*self._columns(), "home_class"])


def _make(model: type[OfSchool], wanted: dict[str | None, dict[str, Any]], fixed: dict[str, Any]) -> list[Written]:
    """The sites or buildings that a sheet names and that aren't there."""
    there = _by_name(model, fixed)
    new = [model(**fixed, name=name, **more) for name, more in wanted.items() if name and name not in there]
    return create_all(new)


def _by_name(model: type[OfSchool], fixed: dict[str, Any]) -> dict[str | None, Any]:
    return {str(row): row for row in model.objects.belonging_to(school=fixed["school"])}


def _name_of(building: Building | None) -> str:
    return building.name if building is not None else ""


def _find_class(draft: Draft, classes: dict[tuple[int, int | None, str], Organisation]) -> None:
    name: ClassName | None = draft.values["class"]
    if name is None:
        return
    found = classes.get((int(name.grade), name.number, name.label)) if name.grade is not None else None
    if found is None:
        draft.reader.remark("class", NO_CLASS)
    else:
        draft.found["class"] = found


def _key_of(row: Organisation) -> tuple[int, int | None, str]:
    assert row.parent is not None
    return row.parent.grade.level, row.class_profile.number, row.class_profile.label
