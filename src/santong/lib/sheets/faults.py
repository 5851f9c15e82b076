"""The one exception for a file that cannot be read as a sheet."""

from enum import StrEnum


class SheetFault(StrEnum):
    """Why a file was refused as a whole."""

    EMPTY_FILE = "empty_file"
    FILE_TOO_LARGE = "file_too_large"
    CONTENT_TOO_LARGE = "content_too_large"
    TOO_MANY_SHEETS = "too_many_sheets"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MUCH_TEXT = "too_much_text"
    CELL_TOO_LONG = "cell_too_long"
    PROTECTED = "protected"
    WEB_PAGE = "web_page"
    NOT_A_SHEET = "not_a_sheet"
    CORRUPT = "corrupt"
    ENCODING_UNCLEAR = "encoding_unclear"
    QUOTES_UNBALANCED = "quotes_unbalanced"
    TOO_SLOW = "too_slow"
    NO_HEADER = "no_header"


SHEET_FAULT_MESSAGES: dict[SheetFault, str] = {
    SheetFault.EMPTY_FILE: "The file is empty.",
    SheetFault.FILE_TOO_LARGE: (
        "The file has %(size)s MB, at most %(limit)s MB are read. Split it by grade or school."
    ),
    SheetFault.CONTENT_TOO_LARGE: (
        "Unpacked, the file would need more than %(limit)s MB. Copy the cells with content into a new file."
    ),
    SheetFault.TOO_MANY_SHEETS: (
        "The file has %(count)s sheets, at most %(limit)s are read. Keep those with the list in a file of their own."
    ),
    SheetFault.TOO_MANY_ROWS: (
        "The sheet “%(sheet)s” reaches to row %(count)s, at most %(limit)s rows are read. Split it."
    ),
    SheetFault.TOO_MANY_COLUMNS: (
        "The sheet “%(sheet)s” reaches to column %(count)s, at most %(limit)s columns are read. "
        "Delete the columns that are not needed."
    ),
    SheetFault.TOO_MUCH_TEXT: (
        "The cells hold more than %(limit)s million characters. "
        "Delete the columns that are not needed, or split the file."
    ),
    SheetFault.CELL_TOO_LONG: (
        "The cell %(cell)s holds %(count)s characters, at most %(limit)s are read. Is it a list at all? "
        "Delete the cell, or choose another file."
    ),
    SheetFault.PROTECTED: "The file is protected by a password. Save it without one.",
    SheetFault.WEB_PAGE: (
        "This is a web page with the name of a spreadsheet. Open it in a spreadsheet program and save it as .xlsx."
    ),
    SheetFault.NOT_A_SHEET: "This is not a spreadsheet. Use .xlsx, .xls, .ods or .csv.",
    SheetFault.CORRUPT: ("The file is damaged. Open it in a spreadsheet program and save it again as .xlsx."),
    SheetFault.ENCODING_UNCLEAR: (
        "It is not clear how the text of this file is encoded. Save it as .xlsx or as CSV UTF-8."
    ),
    SheetFault.QUOTES_UNBALANCED: ("From row %(row)s on a quotation mark is not closed. Save the table as .xlsx."),
    SheetFault.TOO_SLOW: "Reading took more than %(limit)s seconds. Split the file.",
    SheetFault.NO_HEADER: (
        "No row with column headings was found. The first row of the table must name the columns, such as %(examples)s."
    ),
}


class UnreadableSheet(Exception):
    """A file that was refused; ``arguments`` fill the message of ``fault``."""

    def __init__(self, fault: SheetFault, **arguments: str) -> None:
        super().__init__(SHEET_FAULT_MESSAGES[fault] % arguments)
        self.fault = fault
        self.arguments = arguments
