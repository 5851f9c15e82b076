"""A small safe language for figures and conditions, with Chinese names; see the README beside this file."""

from santong.lib.formulas.evaluating import Row, Value, of_row, of_rows
from santong.lib.formulas.problems import MESSAGES, FormulaError, Trouble
from santong.lib.formulas.reading import Formula, read
from santong.lib.formulas.sql import Dialect, Sql, to_sql
from santong.lib.formulas.tree import Kind
from santong.lib.formulas.wording import in_words

__all__ = [
    "MESSAGES",
    "Dialect",
    "Formula",
    "FormulaError",
    "Kind",
    "Row",
    "Sql",
    "Trouble",
    "Value",
    "in_words",
    "of_row",
    "of_rows",
    "read",
    "to_sql",
]
