"""Words that teachers use for the same thing: all words of a group find each other.

The groups supplied here hold until the region keeps one of their words itself (`models.SynonymGroup`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Max, Sum

from santong.domains.learning.resources.models import SynonymGroup

GROUPS = """
课件 ppt pptx 幻灯片 演示文稿
教案 教学设计 备课 说课稿
微课 微视频 微课堂
试题 试卷 习题 练习题 测试题 题目
练习 训练 巩固
复习 总复习 期末复习
单元测试 单元检测 单元卷
期中 期中考试 半期
期末 期末考试
作文 习作 写作
阅读 阅读理解
古诗 古诗词 诗词
文言文 古文
朗读 诵读 朗诵
生字 识字 认字
单词 词汇
听力 听说
奥数 思维训练
应用题 解决问题
乘法口诀 九九乘法 乘法表 口诀表
实验 探究
虚拟实验 仿真实验 模拟实验
光合作用 光合
图形 几何
方程 等式
一次函数 线性函数
勾股定理 毕达哥拉斯定理
二战 第二次世界大战
一战 第一次世界大战
课本 教材 教科书
电子教材 电子课本 电子书
论文 教研论文
素材 材料 资料
视频 录像 影片
音频 录音
图片 插图 挂图
思维导图 知识导图 脑图
思品 品德 道德与法治
体育 体育与健康
信息 信息技术 信息科技
生物 生物学
政治 思想政治
安全教育 安全
心理健康 心理
"""


SUPPLIED: Sequence[Sequence[str]] = [line.split() for line in GROUPS.splitlines() if line]
REASON = "words are the same for everybody"


@dataclass(frozen=True)
class _Read:
    """The synonyms as they were read; `state` changes with every change of the groups."""

    state: object = None
    found: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_read = _Read()


def synonyms() -> Mapping[str, tuple[str, ...]]:
    """The others that each word finds, as the region has them now; read anew after every change."""
    global _read
    rows = SynonymGroup.objects.unscoped(REASON)
    state = rows.aggregate(n=Count("pk"), keys=Sum("pk"), at=Max("changed_at"))
    if _read.state != state:
        _read = _Read(state, _together(group.word_list for group in rows.order_by("pk")))
    return _read.found


def supplied_groups() -> list[Sequence[str]]:
    """The supplied groups of which the region keeps no word itself."""
    kept = {word for group in SynonymGroup.objects.unscoped(REASON) for word in group.word_list}
    return [words for words in SUPPLIED if kept.isdisjoint(words)]


def _together(own: Iterable[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    groups = list(own)
    kept = {word for words in groups for word in words}
    found: dict[str, tuple[str, ...]] = {}
    for words in (*groups, *([word for word in words if word not in kept] for words in SUPPLIED)):
        for word in words:
            found[word] = (*found.get(word, ()), *(other for other in words if other != word))
    return found
