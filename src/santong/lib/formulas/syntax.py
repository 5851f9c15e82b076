"""The grammar of formulas: from text to tree."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken, VisitError

from santong.lib.formulas.functions import OF_SEVERAL, WORDS
from santong.lib.formulas.problems import FormulaError, Trouble
from santong.lib.formulas.tree import Call, Literal, Name, Node, Place

GRAMMAR = r"""
start: either
?either: both (OR both)*
?both: compared (AND compared)*
?compared: added (COMPARE added)? | added IN "(" added ("," added)* ")" -> among
?added: multiplied (ADD multiplied)*
?multiplied: signed (MULTIPLY signed)*
?signed: MINUS signed -> negative | NOT signed -> negated | value
?value: NUMBER -> number | TEXT -> text | TRUTH -> truth | BRACKETED -> bracketed
      | WORD "(" either ("," either)* ")" -> call | WORD -> name | "(" either ")"

AND: /(且|and)(?![\w])/i
OR: /(或|or)(?![\w])/i
IN: /(属于|in)(?![\w])/i
NOT.3: /(非|not)(?![\w(])/i
TRUTH.3: /(真|假|是|否|true|false)(?![\w(])/i
MINUS.2: "-"
ADD: "+" | "-"
MULTIPLY: "*" | "/"
COMPARE: "<=" | ">=" | "<>" | "!=" | "==" | "=" | "<" | ">"
NUMBER.2: /\d+(\.\d+)?%?(?![\w.])/
TEXT: /"[^"\n]*"|'[^'\n]*'/
BRACKETED: /\[[^\[\]\n]+\]/
WORD: /[^\W\d][\w·]*/
%ignore /\s+/
"""
SIGNS = {"=": "equal", "==": "equal", "<>": "unequal", "!=": "unequal", "<": "less", "<=": "at_most", ">": "more"}
SIGNS |= {">=": "at_least", "+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
WIDE = str.maketrans("（），；＋－−＊×／÷＝＜＞％［］．", "(),,+--**//=<>%[].")
WIDE_PAIRS = {"≤": "<=", "≥": ">=", "≠": "<>"}
QUOTES = {"“": "”", "‘": "’", '"': '"', "'": "'", "「": "」"}
LARGEST = 1e12
TRUE = frozenset({"真", "是", "TRUE"})


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer="contextual", propagate_positions=True)


def parse(text: str) -> Node:
    """The tree of a formula; raises `FormulaError` with the place of what isn't understood."""
    plain, columns = _plain(text)
    try:
        found: Node = _Builder().transform(_parser().parse(plain))
    except UnexpectedCharacters as problem:
        place = _moved(Place(problem.line, problem.column), columns)
        raise FormulaError(Trouble.CHARACTER, place, word=text[columns[problem.pos_in_stream or 0]]) from None
    except UnexpectedToken as problem:
        raise _unexpected(problem, columns) from None
    except UnexpectedEOF:
        raise FormulaError(Trouble.ENDS_EARLY) from None
    except VisitError as problem:
        raise problem.orig_exc from None
    return found


def _unexpected(problem: UnexpectedToken, columns: list[int]) -> FormulaError:
    if problem.token.type == "$END":
        return FormulaError(Trouble.ENDS_EARLY)
    return FormulaError(Trouble.SYNTAX, _moved(Place(problem.line, problem.column), columns), word=str(problem.token))


def _moved(place: Place, columns: list[int]) -> Place:
    """A place in the text as people typed it: signs such as ≤ are two characters for the parser."""
    if place.line != 1 or not 0 < place.column <= len(columns):
        return place
    return Place(1, columns[place.column - 1] + 1)


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with its full-width signs made plain outside quotation marks, and where each character stood."""
    plain: list[str] = []
    columns: list[int] = []
    closing = ""
    for position, character in enumerate(text):
        written, closing = _plain_character(character, closing)
        plain.append(written)
        columns += [position] * len(written)
    return "".join(plain), [*columns, len(text)]


def _plain_character(character: str, closing: str) -> tuple[str, str]:
    """How a character is read, and the quotation mark that is waited for after it."""
    if closing:
        return ('"', "") if character == closing else (character.replace('"', "'"), closing)
    if character in QUOTES:
        return '"', QUOTES[character]
    return WIDE_PAIRS.get(character, character.translate(WIDE)), ""


@v_args(meta=True)
class _Builder(Transformer[Token, Node]):
    """From the parser's tree to ours."""

    def start(self, meta: Any, children: list[Node]) -> Node:
        return children[0]

    def number(self, meta: Any, children: list[Token]) -> Node:
        word = str(children[0])
        value = float(word.rstrip("%")) / (100 if word.endswith("%") else 1)
        if value > LARGEST:
            raise FormulaError(Trouble.NUMBER_TOO_LARGE, _place(meta), word=word, most=f"{LARGEST:.0f}")
        return Literal(value, _place(meta))

    def text(self, meta: Any, children: list[Token]) -> Node:
        return Literal(str(children[0])[1:-1], _place(meta))

    def truth(self, meta: Any, children: list[Token]) -> Node:
        return Literal(str(children[0]).upper() in TRUE, _place(meta))

    def name(self, meta: Any, children: list[Token]) -> Node:
        return Name(str(children[0]), _place(meta))

    def bracketed(self, meta: Any, children: list[Token]) -> Node:
        return Name(str(children[0])[1:-1].strip(), _place(meta))

    def negative(self, meta: Any, children: list[Any]) -> Node:
        return Call("negative", (children[1],), _place(meta))

    def negated(self, meta: Any, children: list[Any]) -> Node:
        return Call("not", (children[1],), _place(meta))

    def among(self, meta: Any, children: list[Any]) -> Node:
        return Call("among", tuple(child for child in children if not isinstance(child, Token)), _place(meta))

    def call(self, meta: Any, children: list[Any]) -> Node:
        word, arguments = str(children[0]), tuple(children[1:])
        name = WORDS.get(word.upper())
        if name is None:
            raise FormulaError(Trouble.UNKNOWN_FUNCTION, _place(meta), _like(word), word=word)
        return Call(OF_SEVERAL.get(name, name) if len(arguments) > 1 else name, arguments, _place(meta))

    def either(self, meta: Any, children: list[Any]) -> Node:
        return Call("or", tuple(children[::2]), _place(meta))

    def both(self, meta: Any, children: list[Any]) -> Node:
        return Call("and", tuple(children[::2]), _place(meta))

    def compared(self, meta: Any, children: list[Any]) -> Node:
        return Call(SIGNS[str(children[1])], (children[0], children[2]), _place(meta))

    def added(self, meta: Any, children: list[Any]) -> Node:
        return _from_the_left(meta, children)

    def multiplied(self, meta: Any, children: list[Any]) -> Node:
        return _from_the_left(meta, children)


def _from_the_left(meta: Any, children: list[Any]) -> Node:
    """a - b - c is (a - b) - c."""
    found: Node = children[0]
    for sign, right in zip(children[1::2], children[2::2], strict=True):
        found = Call(SIGNS[str(sign)], (found, right), _place(meta))
    return found


def _place(meta: Any) -> Place:
    return Place(meta.line, meta.column)


def _like(word: str) -> tuple[str, ...]:
    return tuple(get_close_matches(word.upper(), WORDS, n=2, cutoff=0.5))
