"""Fold indexes and constraints of a migration into the models that it makes; give the migrations' files.

Django writes them as operations of their own where a new module's models refer to each other, and each one costs a
fresh installation a tenth of a second and more: rendering every model, and on SQLite making the table anew.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.db import migrations
from django.db.migrations.writer import MigrationWriter

FOLDED = {migrations.AddIndex: "indexes", migrations.AddConstraint: "constraints"}


def folded(operations: list[migrations.operations.base.Operation]) -> list[migrations.operations.base.Operation]:
    """The operations, with those folded whose model has all its fields when it is made."""
    made = {each.name_lower: each for each in operations if isinstance(each, migrations.CreateModel)}
    later = {each.model_name_lower for each in operations if isinstance(each, migrations.AddField)}
    left = []
    for operation in operations:
        option = FOLDED.get(type(operation))
        if option is None or operation.model_name_lower in later or operation.model_name_lower not in made:
            left.append(operation)
            continue
        own = operation.index if option == "indexes" else operation.constraint
        made[operation.model_name_lower].options.setdefault(option, []).append(own)
    return left


def _as_written(dependency: tuple[str, str]) -> tuple[str, str]:
    """That on whichever model stands for people, as a migration writes it."""
    return ("__setting__", "AUTH_USER_MODEL") if hasattr(dependency, "setting") else dependency


def main() -> None:
    """Rewrite the files named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "santong.config.settings")
    django.setup()
    for name in sys.argv[1:]:
        path = Path(name).resolve()
        module = ".".join(path.relative_to(Path("src").resolve()).with_suffix("").parts)
        found = __import__(module, fromlist=["Migration"]).Migration(path.stem, module.split(".")[-3])
        before = len(found.operations)
        found.operations = folded(found.operations)
        if len(found.operations) < before:
            found.dependencies = [_as_written(each) for each in found.dependencies]
            text = MigrationWriter(found, include_header=False).as_string()
            header = path.read_text("utf-8").split("import ")[0].split("from ")[0]
            path.write_text(header + text, encoding="utf-8")
            print(f"{name}: {before} operations became {len(found.operations)}")


if __name__ == "__main__":
    main()
