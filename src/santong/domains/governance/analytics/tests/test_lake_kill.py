"""Killed with -9 again and again, the export still puts each statement into the lake once."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from santong.domains.governance.analytics.actions.rewriting import sweep
from santong.domains.governance.analytics.models import LakeFile
from santong.domains.governance.analytics.tests.cast import in_lake, on_disk, store_as, stream

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# Each export is a process of its own, forked so that the modules are read only once.
KILLING = """
import os, random, signal, time
from django.db import connection
from santong.domains.governance.analytics.actions.exporting import export
dice, killed = random.Random(5), 0
for _ in range(12):
    connection.close()
    child = os.fork()
    if child == 0:
        export(batch=10)
        os._exit(0)
    time.sleep(dice.uniform(0.02, 0.3))
    os.kill(child, signal.SIGKILL)
    killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
export(batch=10)
print(killed)
"""


def environment() -> dict[str, str]:
    """That of a process that works on the database of this test."""
    given = connection.settings_dict
    url = f"sqlite:///{given['NAME']}"
    if connection.vendor == "postgresql":
        host = quote(given["HOST"], safe="")
        url = f"postgresql://{given['USER']}:{given['PASSWORD']}@{host}:{given['PORT']}/{given['NAME']}"
        if given["HOST"].startswith("/"):
            url = f"postgresql://{given['USER']}@:{given['PORT']}/{given['NAME']}?host={given['HOST']}"
    return {**os.environ, "DATABASE_URL": url, "LAKE_FOLDER": str(settings.LAKE_FOLDER)}


def test_kill_9_in_the_middle_loses_and_doubles_nothing(region, people):
    store_as(region["city"], stream(people, datetime(2026, 2, 1, tzinfo=UTC), 60, 600))
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM records_statement ORDER BY seq")
        stored = [seq for (seq,) in cursor.fetchall()]
    command = [sys.executable, "-m", "santong", "shell", "-v0", "-c", KILLING]
    ended = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) >= 2
    assert [fact["seq"] for fact in in_lake()] == stored
    sweep(older_than=0)
    assert len(on_disk()) == LakeFile.objects.count()
