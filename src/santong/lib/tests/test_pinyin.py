"""Pinyin of names: the short way gives what the dictionary gives, and the small dictionary what the whole one gives."""

import json
import os
import subprocess
import sys
from random import Random

from santong.lib.pinyin import _readings, pinyin_of_name, syllables_of

COMMON = "王李张曾单重长行乐都朝阳大小子浩宇轩博文俊杰志强建国明远一诺涵欣怡梓萱诗琪雅静丽娜秀兰佳玉梅"


def test_the_short_way_gives_what_the_dictionary_gives():
    for name in _names():
        assert _readings(name) == [part.strip().lower() for part in syllables_of(name)]


def test_the_small_dictionary_reads_names_as_the_whole_one():
    names = [name for name in _names() if len(name) < 4]
    names += ["单重庆", "中国银行行长", "音乐之声", "长大成人", "校长", "长江"]
    script = "import json, sys; from pypinyin import lazy_pinyin; print(json.dumps([*map(lazy_pinyin, sys.argv[1:])]))"
    environment = {key: value for key, value in os.environ.items() if key != "PYPINYIN_NO_PHRASES"}
    command = [sys.executable, "-c", script, *names]
    whole = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert [syllables_of(name) for name in names] == json.loads(whole.stdout)


def _names() -> list[str]:
    random = Random(1)
    return ["".join(random.choice(COMMON) for _letter in range(random.randint(1, 4))) for _name in range(2000)]


def test_a_word_across_surname_and_name_is_none():
    assert pinyin_of_name("王朝阳") == "wang zhao yang"


def test_surnames_are_read_as_surnames():
    assert pinyin_of_name("曾国远") == "zeng guo yuan"
    assert pinyin_of_name("单重庆") == "shan chong qing"
    assert pinyin_of_name("尉迟恭") == "yu chi gong"
