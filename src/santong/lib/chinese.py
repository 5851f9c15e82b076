"""Chinese text: width of characters, Chinese numerals."""

import re

from santong.lib.whole_numbers import whole_number

_TO_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "零〇一二两三四五六七八九十百千"
"""Every character of a Chinese numeral below ten thousand, for use in character classes."""

_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def half_width(text: str) -> str:
    """Full-width letters, digits, signs and blanks made half-width; all else stays."""
    return text if text.isascii() else text.translate(_TO_HALF_WIDTH)


def is_han(character: str) -> bool:
    """True for a Chinese character, 〇 and the extension planes included."""
    return _HAN.fullmatch(character) is not None


def numeral_value(text: str) -> int | None:
    """The number written as 12, 十二, 一百零五 or, digit by digit, 二〇一五; None if it is none."""
    if not text:
        return None
    if text.isascii():
        return whole_number(text)
    if all(character in _DIGITS for character in text):
        return whole_number("".join(str(_DIGITS[character]) for character in text))
    return _value_with_units(text)


def numeral_text(number: int) -> str:
    """The Chinese numeral of 0 to 99, as classes are counted: 12 is 十二.

    Raises:
        ValueError: outside 0–99.
    """
    if not 0 <= number <= 99:
        raise ValueError(f"numeral_text() takes 0 to 99, not {number}")
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if tens == 0:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def _value_with_units(text: str) -> int | None:
    total, digit, smallest_unit = 0, None, 10_000
    for character in text:
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= smallest_unit or digit == 0:
                return None
            total += unit * (1 if digit is None else digit)
            digit, smallest_unit = None, unit
        elif character not in _DIGITS or digit:
            return None
        else:
            digit = _DIGITS[character]
    return total + (digit or 0)
