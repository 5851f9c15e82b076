"""Seals: whoever has the export can compute them again, and any change of a content shows."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from santong.domains.governance.reports.sealing import FORMAT, canonical, faults_in, seal_of

PLAIN = st.recursive(
    st.text(max_size=12) | st.integers(-(10**9), 10**9) | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
CONTENTS = st.dictionaries(st.text(min_size=1, max_size=6), PLAIN, max_size=6)


def _export(*contents: dict[str, Any]) -> dict[str, Any]:
    return {"format": FORMAT, "editions": [{"seal": seal_of(each), "content": each} for each in contents]}


SCHOOL = {"place": "湖滨小学", "period": "2026-10", "values": [{"code": "A1", "value": "100"}], "covers": []}
COUNTY = {"place": "云州区", "period": "2026-10", "values": [{"code": "A1", "value": "100"}],
          "covers": [{"place": "湖滨小学", "seal": seal_of(SCHOOL)}]}  # fmt: skip


@UNHURRIED
@given(CONTENTS)
def test_a_seal_is_the_same_after_json_has_carried_the_content(content: dict[str, Any]) -> None:
    carried = json.loads(json.dumps(content))
    assert seal_of(dict(reversed(list(carried.items())))) == seal_of(content)


@UNHURRIED
@given(CONTENTS, CONTENTS)
def test_different_contents_have_different_seals(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (canonical(one) == canonical(other)) == (seal_of(one) == seal_of(other))


@UNHURRIED
@given(st.floats(allow_nan=True, allow_infinity=True) | st.none())
def test_what_programs_read_differently_is_never_sealed(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical({"values": [{"value": value}]})


def test_an_export_whose_seals_hold() -> None:
    assert faults_in(_export(COUNTY, SCHOOL)) == []


@pytest.mark.parametrize("number", [0, 1])
def test_a_changed_figure_is_found_wherever_it_stands(number: int) -> None:
    export = deepcopy(_export(COUNTY, SCHOOL))
    export["editions"][number]["content"]["values"][0]["value"] = "101"
    assert len(faults_in(export)) == 1


def test_who_changes_figure_and_seal_below_is_found_above() -> None:
    changed = {**SCHOOL, "values": [{"code": "A1", "value": "101"}]}
    assert faults_in(_export(COUNTY, changed)) == [
        "云州区 2026-10: the report of 湖滨小学 that it covers isn't in the file"
    ]


@pytest.mark.parametrize("export", [{}, {"format": FORMAT}, {"format": FORMAT, "editions": []},
                                    {"format": "x", "editions": [1]}, {"format": FORMAT, "editions": [1]},
                                    {"format": FORMAT, "editions": [{"seal": "x"}]}])  # fmt: skip
def test_what_is_no_export_is_refused(export: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"export|content"):
        faults_in(export)


def test_the_command_recomputes(tmp_path: Path) -> None:
    file, said = tmp_path / "report.json", StringIO()
    file.write_text(json.dumps(_export(COUNTY, SCHOOL), ensure_ascii=False), encoding="utf-8")
    call_command("verify_report", str(file), stdout=said)
    assert said.getvalue().strip() == "2 seals hold"
    file.write_text(json.dumps(_export(COUNTY)), encoding="utf-8")
    with pytest.raises(CommandError, match="湖滨小学"):
        call_command("verify_report", str(file))


@pytest.mark.parametrize("text", ["", "[]", "{}", "nothing"])
def test_the_command_says_what_it_cannot_read(tmp_path: Path, text: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"report\.json"):
        call_command("verify_report", str(file))


def test_the_handbook_recipe_gives_the_same_without_the_product(tmp_path: Path) -> None:
    program = (
        "import json,sys,hashlib\n"
        "for e in json.load(open(sys.argv[1], encoding='utf-8'))['editions']:\n"
        "    text = json.dumps(e['content'], sort_keys=True, separators=(',', ':'), ensure_ascii=False)\n"
        "    print(hashlib.sha256(text.encode()).hexdigest() == e['seal'])\n"
    )
    file = tmp_path / "report.json"
    file.write_text(json.dumps(_export(COUNTY, SCHOOL), indent=1), encoding="utf-8")
    found = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True", "True"]
