"""Chinese phone numbers: mobile (11 digits), fixed lines (area code + number), service numbers."""

import re
from dataclasses import dataclass
from enum import StrEnum

from santong.lib.cells import CellValue, is_number, tidy_text
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful, right

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_FIXED = re.compile(r"(0(?:10|2[0-9])|0[3-9][0-9]{2})([2-9][0-9]{6,7})(?:(?:-|转|#|EXT)([0-9]{1,5}))?")
_WITHOUT_AREA = re.compile(r"[2-9][0-9]{6,7}")
_SERVICE = re.compile(r"[48]00[0-9]{7}")
_COUNTRY = re.compile(r"^(?:(?:\+|00)86-?(?=[1-9]|0[0-9])|86-?(?=1[3-9][0-9]{9}$))")
_DASHES = re.compile(r"[‐‑–—−]")
_SIGNS = re.compile(r"[\s().·]")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{1,2}")
_ANY_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}(?![0-9])")
_LENGTH = 11


class PhoneKind(StrEnum):
    """What kind of line."""

    MOBILE = "mobile"
    FIXED = "fixed"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """``number`` is 13800001234, 0937-2612345, 0937-2612345-801 or 4001234567."""

    number: str
    kind: PhoneKind

    @property
    def masked(self) -> str:
        """The first three and the last four characters."""
        return f"{self.number[:3]}{'*' * (len(self.number) - 7)}{self.number[-4:]}"

    def __repr__(self) -> str:
        return f"PhoneNumber({self.masked})"

    __str__ = __repr__


def parse_phone(value: CellValue, *, area_code: str = "") -> Reading[PhoneNumber]:
    """Read a phone number; ``area_code`` of the place makes a proposal for short fixed numbers."""
    if isinstance(value, str) and _MOBILE.fullmatch(value):
        return right(PhoneNumber(value, PhoneKind.MOBILE))
    text, tidied = tidy_text(value)
    text = _DASHES.sub("-", text)
    if not text:
        return Reading()
    if is_number(value):
        tidied = (*tidied, Tidying.NUMBER_CELL)
    if _SCIENTIFIC.fullmatch(text):
        return doubtful(Problem.DIGITS_LOST)
    local = _COUNTRY.sub("", _SIGNS.sub("", text.strip("'`‘’\"")).upper(), count=1).lstrip("-")
    if _COUNTRY.match(_SIGNS.sub("", text)):
        tidied = (*tidied, Tidying.COUNTRY_CODE)
    phone = _phone_of(local)
    if phone is None:
        return _explain(text, local.replace("-", ""), area_code)
    if phone.number != text and not tidied:
        tidied = (Tidying.SEPARATORS,)
    return right(phone, *tidied)


def _phone_of(text: str) -> PhoneNumber | None:
    digits = text.replace("-", "")
    if _MOBILE.fullmatch(digits):
        return PhoneNumber(digits, PhoneKind.MOBILE)
    if _SERVICE.fullmatch(digits):
        return PhoneNumber(digits, PhoneKind.SERVICE)
    match = _FIXED.fullmatch(text) or _FIXED.fullmatch(text.replace("-", "", 1))
    if match is None:
        return None
    return PhoneNumber("-".join(part for part in match.groups() if part), PhoneKind.FIXED)


def _explain(text: str, digits: str, area_code: str) -> Reading[PhoneNumber]:
    found = [_mobile_in(match.group()) for match in _ANY_MOBILE.finditer(text)]
    if len(found) == 1:
        return doubtful(Problem.PHONE_HAS_NOTE, found[0])
    if found:
        return doubtful(Problem.SEVERAL_PHONES, *found)
    if _WITHOUT_AREA.fullmatch(digits):
        phone = PhoneNumber(f"{area_code}-{digits}", PhoneKind.FIXED)
        return doubtful(Problem.AREA_CODE_MISSING, *([phone] if area_code else []))
    if not digits.isdecimal() or not digits.startswith("1"):
        return doubtful(Problem.PHONE_UNREADABLE)
    if len(digits) == _LENGTH:
        return doubtful(Problem.PHONE_UNREADABLE)
    problem = Problem.TOO_SHORT if len(digits) < _LENGTH else Problem.TOO_LONG
    return doubtful(problem, length=str(len(digits)), expected=str(_LENGTH))


def _mobile_in(text: str) -> PhoneNumber:
    return PhoneNumber(re.sub(r"\D", "", text)[-_LENGTH:], PhoneKind.MOBILE)
