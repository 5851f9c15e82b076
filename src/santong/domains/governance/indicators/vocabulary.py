"""The names that may stand in formulas of indicators: what measures count, facts about places, and what is waited for.

Names are Chinese words, in every language of the interface,
so that a formula reads the same for everybody. Those that
people use most are given here (`GIVEN`); every other part of a measure has a name by its label: “在校学生·小学”.
A name that waits for a module holds nothing: what isn't counted by a module is never typed in by hand. As soon as a
measure of the name that it gives is declared, it is computed from that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from santong.kit.measures.public import By, Measure
from santong.kit.registry import Label, registry
from santong.lib.formulas import Kind

LANGUAGE = "zh-hans"
MODULES: Mapping[str, Label] = MappingProxyType(
    {
        "staff": _("Staff: degrees, titles, honours, exchange"),
        "students": _("Pupils: families from elsewhere, special needs, where they live"),
        "assets": _("Assets and buildings"),
        "devices": _("Devices"),
        "network": _("Network"),
        "finance": _("Finance"),
        "training": _("Training"),
        "enrolment": _("Enrolment"),
        "evaluation": _("Inspection and evaluation"),
        "reading": _("Library and reading"),
        "spaces": _("Spaces"),
        "studios": _("Teaching research"),
        "assessment": _("Homework and examinations"),
        "curriculum": _("Curriculum plans"),
        "satisfaction": _("Surveys of satisfaction"),
        "monitoring": _("Monitoring of quality"),
        "classroom": _("Lessons over the network"),
        "contests": _("Contests of teaching"),
        "exchange": _("Exchange with other platforms"),
        "security": _("Network security"),
    }
)
"""What is waited for, by the word in `Word.awaits`."""


@dataclass(frozen=True)
class Word:
    """A name for formulas. `part` of a measure, of one `value` of its aspect `by`; or a column of the place; or
    something that a module (`awaits`, a key of `MODULES`) has yet to count.
    """

    name: str
    measure: str = ""
    part: str = "numerator"
    by: str = ""
    value: str = ""
    column: str = ""
    awaits: str = ""
    kind: Kind = Kind.NUMBER
    from_examinations: bool = False

    @property
    def source(self) -> Measure | None:
        """The measure that it is counted by, None where there is none."""
        return registry.by_name(Measure).get(self.measure)

    @property
    def is_awaited(self) -> bool:
        """Whether nothing counts it yet."""
        return not self.column and self.source is None

    @property
    def may_not_judge(self) -> bool:
        """Whether it comes of examinations or promotion."""
        source = self.source
        return self.from_examinations or (source is not None and source.from_examinations)

    @property
    def comes_from(self) -> Label:
        """Who knows it, for people to read."""
        if self.column:
            return _("Directory of schools")
        source = self.source
        return source.label if source else MODULES[self.awaits]


def _counted(name: str, measure: str, by: str = "", value: str = "", part: str = "numerator") -> Word:
    return Word(name, measure, part, by, value)


def _awaited(module: str, *names: str, truth: bool = False) -> Iterator[Word]:
    kind = Kind.TRUTH if truth else Kind.NUMBER
    return (Word(name, awaits=module, kind=kind) for name in names)


STAGES = {
    "学前": "preschool", "小学": "primary", "初中": "junior", "高中": "senior", "中职": "vocational",
    "特教": "special",
}  # fmt: skip
SUBJECTS = {
    "体育": "体育与健康", "音乐": "音乐", "美术": "美术", "艺术": "艺术", "科学": "科学", "信息科技": "信息科技",
    "英语": "英语",
    "心理健康": "心理健康",
}  # fmt: skip
ROOMS = {
    "普通教室": "classroom", "实验室": "laboratory", "计算机教室": "computer", "音乐教室": "music", "美术教室": "art",
    "录播教室": "recording", "图书室": "library",
}  # fmt: skip
GIVEN: Sequence[Word] = (
    Word("学校类型", column="type_name", kind=Kind.TEXT),
    Word("城乡", column="area", kind=Kind.TEXT),
    _counted("学校数", "schools"),
    _counted("学生数", "pupils"),
    *(_counted(f"{words}学生数", "pupils", "stage", stage) for words, stage in STAGES.items()),
    _counted("班级数", "classes"),
    *(_counted(f"{words}班级数", "classes", "stage", stage) for words, stage in STAGES.items()),
    _counted("小学40人及以下班级数", "class_sizes", "size", "primary-40"),
    _counted("小学45人及以下班级数", "class_sizes", "size", "primary-45"),
    _counted("小学有学生班级数", "class_sizes", "size", "primary-1000"),
    _counted("初中45人及以下班级数", "class_sizes", "size", "junior-45"),
    _counted("初中50人及以下班级数", "class_sizes", "size", "junior-50"),
    _counted("初中有学生班级数", "class_sizes", "size", "junior-1000"),
    _counted("教职工数", "staff"),
    _counted("专任教师数", "teachers"),
    *(_counted(f"{words}专任教师数", "teachers", "stage", stage) for words, stage in STAGES.items()),
    *(_counted(f"{words}教师数", "teachers", "subject", subject) for words, subject in SUBJECTS.items()),
    *(_counted(f"{words}数", "rooms", "kind", kind) for words, kind in ROOMS.items()),
    _counted("账号数", "accounts_activated", part="denominator"),
    _counted("已激活账号数", "accounts_activated"),
    _counted("应填学籍项数", "roll_gaps", part="denominator"),
    _counted("缺填学籍项数", "roll_gaps"),
    _counted("应取得监护人同意人数", "without_consent", part="denominator"),
    _counted("未取得监护人同意人数", "without_consent"),
    _counted("学生终端数", "terminals", "use", "pupils"),
    _counted("教师终端数", "terminals", "use", "teachers"),
    _counted("网络多媒体教室数", "multimedia_rooms"),
    _counted("普通教室多媒体数", "multimedia_rooms", "kind", "classroom"),
    _counted("有多媒体教室学校数", "multimedia_schools", "extent", "any"),
    _counted("普通教室全部多媒体学校数", "multimedia_schools", "extent", "all"),
    _counted("教学仪器设备值", "teaching_equipment"),
    _counted("接入互联网学校数", "schools_by_bandwidth"),
    _counted("出口带宽10兆学校数", "schools_by_bandwidth", "band", "10"),
    _counted("出口带宽100兆学校数", "schools_by_bandwidth", "band", "100"),
    _counted("接入带宽", "bandwidth"),
    _counted("无线已覆盖场所数", "wifi_rooms"),
    _counted("应覆盖场所数", "wifi_rooms", part="denominator"),
    _counted("应用资源班级数", "coverage"),
    _counted("可应用资源班级数", "coverage", part="denominator"),
    _counted("使用资源教师数", "teachers_using"),
    _counted("班级使用资源次数", "class_uses"),
    _counted("入库资源数", "resources_admitted"),
    _counted("活动人日", "person_days"),
    _counted("按时办结督办数", "supervised_on_time"),
    _counted("到期督办数", "supervised_on_time", part="denominator"),
    _counted("两日内签收公文数", "documents_signed_for"),
    _counted("送达公文数", "documents_signed_for", part="denominator"),
    *_awaited(
        "staff", "专科学历教师数", "本科学历教师数", "硕士学历教师数", "博士学历教师数", "骨干教师数", "走教教师数",
        "高级职称教师数", "中级职称教师数", "持证专任教师数", "符合交流条件教师数", "交流轮岗教师数",
        "交流轮岗骨干教师数",
        "专业课教师数", "双师型教师数",
    ),
    *_awaited(
        "assets", "教学及辅助用房面积", "室内体育用房面积", "运动场地面积", "校外体育场馆面积", "固定资产净值",
        "设备原值", "房屋和构筑物原值", "图书和档案原值", "家具和用具原值", "文物和陈列品原值", "特种动植物原值",
        "数字终端数",
    ),
    *_awaited(
        "devices", "互动设备应用课时", "互动设备可用课时", "设备使用时长", "设备可用时长",
    ),
    *_awaited(
        "network", "专线骨干带宽", "未联网学校数", "无线覆盖学校数",
    ),
    *_awaited("network", "接入国家和省平台", truth=True),
    *_awaited(
        "finance", "生均公用经费定额", "公用经费预算", "特殊教育公用经费", "教师平均工资", "公务员平均工资",
        "教师培训费决算",
        "信息化经费", "公用经费", "邮电费", "维修费", "培训费", "劳务费", "委托业务费", "办公设备购置费",
        "专用设备购置费", "信息网络及软件购置更新费", "无形资产购置费", "项目信息网络及软件购置更新费", "收入合计",
        "支出合计",
    ),
    *_awaited(
        "training", "培训满360学时教师数", "信息化培训校长数", "信息化培训骨干教师数", "信息化培训教师数",
        "常用信息化教学学科教师数", "应用能力提升完成教师数",
    ),
    *_awaited("enrolment", "片内入学学生数", "优质高中分配名额", "优质高中招生计划"),
    *_awaited(
        "students", "随迁子女公办就读数", "符合条件随迁子女数", "三年前初一在校生数", "初中毕业生数",
        "三年转入学生数",
        "三年转出学生数", "三年死亡学生数", "残疾儿童入学数", "适龄残疾儿童数",
    ),
    *_awaited("reading", "图书册数"),
    *_awaited(
        "spaces", "开通空间教师数", "开通空间学生数", "应用空间教师数", "应用空间学生数", "开通空间家长数",
        "月活空间数",
    ),
    *_awaited("classroom", "专递课堂应开节次", "专递课堂实开节次"),
    *_awaited("contests", "优课参与教师数", "晒课数", "部级优课数"),
    *_awaited("exchange", "接入国家体系平台数", "平台应用访问次数", "平台月活人数", "国家核心系统共享项数"),
    *_awaited("security", "完成等保备案系统数", "完成等保测评系统数", "网络安全重大事件数"),
    *_awaited("studios", "名师网络工作室数"),
    *_awaited("assessment", "登记书面作业超时班级数", "登记书面作业班级数"),
    *_awaited("curriculum", "课表周课时数", "课程方案周课时数"),
    *_awaited("satisfaction", "满意答卷数", "有效答卷数"),
    *_awaited("monitoring", "监测水平等级", "监测校际差异率"),
    *_awaited("evaluation", "优质均衡达标项数", "优质均衡最低达标比", "一票否决事件数"),
    *_awaited(
        "evaluation", "认定·规划布局合理", "认定·县级统筹编制岗位", "认定·章程与信息化管理",
        "认定·德育与校园文化良好",
        "认定·信息化应用较高", "认定·智慧校园", "认定·创新实验室", "认定·班班通", "认定·数字校园", truth=True,
    ),
    Word("考试平均分", awaits="assessment", from_examinations=True),
    Word("考试优秀率", awaits="assessment", from_examinations=True),
    Word("升学率", awaits="enrolment", from_examinations=True),
)  # fmt: skip
NO_WORD = re.compile(r"[^\w·]+")
PARTS = {"numerator": "计入数", "denominator": "总数", "unknown": "不详数"}
_built: dict[tuple[int, ...], Mapping[str, Word]] = {}


def words() -> Mapping[str, Word]:
    """All names, by what they are called."""
    measures = registry.of(Measure)
    key = tuple(id(each) for each in measures)
    if key not in _built:
        _built.clear()
        _built[key] = MappingProxyType({word.name: word for word in (*_by_labels(measures), *GIVEN)})
    return _built[key]


def kinds() -> Mapping[str, Kind]:
    """The kinds of all names, as formulas are read with them."""
    return {name: word.kind for name, word in words().items()}


def _by_labels(measures: Sequence[Measure]) -> Iterator[Word]:
    given = {(word.measure, word.part, word.by, word.value) for word in GIVEN}
    with translation.override(LANGUAGE):
        for measure in measures:
            for word in _of_measure(measure):
                if (word.measure, word.part, word.by, word.value) not in given:
                    yield word


def _of_measure(measure: Measure) -> Iterator[Word]:
    label = _as_name(measure.label)
    if measure.is_share or measure.unknown:
        for part, tally in zip(PARTS, measure.tallies, strict=True):
            if tally is not None:
                yield Word(f"{label}·{PARTS[part]}", measure.name, part)
    else:
        yield Word(label, measure.name)
    for by in measure.by:
        yield from _of_aspect(measure, by, label)


def _of_aspect(measure: Measure, by: By, label: str) -> Iterator[Word]:
    return (
        Word(f"{label}·{_as_name(by.words(value))}", measure.name, "numerator", by.name, value) for value in by.values
    )


def _as_name(label: Label) -> str:
    """A label as a formula can name it: without signs, and not beginning with a digit."""
    found = NO_WORD.sub("", str(label))
    return f"计{found}" if found[:1].isdigit() else found
