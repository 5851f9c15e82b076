"""Lists of words as sheets: read as they are exported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.moderation.actions import SHORTEST_WORD, tell_grown
from santong.domains.platform.moderation.forms import ListForm
from santong.domains.platform.moderation.models import WORDS, Category, Edition, Effect, Level, Word
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.imports.targets import (
    REPEATS_ROW,
    REQUIRED_EMPTY,
    TOO_LONG,
    CellProblem,
    Context,
    ImportTarget,
    PlannedRow,
    Sheet,
    SourceRow,
    TargetField,
    Verdict,
    problem_of,
)
from santong.kit.imports.written import Undone, Written, change_all, create_all
from santong.lib.cells import text_of
from santong.lib.vocabularies import Vocabulary, vocabulary

TOO_SHORT = "too_short"
LIMITS = {"text": 60, "note": 200}
WRITTEN = ["text", "category", "effect", "level", "note"]

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


@dataclass(slots=True)
class WordDraft:
    """What a row says about a word; `known` is the word of the list that it means."""

    word: Word
    known: Word | None = None


class WordImport(ImportTarget):
    """The list of words of one organisation. What a sheet doesn't say of a known word stays."""

    name = "words"
    label = _("Words of moderation")
    permission = WORDS
    order = 90
    context_form = ListForm
    fields = (
        TargetField("text", ("词语", "词条", "敏感词", "关键词", "word"), is_key=True, label=_("word"), required=True),
        TargetField("effect", ("处理方式", "处置", "级别", "effect"), label=_("effect")),
        TargetField("category", ("类别", "分类", "category"), label=_("category")),
        TargetField("level", ("审核层级", "decided by"), label=_("decided by")),
        TargetField("note", ("说明", "备注", "note"), label=_("remark")),
    )
    messages = {TOO_SHORT: _("A word needs at least two letters, digits or characters. Write a longer one.")}

    def place(self, context: Context) -> str:
        return _organisation(context).path

    def list_url(self, context: Context) -> str:
        return reverse("moderation:words")

    def prepare(self, sheet: Sheet, *, context: Context, acting: Viewer) -> Iterator[list[PlannedRow]]:
        organisation = _organisation(context)
        seen: dict[str, SourceRow] = {}
        for rows in sheet.chunks():
            read = [(row, *_read(row, organisation)) for row in rows]
            present = Word.objects.belonging_to(organisation=organisation)
            known = {word.folded: word for word in present.filter(folded__in={word.folded for _, word, _ in read})}
            yield [_planned(row, word, problems, known, sheet.fields, seen) for row, word, problems in read]

    def write(self, rows: Sequence[PlannedRow], *, context: Context, acting: Viewer) -> list[Written]:
        drafts: list[WordDraft] = [row.values for row in rows]
        with transaction.atomic(), named("moderation.import_words"):
            Edition.begin()
            new = create_all([draft.word for draft in drafts if draft.known is None])
            changed = change_all([draft.known for draft in drafts if draft.known is not None], WRITTEN)
            tell_grown(draft.known or draft.word for draft in drafts)
            return new + changed

    def undo(self, written: Sequence[Written], *, acting: Viewer) -> Undone:
        with transaction.atomic(), named("moderation.undo_import"):
            Edition.begin()
            return super().undo(written, acting=acting)


def _organisation(context: Context) -> Organisation:
    return Organisation.objects.open_to_everyone().get(pk=context["organisation"])


def _read(row: SourceRow, organisation: Organisation) -> tuple[Word, list[CellProblem]]:
    problems: list[CellProblem] = []
    word = Word(organisation=organisation, path=organisation.path, note=_text(row, "note", problems))
    word.set_text(_text(row, "text", problems))
    if not word.text:
        problems.append(CellProblem("text", REQUIRED_EMPTY))
    elif len(word.folded) < SHORTEST_WORD:
        problems.append(CellProblem("text", TOO_SHORT))
    for name, words in _VOCABULARIES.items():
        reading = words.read(row.cells.get(name))
        if reading.problem is not None:
            problems.append(problem_of(name, reading))
        elif reading.value is not None:
            setattr(word, name, str(reading.value))
    return word, problems


_VOCABULARIES: Mapping[str, Vocabulary] = {"effect": EFFECTS, "category": CATEGORIES, "level": LEVELS}


def _text(row: SourceRow, name: str, problems: list[CellProblem]) -> str:
    text = text_of(row.cells.get(name)).strip()
    if len(text) > LIMITS[name]:
        problems.append(CellProblem(name, TOO_LONG, {"limit": str(LIMITS[name])}))
        return text[: LIMITS[name]]
    return text


def _planned(
    row: SourceRow,
    word: Word,
    problems: list[CellProblem],
    known: Mapping[str, Word],
    told: frozenset[str],
    seen: dict[str, SourceRow],
) -> PlannedRow:
    if problems:
        return PlannedRow(row.index, Verdict.DOUBTFUL, problems=problems)
    first = seen.setdefault(word.folded, row)
    if first.index != row.index:
        repeat = CellProblem("", REPEATS_ROW, {"row": first.number})
        return PlannedRow(row.index, Verdict.DUPLICATE, problems=[repeat])
    present = known.get(word.folded)
    if present is None:
        return PlannedRow(row.index, Verdict.CREATE, WordDraft(word))
    changed = [name for name in WRITTEN if name in told and _say(present, name) != _say(word, name)]
    for name in changed:
        setattr(present, name, _say(word, name))
    return PlannedRow(row.index, Verdict.CHANGE if changed else Verdict.SAME, WordDraft(word, present))


def _say(word: Word, name: str) -> str:
    return str(word.__dict__[name])
