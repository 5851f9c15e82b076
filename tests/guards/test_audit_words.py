"""Every action that the code names for the audit record has words, and every word an action.

`named` itself refuses a name that nobody declares; this finds those that no test comes past, and words left over.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import get_resolver

import santong
from santong.kit.audit import BACK, Action, UnknownAction, action_named, named
from santong.kit.registry import registry
from santong.kit.steps import every_step

PACKAGE = Path(santong.__path__[0])
DECLARING = ("module.py", "audit.py")
ANY = "[a-z_]*"


def named_in_the_code() -> Iterator[tuple[str, str]]:
    """Where and what: names as they stand in calls of `named` and in `verb=`, put-together ones as patterns; steps."""
    get_resolver().url_patterns  # noqa: B018  (loads every page, and so every step)
    for each in every_step():
        if ".tests." not in each.body.__module__:
            yield repr(each), re.escape(each.name)
    for path in sorted(PACKAGE.rglob("*.py")):
        if not {"tests", "testing"} & set(path.parts) and path.name not in DECLARING:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for value in _verbs(node):
                    for pattern in _patterns(value):
                        yield f"{path.relative_to(PACKAGE)}:{node.lineno}", pattern


def _verbs(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "verb")
        if isinstance(node.func, ast.Name) and node.func.id == "named":
            yield from node.args


def _patterns(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.IfExp):
        yield from (*_patterns(value.body), *_patterns(value.orelse))
    elif isinstance(value, ast.Subscript):
        yield from _patterns(value.value)
    elif isinstance(value, ast.Constant) and "." in str(value.value):
        yield re.escape(value.value)
    elif isinstance(value, ast.JoinedStr):
        pattern = "".join(re.escape(p.value) if isinstance(p, ast.Constant) else ANY for p in value.values)
        if pattern != f"{ANY}{re.escape(BACK)}":  # any step, taken back under its own name
            yield pattern


def test_every_name_has_words():
    declared = [action.name for action in registry.of(Action)]
    assert not [
        f"{place} names {pattern!r}: declare an Action for it"
        for place, pattern in named_in_the_code()
        if not any(re.fullmatch(pattern, name) for name in declared)
    ]


def test_every_word_has_a_name():
    patterns = {pattern for _place, pattern in named_in_the_code()}
    used = [action.name for action in registry.of(Action) if not action.is_former]
    assert not [name for name in used if not any(re.fullmatch(pattern, name) for pattern in patterns)]


def test_each_module_says_the_words_of_its_own_actions():
    """A name begins with the module's, so that two never take the same; some modules name what they keep."""
    kept = {"sourcing": {"calls", "certificates", "packs", "points"}, "jobs": {"job"}}
    for module in registry.modules:
        actions = [each.name for each in module.declares if isinstance(each, Action)]
        foreign = {name.partition(".")[0] for name in actions} - kept.get(module.name, {module.name})
        assert not foreign, f"{module.name} declares actions of {foreign}"


def test_a_name_that_nobody_declares_is_refused():
    with pytest.raises(UnknownAction), named("clubs.found"):
        raise AssertionError("the writes would be recorded without words")
    with registry.declaring(Action("clubs.found", "Founded a club")), named("clubs.found"):
        assert action_named("clubs.found").label == "Founded a club"
