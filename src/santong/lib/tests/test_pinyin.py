"""Pinyin of names: the short way gives what the dictionary gives."""

from random import Random

from pypinyin import Style, lazy_pinyin

from santong.lib.pinyin import _readings, pinyin_of_name

COMMON = "王李张曾单重长行乐都朝阳大小子浩宇轩博文俊杰志强建国明远一诺涵欣怡梓萱诗琪雅静丽娜秀兰佳玉梅"


def test_the_short_way_gives_what_the_dictionary_gives():
    random = Random(1)
    for _name in range(2000):
        name = "".join(random.choice(COMMON) for _letter in range(random.randint(1, 4)))
        assert _readings(name) == [part.strip().lower() for part in lazy_pinyin(name, style=Style.NORMAL)]


def test_surnames_are_read_as_surnames():
    assert pinyin_of_name("曾国远") == "zeng guo yuan"
    assert pinyin_of_name("单重庆") == "shan chong qing"
    assert pinyin_of_name("尉迟恭") == "yu chi gong"
