"""What a document must hold to be found: tokens joined by "and" and "or"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """Holds this token."""

    text: str


@dataclass(frozen=True, slots=True)
class All:
    """Holds all parts."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Holds at least one part."""

    parts: tuple[Expression, ...]


Expression = Token | All | Some


def every(parts: Iterable[Expression]) -> Expression:
    """All parts, without needless brackets."""
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else All(found)


def some(parts: Iterable[Expression]) -> Expression:
    """One of the parts, without needless brackets."""
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else Some(found)


def tokens(texts: Iterable[str]) -> list[Expression]:
    """A token for each text."""
    return [Token(text) for text in texts]


def written(expression: Expression, *, quote: Callable[[str], str], conjunction: str, disjunction: str) -> str:
    """The expression in an engine's own language."""
    if isinstance(expression, Token):
        return quote(expression.text)
    sign = conjunction if isinstance(expression, All) else disjunction
    parts = (written(part, quote=quote, conjunction=conjunction, disjunction=disjunction) for part in expression.parts)
    return "(" + sign.join(parts) + ")"
