"""What people might try to smuggle into a formula: nothing of it is ever run."""

from __future__ import annotations

import builtins

import pytest

from santong.lib.formulas import FormulaError, Kind, of_row, read

NAMES = {"x": Kind.NUMBER, "t": Kind.TEXT}
PAYLOADS = (
    "__import__('os').system('id')", "eval('1')", "exec('x=1')", "open('/etc/passwd')", "x.__class__", "x.real",
    "().__class__.__bases__[0]", "[].append(1)", "{}", "{x}", "{{x}}", "{% x %}", "lambda: 1", "lambda x: x",
    "x if x else 1", "[x for x in (1,)]", "x := 1", "x = 1; x", "x; DROP TABLE t", "x -- comment", "x /* y */",
    "x' OR '1'='1", "\" OR 1=1 --", "UNION SELECT 1", "SELECT 1", "x::text", "x || 'a'", "'a' + 'b'", "'a' * 9",
    "x ** 9", "9 ** 9 ** 9", "9^9", "x << 9", "~x", "x & 1", "x | 1", "x[0]", "x['a']", "t[0:1]", "f'{x}'", "b'a'",
    "`id`", "$(id)", "${x}", "%x", "@x", "#x", "\\x", "x\x00", "globals()", "locals()", "vars()", "getattr(x, 'y')",
    "print(x)", "input()", "import os", "yield x", "await x", "raise x", "assert x", "del x", "while 1: x",
    "for i in x: i", "def f(): x", "class A: x", "try: x", "with x: x", "return x", "pass", "None", "True.real",
    "1e999", "1_000", "0x10", "0b1", "1j", "nan", "inf", "SLEEP(9)", "pg_sleep(9)", "load_extension('x')",
    "readfile('x')", "COPY t TO 'x'", "xp_cmdshell('x')", "random()", "now()", "REPEAT('a', 999999999)",
    "CONCAT('a', 'b')", "substring(t, 1, 2)", "求和(x, x, x)", "求和()", "如果()", "如果(x)", "((((", "))))",
    ",,,,", "''''", "\"", "'", "“", "x\ny", "x\r\n;y", "\u202ex", "x\ufeff + ;",
)  # fmt: skip
WRAPPED = ("{}", "如果(x > 0, {}, 1)", "求和({})")


def test_there_are_enough():
    assert len(PAYLOADS) * len(WRAPPED) >= 200


@pytest.mark.parametrize("wrapped", WRAPPED)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_is_run(payload, wrapped, monkeypatch):
    def ran(*_args, **_kwargs):
        raise AssertionError("something was run")

    for name in ("eval", "exec", "open", "input"):
        monkeypatch.setattr(builtins, name, ran)
    with pytest.raises(FormulaError):
        read(wrapped.format(payload) if payload != "{}" else wrapped.replace("{}", payload), NAMES)


def test_a_comment_sign_is_only_two_minus_signs():
    assert of_row(read("x --1", NAMES), {"x": 2.0}) == 3
