"""What the processes of a test run share is made once, and lasts as long as anybody uses it."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from pathlib import Path

from santong.kit.testing.sharing import first, shared


def use(folder: Path, all_in: Barrier, seconds: float) -> None:
    @contextmanager
    def make() -> Iterator[str]:
        (folder / "log").open("a").write("made ")
        yield str(os.getpid())
        (folder / "log").open("a").write("ended ")

    with shared(folder / "thing", make):
        all_in.wait()
        time.sleep(seconds)
        (folder / "log").open("a").write("used ")


def test_it_is_made_once_and_outlasts_its_maker(tmp_path):
    all_in = multiprocessing.Barrier(3)
    users = [multiprocessing.Process(target=use, args=(tmp_path, all_in, seconds)) for seconds in (0.0, 0.2, 0.4)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert (tmp_path / "log").read_text().split() == ["made", "used", "used", "used", "ended"]


def test_only_the_first_to_ask_is_told_so(tmp_path):
    assert [first(tmp_path, name) for name in ("/a/", "/b/", "/a/")] == [True, True, False]
