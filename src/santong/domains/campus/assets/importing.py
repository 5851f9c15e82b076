"""A school's register as it stands in a spreadsheet, headings and words as they come."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.assets.forms import AssetsSchoolForm
from santong.domains.campus.assets.history import note_many
from santong.domains.campus.assets.models import CHANGE, Asset, AssetClass, Movement
from santong.domains.campus.assets.queries import classes_for, colleagues
from santong.domains.campus.assets.shipped import OTHER_WORDS
from santong.domains.campus.places.public import Room
from santong.domains.platform.organisations.public import Organisation, SchoolImport, school_of_import
from santong.kit.access import Viewer
from santong.kit.imports.model_import import Draft, Key, ModelField, ModelImport, Work, read_day
from santong.kit.imports.targets import Context, Verdict
from santong.kit.imports.written import Written, change_all, create_all
from santong.lib.cells import CellValue, tidy_code
from santong.lib.problems import Problem
from santong.lib.readings import Reading, doubtful, right
from santong.lib.vocabularies import vocabulary

NO_CLASS, NO_ROOM, NO_KEEPER, NO_KEY, SEVERAL, TAKEN = (
    "no_asset_class", "no_room", "no_keeper", "no_key", "several_things", "serial_twice",
)  # fmt: skip
State, Use, Money = Asset.State, Asset.Use, Asset.Money
STATES = vocabulary(
    {"在用": State.IN_USE, "闲置": State.IDLE, "报废": State.RETIRED, "丢失": State.LOST},
    {
        State.IN_USE: ("使用中", "正常", "完好", "使用", "良好", "in use"),
        State.IDLE: ("库存", "备用", "未使用", "停用", "idle"),
        State.RETIRED: ("已报废", "待报废", "已处置", "retired"),
        State.LOST: ("盘亏", "遗失", "lost"),
    },
)
USES = vocabulary(
    {"学生用": Use.PUPILS, "教师用": Use.TEACHERS, "教学公用": Use.CLASSROOM, "行政": Use.OFFICE},
    {
        Use.PUPILS: ("学生", "学生机", "学生使用", "pupils"),
        Use.TEACHERS: ("教师", "教师机", "教师办公", "备课", "teachers"),
        Use.CLASSROOM: ("教学", "教室", "教学用", "班级", "公用"),
        Use.OFFICE: ("行政办公", "办公", "后勤", "管理", "administration"),
    },
)
MONEY = vocabulary(
    {"公用经费": Money.BUDGET, "上级配发": Money.PROJECT, "捐赠": Money.DONATION, "自筹": Money.OWN,
     "租赁": Money.LEASE, "其他": Money.OTHER},
    {
        Money.BUDGET: ("财政拨款", "生均公用经费", "学校购置", "购置", "预算内"),
        Money.PROJECT: ("专项", "专项资金", "项目", "调拨", "改薄", "薄改", "上级拨入"),
        Money.DONATION: ("社会捐赠", "受赠"),
        Money.OWN: ("自有资金", "学校自筹"),
        Money.LEASE: ("租用",),
        Money.OTHER: ("其它",),
    },
)  # fmt: skip
_PRICE = re.compile(r"[¥￥]?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]{1,2})?0*(元|万元)?")
MOST = Decimal("9999999999.99")


def read_price(value: CellValue) -> Reading[Decimal]:
    """A price in yuan: 3500, 3,500.00元, ¥3500, 0.35万元."""
    if isinstance(value, float):
        value = f"{value:.2f}"
    text, tidied = tidy_code(value)
    if not text:
        return Reading()
    match = _PRICE.fullmatch(text.replace("，", ","))
    if match is None:
        return doubtful(Problem.UNKNOWN_WORD)
    price = Decimal(match[1].replace(",", "") + (match[2] or "")) * (10_000 if match[3] == "万元" else 1)
    return right(price.quantize(Decimal("0.01")), *tidied) if price <= MOST else doubtful(Problem.UNKNOWN_WORD)


def read_quantity(value: CellValue) -> Reading[int]:
    """How many things a row is about: 1, 1台."""
    text, tidied = tidy_code(value)
    match = re.fullmatch(r"([0-9]{1,6})(?:\.0+)?(?:台|套|个|件|块|部|张|把|只|组)?", text)
    if not text:
        return Reading()
    return right(int(match[1]), *tidied) if match else doubtful(Problem.UNKNOWN_WORD)


class AssetImport(SchoolImport, ModelImport):
    """The register of one school. An asset is known by its number, one without a number by its serial number."""

    name = "assets"
    label = _("Assets")
    permission = CHANGE
    order = 65
    model = Asset
    context_form = AssetsSchoolForm
    find_by = ("number",)
    fields = (
        ModelField(
            "number",
            ("资产编号", "资产编码", "固定资产编号", "卡片编号", "设备编号", "编号", "asset number"),
            is_key=True, label=_("asset number"), longest=40,
        ),
        ModelField(
            "name",
            ("资产名称", "设备名称", "固定资产名称", "名称", "品名", "物品名称", "asset"),
            label=_("name of the asset"), required=True, longest=60,
        ),
        ModelField(
            "class_name",
            ("资产分类", "资产类别", "分类名称", "设备类别", "类别", "国标分类", "分类", "class of assets"),
            label=_("class of the asset"), longest=40,
        ),
        ModelField("maker", ("品牌", "生产厂家", "厂家", "制造商", "生产厂商", "maker"), label=_("maker"), longest=40),
        ModelField("model", ("规格型号", "型号", "规格", "型号规格", "model"), label=_("model"), longest=60),
        ModelField(
            "serial", ("序列号", "出厂编号", "SN", "机身号", "机器码", "S/N", "serial number"),
            label=_("serial number"), longest=60,
        ),
        ModelField("quantity", ("数量", "台数", "quantity"), label=_("number of things"), read=read_quantity),
        ModelField(
            "bought_on",
            ("购置日期", "取得日期", "购买日期", "购入日期", "入账日期", "购置时间", "启用日期", "bought on"),
            label=_("bought on"), read=read_day, may_stay_out=True,
        ),
        ModelField(
            "price", ("单价", "资产原值", "价值", "原值", "金额", "账面原值", "单价(元)", "price"),
            label=_("price in yuan"), read=read_price,
        ),
        ModelField(
            "money", ("经费来源", "资金来源", "取得方式", "来源", "paid from"), label=_("paid from"), read=MONEY.read,
            may_stay_out=True,
        ),
        ModelField(
            "use", ("使用方向", "资产用途", "用途", "used for"), label=_("who uses it"), read=USES.read,
            may_stay_out=True,
        ),
        ModelField(
            "keeper_name", ("保管人", "使用人", "责任人", "领用人", "管理人", "keeper"), label=_("keeper"),
            may_stay_out=True,
        ),
        ModelField(
            "room_name", ("存放地点", "使用地点", "存放位置", "安装地点", "所在位置", "地点", "place"),
            label=_("room"), may_stay_out=True,
        ),
        ModelField("state", ("使用状况", "使用状态", "状态", "资产状态", "status"), label=_("status"),
                   read=STATES.read),
        ModelField("note", ("备注", "说明", "note"), label=_("note"), longest=200),
    )  # fmt: skip
    messages = {
        NO_CLASS: _(
            "No class of the catalogue is called so. Write one of it, or add your own under “Classes of assets”."
        ),
        NO_ROOM: _("The school has no such room. The asset comes in without a room."),
        NO_KEEPER: _(
            "Nobody of the school's staff, or more than one, is called so. The asset comes in without a keeper."
        ),
        NO_KEY: _(
            "It has neither an asset number nor a serial number, so it would come in again each time. Give it one."
        ),
        SEVERAL: _("The row is about %(number)s things. Write one row with a number of its own for each."),
        TAKEN: _("Another asset of the school has this serial number: %(number)s."),
    }

    def list_url(self, context: Context) -> str:
        return f"{reverse('assets:assets')}?state=all&place={context['school']}"

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        school = school_of_import(work.context)
        if "classes" not in work.told:
            work.told |= _known_words(school)
        numbers = [draft.values["number"] for draft in drafts if draft.values["number"]]
        serials = [draft.values["serial"] for draft in drafts if draft.values["serial"]]
        kept = Asset.with_removed.belonging_to(school=school)
        by_number: dict[Key, Any] = {("number", row.number): row for row in kept.filter(number__in=numbers)}
        by_serial: dict[Key, Any] = {
            ("serial", row.serial): row for row in kept.filter(serial__in=serials, removed_at=None)
        }
        work.known = {**by_serial, **by_number}
        for draft in drafts:
            _find(draft, work.told)

    def keys(self, draft: Draft, work: Work) -> Sequence[Key]:
        return [(name, draft.values[name]) for name in ("number", "serial") if draft.values[name]]

    def judge(self, draft: Draft, work: Work) -> Verdict:
        values = draft.values
        if not (values["number"] or values["serial"]):
            draft.reader.remark("number", NO_KEY)
            return Verdict.REFUSED
        if (values["quantity"] or 1) != 1:
            draft.reader.remark("quantity", SEVERAL, number=values["quantity"])
            return Verdict.REFUSED
        other = work.known.get(("serial", values["serial"]))
        if values["number"] and other is not None and other.number != values["number"]:
            draft.reader.remark("serial", TAKEN, number=other.number)
            return Verdict.REFUSED
        if draft.known is None and "class" not in draft.found:
            draft.reader.remark("class_name", NO_CLASS)
            return Verdict.REFUSED
        verdict = super().judge(draft, work)
        return Verdict.CHANGE if draft.known is not None and _put_found(draft) else verdict

    def create(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        fixed = self.fixed(context)
        rows = [self.made(draft, fixed) for draft in drafts]
        for row in rows:
            # What has no number goes by its serial number until the school gives it one.
            row.number = row.number or row.serial[:40]
        written = create_all(rows)
        return written + create_all([_moved(acting, row) for row in rows])

    def made(self, draft: Draft, fixed: Mapping[str, Any]) -> Asset:
        found = draft.found
        return Asset(
            school=fixed["school"], path=fixed["path"], **self.said(draft), asset_class=found["class"],
            room=found.get("room"), keeper=found.get("keeper"),
        )  # fmt: skip

    def change(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        rows = [draft.known for draft in drafts]
        written = change_all(rows, [*self._columns(), "asset_class", "room", "keeper"])
        note_many(acting, rows)
        return written


def _moved(acting: Viewer, row: Asset) -> Movement:
    return Movement(
        asset=row, person_id=acting.person_id, state=row.state, room_id=row.room_id, keeper_id=row.keeper_id
    )


def _known_words(school: Organisation) -> dict[str, Any]:
    """Classes, rooms and people of a school by what sheets call them."""
    classes = {word: row for row in classes_for(school.path) for word in (row.name, row.code) if word}
    others = [(word, classes[name]) for name, words in OTHER_WORDS.items() if name in classes for word in words]
    rooms: dict[str, list[Room]] = defaultdict(list)
    for row in Room.objects.belonging_to(school=school).select_related("building"):
        for word in {_plain(str(row)), _plain(row.name)}:
            rooms[word].append(row)
    people: dict[str, list[Any]] = defaultdict(list)
    for person in colleagues(school.path):
        people[person.name].append(person)
    longest_first = sorted([*classes.items(), *others], key=lambda pair: -len(pair[0]))
    return {"classes": classes | dict(others), "words": longest_first, "rooms": rooms, "people": people}


def _find(draft: Draft, told: Mapping[str, Any]) -> None:
    values = draft.values
    found = _class_of(values["class_name"], told) or _class_of(values["name"], told)
    if found is not None and (values["class_name"] or draft.known is None):
        draft.found["class"] = found
    for field, known, key, problem in (
        ("room_name", told["rooms"], "room", NO_ROOM),
        ("keeper_name", told["people"], "keeper", NO_KEEPER),
    ):
        text = values[field]
        rows = known.get(_plain(text) if key == "room" else text, []) if text else []
        if text and len(rows) != 1:
            draft.reader.remark(field, problem)
        elif rows:
            draft.found[key] = rows[0]


def _class_of(text: str | None, told: Mapping[str, Any]) -> AssetClass | None:
    """The class that a text names, or a word for which stands in it."""
    if not text:
        return None
    if text in told["classes"]:
        found: AssetClass = told["classes"][text]
        return found
    return next((row for word, row in told["words"] if len(word) > 1 and word in text), None)


def _put_found(draft: Draft) -> bool:
    """Write what was found into the row that is there; whether that changed it."""
    changed = False
    for name, key in (("asset_class", "class"), ("room", "room"), ("keeper", "keeper")):
        found = draft.found.get(key)
        if found is None or (key == "class" and not draft.values["class_name"]):
            continue
        if getattr(draft.known, f"{name}_id") != found.pk:
            setattr(draft.known, name, found)
            changed = True
    return changed


def _plain(text: str) -> str:
    return re.sub(r"[\s\-—_·]+", "", text)
