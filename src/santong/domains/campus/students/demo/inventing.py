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
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
)
GIVEN = {
    Sex.MALE: "子浩宇轩博文俊杰志强建国明远海峰一诺晨泽华思古天佑家瑞宏伟凯鹏飞云龙永昌嘉树立安乐然",
    Sex.FEMALE: "雨涵欣怡梓萱诗琪雅静丽娜秀兰佳玉梅若曦晓燕思彤依依阿娟琴心月清芷慧婷美玲可馨书语安宁素",
}
ETHNIC_GROUPS = ("01",) * 90 + ("03",) * 4 + ("17",) * 2 + ("02", "11", "04", "48")
PHONE_START = 19_910_000_000
SERIALS = 500


@dataclass
class Inventor:
    """Makes people up, the same ones for the same random numbers; no identity number comes twice."""

    random: Random
    _used: set[str] = field(default_factory=set)

    def name(self, sex: Sex) -> str:
        """A surname and one or two characters."""
        letters = GIVEN[sex]
        length = 1 if self.random.random() < 0.25 else 2
        return self.random.choice(SURNAMES) + "".join(self.random.choice(letters) for _ in range(length))

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
