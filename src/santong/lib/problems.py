"""Codes for what can be wrong with a cell and what was tidied in it, each with an English message.

The messages are templates for ``%``-formatting with named arguments, so that the interface can pass
them through gettext.  They never carry personal data, only lengths, kinds and names of things.
"""

from enum import StrEnum


class Tidying(StrEnum):
    """A change of spelling that leaves the meaning beyond doubt."""

    FULL_WIDTH = "full_width"
    SPACES = "spaces"
    QUOTES = "quotes"
    LETTER_CASE = "letter_case"
    SEPARATORS = "separators"
    COUNTRY_CODE = "country_code"
    NUMBER_CELL = "number_cell"
    SPELLING = "spelling"
    DATE_FORM = "date_form"
    SERIAL_DATE = "serial_date"
    TIME_DROPPED = "time_dropped"
    MIDDLE_DOT = "middle_dot"
    CONFIRMED = "confirmed"


TIDYING_MESSAGES: dict[Tidying, str] = {
    Tidying.FULL_WIDTH: "full-width characters made half-width",
    Tidying.SPACES: "blanks removed",
    Tidying.QUOTES: "quotation mark removed",
    Tidying.LETTER_CASE: "letter made a capital",
    Tidying.SEPARATORS: "separators removed",
    Tidying.COUNTRY_CODE: "country code removed",
    Tidying.NUMBER_CELL: "number cell read as text",
    Tidying.SPELLING: "standard spelling used",
    Tidying.DATE_FORM: "date brought into the usual form",
    Tidying.SERIAL_DATE: "spreadsheet day number read as a date",
    Tidying.TIME_DROPPED: "time of day left out",
    Tidying.MIDDLE_DOT: "middle dot unified",
    Tidying.CONFIRMED: "confirmed by another cell of the row",
}


class Problem(StrEnum):
    """Why a cell cannot simply be taken."""

    # any cell
    CELL_ERROR = "cell_error"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    CHARACTER_LOST = "character_lost"
    # identity and roll numbers
    DIGITS_LOST = "digits_lost"
    LAST_DIGITS_ZERO = "last_digits_zero"
    MAYBE_LAST_DIGITS_ZERO = "maybe_last_digits_zero"
    MAYBE_WAS_NUMBER = "maybe_was_number"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WRONG_CHARACTERS = "wrong_characters"
    LOOKALIKE_CHARACTERS = "lookalike_characters"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    UNKNOWN_DIVISION = "unknown_division"
    IMPOSSIBLE_BIRTH_DATE = "impossible_birth_date"
    OLD_IDENTITY_NUMBER = "old_identity_number"
    ROLL_PREFIX_MISSING = "roll_prefix_missing"
    ROLL_PREFIX_UNKNOWN = "roll_prefix_unknown"
    UNKNOWN_SCHOOL_CATEGORY = "unknown_school_category"
    # what disagrees within a row
    BIRTH_DATE_DISAGREES = "birth_date_disagrees"
    SEX_DISAGREES = "sex_disagrees"
    IDENTITY_DISAGREES = "identity_disagrees"
    GRADE_DISAGREES = "grade_disagrees"
    # names
    NAME_HAS_DIGITS = "name_has_digits"
    NAME_HAS_NOTE = "name_has_note"
    NAME_HAS_RADICALS = "name_has_radicals"
    NAME_HAS_SYMBOLS = "name_has_symbols"
    NAME_TOO_SHORT = "name_too_short"
    NAME_TOO_LONG = "name_too_long"
    NAME_IS_PLACEHOLDER = "name_is_placeholder"
    NAME_GARBLED = "name_garbled"
    # phones
    SEVERAL_PHONES = "several_phones"
    PHONE_UNREADABLE = "phone_unreadable"
    AREA_CODE_MISSING = "area_code_missing"
    PHONE_HAS_NOTE = "phone_has_note"
    # dates
    DATE_UNREADABLE = "date_unreadable"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    DATE_ORDER_UNCLEAR = "date_order_unclear"
    YEAR_TWO_DIGITS = "year_two_digits"
    MONTH_UNCLEAR = "month_unclear"
    DAY_NUMBER = "day_number"
    # classes
    CLASS_UNREADABLE = "class_unreadable"
    CLASS_BECAME_DATE = "class_became_date"
    CLASS_UNCLEAR = "class_unclear"
    CLASS_NUMBER_MISSING = "class_number_missing"
    GRADE_MISSING = "grade_missing"
    GRADE_UNREADABLE = "grade_unreadable"
    GRADE_UNCLEAR = "grade_unclear"
    # lists of known words
    UNKNOWN_WORD = "unknown_word"


PROBLEM_MESSAGES: dict[Problem, str] = {
    Problem.CELL_ERROR: (
        "The formula in this cell failed: the sheet shows “%(error)s” instead of a value. Type the value, "
        "or mend the formula and upload the file again."
    ),
    Problem.FORMULA_WITHOUT_VALUE: (
        "The cell holds a formula without its value, as files made by programs do. "
        "Open the file in a spreadsheet program, save it, and upload it again."
    ),
    Problem.DIGITS_LOST: (
        "The spreadsheet stored this as a number and the last digits are lost. "
        "Copy the number again from the document, into a cell of type text."
    ),
    Problem.LAST_DIGITS_ZERO: (
        "The last three digits are 0: a spreadsheet has cut the number after 15 digits. "
        "Copy it again from the document, into a cell of type text."
    ),
    Problem.MAYBE_LAST_DIGITS_ZERO: (
        "The number ends in 000, as a spreadsheet leaves of a cut number, and others of this column were cut. "
        "Compare it with the document."
    ),
    Problem.MAYBE_WAS_NUMBER: (
        "Many numbers of this column went through a number cell, so the last digits may be wrong. "
        "Compare it with the document."
    ),
    Problem.CHARACTER_LOST: (
        "A character of this cell was lost or is a private one, which looks different on every computer. Type it again."
    ),
    Problem.TOO_SHORT: "%(length)s characters instead of %(expected)s: digits are missing.",
    Problem.TOO_LONG: "%(length)s characters instead of %(expected)s.",
    Problem.WRONG_CHARACTERS: "Contains characters that such a number cannot have.",
    Problem.LOOKALIKE_CHARACTERS: "Contains a character that only looks like a digit or X.",
    Problem.WRONG_CHECK_DIGIT: (
        "The check digit does not fit: at least one digit is wrong. Compare it with the document."
    ),
    Problem.UNKNOWN_DIVISION: "No administrative division begins with %(prefix)s.",
    Problem.IMPOSSIBLE_BIRTH_DATE: "The birth date within the number is impossible.",
    Problem.OLD_IDENTITY_NUMBER: "Old number of 15 digits. Check the proposed number of 18 digits.",
    Problem.ROLL_PREFIX_MISSING: "The leading letter of the roll number (G, J or L) is missing.",
    Problem.ROLL_PREFIX_UNKNOWN: "A roll number begins with G, J or L.",
    Problem.UNKNOWN_SCHOOL_CATEGORY: "No school category begins with %(prefix)s.",
    Problem.BIRTH_DATE_DISAGREES: "The birth date differs from the one in the identity number.",
    Problem.SEX_DISAGREES: "The sex differs from the one in the identity number.",
    Problem.IDENTITY_DISAGREES: "The roll number contains another identity number.",
    Problem.GRADE_DISAGREES: "The class names another grade than the grade column.",
    Problem.NAME_HAS_DIGITS: "A name cannot contain digits.",
    Problem.NAME_HAS_NOTE: "There is a note in brackets after the name.",
    Problem.NAME_HAS_RADICALS: (
        "“%(signs)s” only looks like an ordinary character, as copying from a PDF brings about. "
        "Searching would never find this name."
    ),
    Problem.NAME_HAS_SYMBOLS: "A name cannot contain “%(symbols)s”.",
    Problem.NAME_TOO_SHORT: "The name has one character only.",
    Problem.NAME_TOO_LONG: "The name is longer than %(limit)s characters.",
    Problem.NAME_IS_PLACEHOLDER: "This is a placeholder, not a name.",
    Problem.NAME_GARBLED: ("A character of the name was lost or is a private one. Type the name again."),
    Problem.SEVERAL_PHONES: "There is more than one phone number in the cell.",
    Problem.PHONE_UNREADABLE: "This is not a phone number.",
    Problem.AREA_CODE_MISSING: "The area code is missing.",
    Problem.PHONE_HAS_NOTE: "There is more than the phone number in the cell.",
    Problem.DATE_UNREADABLE: "This is not a date. Write it like 2015-09-01.",
    Problem.DATE_IMPOSSIBLE: "This day does not exist in the calendar.",
    Problem.DATE_OUT_OF_RANGE: "The date lies outside %(earliest)s to %(latest)s.",
    Problem.DATE_ORDER_UNCLEAR: "It is not clear which number is the month and which is the day.",
    Problem.YEAR_TWO_DIGITS: "The year has two digits only.",
    Problem.MONTH_UNCLEAR: "A spreadsheet turns 10 after the point into 1: January or October?",
    Problem.DAY_NUMBER: "This looks like the day number of a spreadsheet.",
    Problem.CLASS_UNREADABLE: "This is not a class that can be recognised.",
    Problem.CLASS_BECAME_DATE: "The spreadsheet has turned the class into a date.",
    Problem.CLASS_UNCLEAR: "This class can be understood in more than one way.",
    Problem.CLASS_NUMBER_MISSING: "The number of the class is missing.",
    Problem.GRADE_MISSING: "The grade of the class is missing.",
    Problem.GRADE_UNREADABLE: "This is not a grade.",
    Problem.GRADE_UNCLEAR: "This grade can be understood in more than one way.",
    Problem.UNKNOWN_WORD: "This is none of the known values.",
}
