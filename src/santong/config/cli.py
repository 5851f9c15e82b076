"""The `santong` command: our own commands, then Django's.

`serve` and `demo` only watch other processes, so they must not load Django.
"""

from __future__ import annotations

import os
import sys

from santong.lib.processes import keep_files_private


def main() -> None:
    """Run a command; a setting that can't be used is one sentence and exit code 2."""
    keep_files_private()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "santong.config.settings")
    name, rest = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if name == "serve":
        from santong.config import serve  # without Django

        sys.exit(serve.main(rest))
    if name == "demo":
        from santong.config import demo  # without Django

        sys.exit(demo.main(rest))
    with_django(name, rest)


def with_django(name: str, rest: list[str]) -> None:
    """The commands that need the settings."""
    from santong.config.environment import ConfigurationError

    try:
        if name == "doctor":
            from santong.config import doctor  # reports wrong settings itself

            sys.exit(doctor.main(rest))
        if name == "bench":
            from santong.config import bench

            sys.exit(bench.main(rest))
        run(sys.argv)
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def run(arguments: list[str]) -> None:
    """Hand the arguments to Django."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()
