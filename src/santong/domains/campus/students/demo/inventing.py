"""Inventing people: names, birth dates, identity numbers of divisions that don't exist."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from santong.domains.platform.identity.public import NewPerson
from santong.lib.identity_numbers import make_identity_number
from santong.lib.sexes import Sex

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜方石姚谭廖邹熊金陆郝孔白崔康邱秦江顾侯邵孟龙万段"
)
_MEN = """
子轩 浩宇 俊杰 志强 建国 海峰 晨曦 泽宇 天佑 家瑞 宏伟 凯文 鹏飞 永昌 嘉树 立安 文博 明哲 思远 宇航 俊熙 博文
志远 家豪 振华 国栋 文涛 晓东 立群 学文 景行 承志 一凡 书豪 铭泽 瑞霖 伟 磊 涛 军 勇 斌 峰
"""
_WOMEN = """
雨涵 欣怡 梓萱 诗琪 雅静 丽娜 秀兰 佳玉 若曦 晓燕 思彤 依诺 娟娟 雨桐 清越 慧婷 美玲 可馨 语嫣 安宁 玉兰 桂英
海燕 春梅 淑芬 文静 佳怡 梦瑶 晓雪 紫涵 月华 静怡 婉清 若兰 丽 敏 静 芳 娜 燕 霞 玲
"""
GIVEN = {Sex.MALE: _MEN.split(), Sex.FEMALE: _WOMEN.split()}
"""Given names as people have them: put together out of single characters, some would make one laugh."""
ETHNIC_GROUPS = ("01",) * 90 + ("03",) * 4 + ("17",) * 2 + ("02", "11", "04", "48")
PHONE_START = 19_910_000_000
SERIALS = 500


@dataclass
class Inventor:
    """Makes people up, the same ones for the same random numbers; no identity number comes twice."""

    random: Random
    _used: set[str] = field(default_factory=set)

    def name(self, sex: Sex) -> str:
        """A surname and a given name."""
        return self.random.choice(SURNAMES) + self.random.choice(GIVEN[sex])

    def person(self, path: str, division: str, first: date, last: date, *, phone: bool = False) -> NewPerson:
        """Somebody born between two days."""
        sex = self.random.choice((Sex.MALE, Sex.FEMALE))
        while True:
            born = first + timedelta(days=self.random.randrange((last - first).days + 1))
            number = make_identity_number(division, born, sex, self.random.randrange(SERIALS)).number
            if number not in self._used:
                break
        self._used.add(number)
        return NewPerson(self.name(sex), path, str(sex), born, number, self.phone() if phone else "")

    def guardian(self, child: NewPerson, path: str) -> tuple[NewPerson, str]:
        """A parent with the relation ("51" father, "52" mother); fathers share the child's surname."""
        is_father = self.random.random() < 0.45
        sex = Sex.MALE if is_father else Sex.FEMALE
        name = self.name(sex)
        if is_father:
            name = child.name[0] + name[1:]
        return NewPerson(name, path, str(sex), phone=self.phone()), "51" if is_father else "52"

    def phone(self) -> str:
        """A number that isn't given out."""
        return str(PHONE_START + self.random.randrange(90_000_000))

    def ethnic_group(self) -> str:
        """A code of GB/T 3304."""
        return self.random.choice(ETHNIC_GROUPS)
