"""The map says of every module what it says of itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_table_of_modules_is_made_from_the_modules():
    found = subprocess.run(
        [sys.executable, ROOT / "scripts" / "map_modules.py", "--check"], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
