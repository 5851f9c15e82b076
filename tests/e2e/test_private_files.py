"""What the demonstration writes is for its own user."""

from __future__ import annotations

from pathlib import Path

import pytest

from santong.kit.testing.private import loose


@pytest.mark.only_on("sqlite")
def test_nobody_else_reads_what_the_demonstration_writes(demo_home: Path):
    assert (demo_home / "db.sqlite3").exists()
    assert loose(demo_home) == []
