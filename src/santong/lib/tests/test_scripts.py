"""Traditional and simplified characters compare as equal, and nothing else does."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.chinese import is_han
from santong.lib.scripts import fold_scripts, simplified, spellings

PAIRS = """
國歌 国歌|微課 微课|觀察 观察|園 园|校園 校园|頭髮 头发
發展 发展|後天 后天|皇后 皇后|乾淨 干净|乾坤 乾坤|幹部 干部
干涉 干涉|著作 著作|看著 看着|著名 著名|裡面 里面|裏面 里面
公里 公里|臺灣 台湾|颱風 台风|檯燈 台灯|麵條 面条|麪包 面包
表面 表面|衞生 卫生|衛生 卫生|瞭解 了解|瞭望 瞭望|藉口 借口
憑藉 凭借|答覆 答复|複習 复习|恢復 恢复|關係 关系|聯繫 联系
鐘錶 钟表|鍾愛 钟爱|歷史 历史|日曆 日历|製造 制造|制度 制度
穀物 谷物|山谷 山谷|葉綠素 叶绿素|隻 只|祇有 只有|鬥爭 斗争
北斗 北斗|餘數 余数|綫段 线段|線段 线段|於是 于是|羣衆 群众
群眾 群众|啟發 启发|啓發 启发|牀 床|峯 峰|彷彿 仿佛
讀寫 读写|體育與健康 体育与健康|語文 语文|數學 数学|張偉 张伟|陳曉華 陈晓华
鄭麗萍 郑丽萍|閻 阎|蕭紅 萧红
"""


@pytest.mark.parametrize(("traditional", "other"), [pair.split() for pair in re.split(r"[|\n]", PAIRS.strip())])
def test_both_scripts_compare_as_equal(traditional, other):
    assert fold_scripts(traditional) == fold_scripts(other)


@pytest.mark.parametrize(("one", "other"), [("国", "园"), ("发", "友"), ("已", "己"), ("喆", "哲"), ("堃", "坤")])
def test_different_characters_stay_different(one, other):
    assert fold_scripts(one) != fold_scripts(other)


def test_what_is_no_chinese_character_stays():
    assert fold_scripts("Abc ï 12 ·，が한\n") == "Abc ï 12 ·，が한\n"


@given(st.text())
def test_folding_keeps_the_length_and_is_done_after_one_time(text):
    folded = fold_scripts(text)
    assert len(folded) == len(text)
    assert fold_scripts(folded) == folded


def test_every_character_finds_all_that_are_folded_alike():
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    for character in characters:
        assert fold_scripts(fold_scripts(character)) == fold_scripts(character)
        assert character in spellings(fold_scripts(character))
    assert set(spellings("發")) >= set("发發髮")
    assert set(spellings("a")) == {"a"}


def test_compatibility_characters_are_their_ordinary_ones():
    for code in (0xF900, 0xFA5F, 0x2F800):
        assert fold_scripts(chr(code)) == fold_scripts(unicodedata.normalize("NFC", chr(code)))
        assert is_han(chr(code))


def test_reading_goes_by_words():
    assert simplified("音樂與乾淨的乾坤") == "音乐与干净的乾坤"
