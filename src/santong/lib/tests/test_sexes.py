"""Sex: the word shown is a word that is read again."""

import pytest

from santong.lib.sexes import Sex, parse_sex, word_of_sex


@pytest.mark.parametrize("sex", Sex)
def test_the_word_shown_is_read_again(sex):
    assert parse_sex(word_of_sex(sex)).value is sex
