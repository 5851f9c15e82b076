"""`santong worker`: runs background jobs and starts the scheduled ones."""

from __future__ import annotations

import os
import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from santong.kit.jobs.worker import Worker
from santong.lib.processes import seldom_collect, when_orphaned


class Command(BaseCommand):
    help = "Run background jobs and start the scheduled ones, until SIGTERM"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--threads", type=int, default=2, help="jobs at the same time (default 2)")
        parser.add_argument("--drain", type=float, default=20.0, help="seconds to let running jobs end (default 20)")
        parser.add_argument("--no-scheduler", action="store_true", help="leave scheduled jobs to other workers")
        parser.add_argument("--until-empty", action="store_true", help="stop when nothing is due")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(options["threads"], drain=options["drain"], scheduler=not options["no_scheduler"])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        supervisor = os.environ.get("SANTONG_SUPERVISOR")
        if supervisor:
            when_orphaned(int(supervisor), worker.stop)
        seldom_collect()
        worker.run(until_empty=options["until_empty"])
        if worker.is_outgrown and not worker.was_stopped:
            # The same process with nothing in it: whoever watches it doesn't notice.
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606
        if not options["until_empty"]:
            # Threads of jobs that were given back must not keep the process: their leases are gone.
            os._exit(0)
