"""The run of all tests: what failed by accident is tried once more and named; what fails again has failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.run_tests import MOST_AGAIN, Outcome, once_more, read

pytestmark = pytest.mark.only_on("sqlite")
ROOT = Path(__file__).parents[2]
TESTS = """
from pathlib import Path

def test_accident():
    before = Path(__file__).with_suffix(".before")
    if not before.exists():
        before.touch()
        raise AssertionError("too slow")

def test_defect():
    raise AssertionError("wrong")

def test_sound():
    pass
"""


def test_an_accident_is_named_and_a_defect_fails(tmp_path: Path):
    (tmp_path / "test_tried.py").write_text(TESTS)
    outer = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    outer["PYTEST_ADDOPTS"] = f"-c {ROOT / 'pyproject.toml'} --rootdir {tmp_path} -p no:cacheprovider"
    command = [sys.executable, str(ROOT / "scripts/run_tests.py"), "--db", "sqlite", "--workers", "1", "test_tried.py"]
    done = subprocess.run(command, cwd=tmp_path, env=outer, capture_output=True, text=True, check=False)
    said = done.stdout.splitlines()
    assert done.returncode == 1, done.stdout + done.stderr
    assert said[-1] == "2 passed, 1 failed, 0 skipped"
    assert [line for line in said if line.startswith("UNSTEADY")] == [
        "UNSTEADY, failed beside others and passed alone: sqlite: test_tried.py::test_accident"
    ]
    assert "sqlite: FAILED test_tried.py::test_defect" in said


def test_many_failures_and_a_crash_are_no_accident():
    many = Outcome(5, MOST_AGAIN + 1, 0, [f"tests/test_x.py::test_{n}" for n in range(MOST_AGAIN + 1)])
    assert once_more("sqlite", many) is many
    crashed = read(["Fatal Python error: Aborted"], 134)
    assert crashed == Outcome(0, 1, 0, [])
    assert once_more("sqlite", crashed) is crashed


@pytest.mark.parametrize(
    ("word", "address", "more"),
    [
        ("FAILED", "src/a/tests/test_b.py::test_c", "@browser - AssertionError: Locator"),
        ("FAILED", "tests/test_b.py::Test::test_c[no digits of ours]", " - assert 1"),
        ("ERROR", "tests/test_b.py::test_c[a@b.c]", ""),
    ],
)
def test_a_failed_test_is_known_by_its_address(word: str, address: str, more: str):
    assert read([f"{word} {address}{more}", "1 failed, 3 passed in 2.00s"], 1) == Outcome(3, 1, 0, [address])
