"""The word lists of the demonstration region: ordinary words, a few of every category."""

from __future__ import annotations

from santong.domains.platform.moderation.models import Category, Effect, Level, Word
from santong.domains.platform.organisations.public import Organisation
from santong.kit.demo import Region

LISTS: tuple[tuple[Category, Effect, Level, tuple[str, ...]], ...] = (
    (Category.GAMBLING, Effect.REFUSE, Level.COUNTY, ("网络赌博", "刷单返利", "裸聊", "六合彩")),
    (Category.GAMBLING, Effect.HOLD, Level.SCHOOL, ("赌博", "押注", "中奖领取", "校园贷")),
    (Category.DRUGS, Effect.HOLD, Level.COUNTY, ("毒品", "鸦片", "海洛因", "笑气")),
    (Category.DRUGS, Effect.NOTE, Level.SCHOOL, ("香烟", "白酒", "电子烟")),
    (Category.VIOLENCE, Effect.HOLD, Level.SCHOOL, ("打群架", "管制刀具", "炸药")),
    (Category.SELF_HARM, Effect.HOLD, Level.SCHOOL, ("割腕", "不想活了", "自残")),
    (Category.BULLYING, Effect.HOLD, Level.SCHOOL, ("滚出学校", "没人跟你玩", "废物", "白痴")),
    (Category.ADVERTISING, Effect.HOLD, Level.SCHOOL, ("代写作业", "代写论文", "加微信", "扫码领红包", "作业答案出售")),
    (Category.PRIVACY, Effect.HOLD, Level.SCHOOL, ("身份证号是", "银行卡号")),
    (
        Category.OTHER,
        Effect.HARMLESS,
        Level.SCHOOL,
        ("鸦片战争", "毒品预防", "禁毒教育", "拒绝毒品", "硝化甘油炸药", "远离赌博"),
    ),
)


def fill_lists(region: Region) -> None:
    """The lists of the city's bureau."""
    rows = Organisation.objects.by_installation()
    city = rows.filter(kind=Organisation.Kind.CITY_BUREAU).order_by("path").first()
    if city is None:
        return
    words = []
    for category, effect, level, texts in LISTS:
        for text in texts:
            word = Word(organisation=city, path=city.path, category=category, effect=effect, level=level)
            word.set_text(text)
            words.append(word)
    Word.objects.bulk_create(words)
