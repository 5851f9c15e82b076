"""Lists of words as sheets: read as they are exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.moderation.actions import SHORTEST_WORD, tell_grown
from santong.domains.platform.moderation.forms import ListForm
from santong.domains.platform.moderation.matching.folding import fold
from santong.domains.platform.moderation.models import WORDS, Category, Edition, Effect, Level, Word
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.imports.model_import import Draft, ModelField, ModelImport, Work, read_as_it_is
from santong.kit.imports.targets import Context, PlannedRow, SourceRow
from santong.kit.imports.written import Undone, Written
from santong.lib.vocabularies import vocabulary

TOO_SHORT = "too_short"

EFFECTS = vocabulary(
    {"无害词": Effect.HARMLESS, "放行并记录": Effect.NOTE, "先审后发": Effect.HOLD, "拒绝发布": Effect.REFUSE},
    {
        Effect.HARMLESS: ("白名单", "无害", "豁免", "harmless", "harmless phrase"),
        Effect.NOTE: ("记录", "提示", "仅提示", "note", "let through and noted"),
        Effect.HOLD: ("审核", "待审", "人工审核", "hold", "held for review"),
        Effect.REFUSE: ("拒绝", "禁止", "屏蔽", "refuse", "refused at once"),
    },
)
CATEGORIES = vocabulary(
    {
        "违法信息": Category.ILLEGAL,
        "暴力恐怖": Category.VIOLENCE,
        "低俗色情": Category.INDECENT,
        "赌博诈骗": Category.GAMBLING,
        "毒品烟酒": Category.DRUGS,
        "自伤自杀": Category.SELF_HARM,
        "辱骂欺凌": Category.BULLYING,
        "广告引流": Category.ADVERTISING,
        "个人信息": Category.PRIVACY,
        "其他": Category.OTHER,
    },
    {
        Category.ILLEGAL: ("违法", "违法有害", "unlawful content"),
        Category.VIOLENCE: ("暴恐", "暴力", "恐怖", "violence and terror"),
        Category.INDECENT: ("色情", "低俗", "涉黄", "indecent content"),
        Category.GAMBLING: ("赌博", "诈骗", "涉赌", "gambling and fraud"),
        Category.DRUGS: ("毒品", "涉毒", "烟酒", "drugs, tobacco and alcohol"),
        Category.SELF_HARM: ("自伤", "自杀", "自残", "self-harm"),
        Category.BULLYING: ("辱骂", "欺凌", "霸凌", "insults and bullying"),
        Category.ADVERTISING: ("广告", "引流", "推广", "advertising"),
        Category.PRIVACY: ("隐私", "personal data"),
        Category.OTHER: ("other",),
    },
)
LEVELS = vocabulary(
    {"校级": Level.SCHOOL, "县级": Level.COUNTY, "市级": Level.CITY},
    {
        Level.SCHOOL: ("学校", "school", "school level"),
        Level.COUNTY: ("县", "区", "区县", "区县级", "county", "county level"),
        Level.CITY: ("市", "市局", "city", "city level"),
    },
)


class WordImport(ModelImport):
    """The list of words of one organisation. What a sheet doesn't say of a known word stays."""

    name = "words"
    label = _("Words of moderation")
    permission = WORDS
    order = 90
    model = Word
    context_form = ListForm
    fields = (
        ModelField(
            "text",
            ("词语", "词条", "敏感词", "关键词", "word"),
            is_key=True,
            label=_("word"),
            required=True,
            read=read_as_it_is,
            longest=60,
        ),
        ModelField("effect", ("处理方式", "处置", "级别", "effect"), label=_("effect"), read=EFFECTS.read),
        ModelField("category", ("类别", "分类", "category"), label=_("category"), read=CATEGORIES.read),
        ModelField("level", ("审核层级", "decided by"), label=_("decided by"), read=LEVELS.read),
        ModelField("note", ("说明", "备注", "note"), label=_("remark"), read=read_as_it_is, longest=200),
    )
    find_by = ("folded",)
    messages = {TOO_SHORT: _("A word needs at least two letters, digits or characters. Write a longer one.")}

    def fixed(self, context: Context) -> dict[str, Any]:
        row = Organisation.objects.open_to_everyone().get(pk=context["organisation"])
        return {"organisation": row, "path": row.path}

    def list_url(self, context: Context) -> str:
        return reverse("moderation:words")

    def read_row(self, row: SourceRow, work: Work) -> Draft:
        draft = super().read_row(row, work)
        draft.values["folded"] = fold(draft.values["text"] or "")
        if draft.values["text"] and len(draft.values["folded"]) < SHORTEST_WORD:
            draft.reader.remark("text", TOO_SHORT)
        return draft

    def made(self, draft: Draft, fixed: Mapping[str, Any]) -> Word:
        return Word(**fixed, **self.said(draft), folded=draft.values["folded"])

    def write(self, rows: Sequence[PlannedRow], *, context: Context, acting: Viewer) -> list[Written]:
        with transaction.atomic(), named("moderation.import_words"):
            Edition.begin()
            written = super().write(rows, context=context, acting=acting)
            keys = [each.pk for each in written]
            tell_grown(Word.objects.noted(keys))
        return written

    def undo(self, written: Sequence[Written], *, acting: Viewer) -> Undone:
        with transaction.atomic(), named("moderation.undo_import"):
            Edition.begin()
            return super().undo(written, acting=acting)
