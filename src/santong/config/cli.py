"""The `santong` command: our own commands, then Django's."""

from __future__ import annotations

import os
import sys

from santong.config.environment import ConfigurationError


def main() -> None:
    """Run a command; a setting that can't be used is one sentence and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "santong.config.settings")
    try:
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
