"""The `santong` command: our own commands, then Django's.

`serve` and `demo` only watch other processes, so they must not load Django.
"""

from __future__ import annotations

import os
import sys
from types import MappingProxyType

from santong.lib.processes import keep_files_private

REFUSED = MappingProxyType(
    {
        "createsuperuser": "There is no superuser here: everybody has roles. Run `santong first-admin` for the first "
        "region administrator; they appoint everybody else.",
        "changepassword": "Nobody sets a password for somebody else. Whoever keeps the account prints a slip for it "
        "(Accounts); `santong first-admin` does that for region administrators of whom none can sign in.",
        "sendtestemail": "Nothing here sends mail, so there is nothing to test.",
        "db_worker": "Jobs are run by `santong worker`, which `santong serve` starts by itself.",
        "testserver": "A place to try things is `santong demo`.",
    }
)
"""Commands of Django and of libraries that can't work here, with what to do instead."""


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
    if name in REFUSED:
        print(REFUSED[name], file=sys.stderr)
        sys.exit(2)
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
        if name == "first-admin":
            from santong.config.serve import know_public_address

            know_public_address()
        run(sys.argv if name.startswith("-") else [*sys.argv[:1], *_module_of(name), *rest])
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def _module_of(name: str) -> list[str]:
    """A command's name as the file that holds it: `first-admin` stands in `first_admin.py`."""
    return [name.replace("-", "_")] if name else []


def run(arguments: list[str]) -> None:
    """Hand the arguments to Django; a database that isn't up to date is one sentence and exit code 1."""
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(arguments)
    except (OperationalError, ProgrammingError) as error:
        from santong.config.preparation import why_unusable  # reads the settings when imported

        sentence = why_unusable(error)
        if not sentence:
            raise
        print(sentence, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
