"""`santong export LIST FILE`: any list of the platform as a file, every row of it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import HttpRequest, QueryDict
from django.urls import URLPattern, URLResolver, get_resolver

from santong.kit.access import SYSTEM
from santong.kit.pages import ModelPages
from santong.kit.pages.exports import write_csv, write_xlsx

UNUSABLE = 2
WRITERS = {".csv": write_csv, ".xlsx": write_xlsx}


class Command(BaseCommand):
    help = "Write a list to a .csv or .xlsx file. Without arguments: name the lists."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("list", nargs="?", help="the list's name")
        parser.add_argument("file", nargs="?", type=Path, help="where to write; the ending chooses the format")
        parser.add_argument(
            "--filter", default="", metavar="QUERY", help="as in the list's address: kind=school&sort=name"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lists = {pages.name: pages for pages in declared_pages(get_resolver()) if pages.export}
        name, path = options["list"], options["file"]
        if name is None:
            self.stdout.write("\n".join(sorted(lists)))
        elif name not in lists:
            raise CommandError(f"There is no list {name!r}; there are: {', '.join(sorted(lists))}", returncode=UNUSABLE)
        elif path is None or path.suffix not in WRITERS:
            raise CommandError("Name a file that ends in .csv or .xlsx", returncode=UNUSABLE)
        else:
            self.write(lists[name], path, options["filter"])

    def write(self, pages: ModelPages, path: Path, query: str) -> None:
        """Every row that the query selects."""
        request: Any = HttpRequest()
        request.viewer, request.GET = SYSTEM, QueryDict(query)
        try:
            with path.open("w+b") as file:
                WRITERS[path.suffix](pages.objects(request).exported(), file)
        except OSError as error:
            raise CommandError(f"{path} can't be written: {error.strerror}", returncode=UNUSABLE) from error
        self.stdout.write(f"{path}")


def declared_pages(resolver: URLResolver) -> Iterator[ModelPages]:
    """Every declared list, as the addresses know them."""
    found: dict[int, ModelPages] = {}
    waiting: list[URLPattern | URLResolver] = list(resolver.url_patterns)
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLResolver):
            waiting += each.url_patterns
        elif isinstance(pages := each.default_args.get("pages"), ModelPages):
            found[id(pages)] = pages
    return iter(found.values())
