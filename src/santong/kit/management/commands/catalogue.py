"""`santong catalogue CODE`: make or refresh the catalogue of a further language of the interface."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.management.base import BaseCommand, CommandError

from santong.kit.languages.brought import catalogue_of, is_code
from santong.kit.languages.compiling import compile_brought, faults_in
from santong.kit.languages.gathering import update


class Command(BaseCommand):
    help = "Make or refresh the catalogue of a further language (bo, kk, mn, ug …); translate it, then start again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="code of the language, as in ISO 639: bo, kk, mn, ug …")
        parser.add_argument("--name", default="", help="what the language calls itself")
        parser.add_argument("--rtl", action="store_true", help="it is written from right to left")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["code"]
        if not is_code(code):
            raise CommandError(f"{code!r} is no code of a further language: small letters, such as bo, kk, mn or ug.")
        known: dict[str, Any] = LANG_INFO.get(code, {})
        name = options["name"] or known.get("name_local", "")
        if not name:
            raise CommandError(f"Nobody here knows what {code} calls itself: say it with --name.")
        path = catalogue_of(settings.LANGUAGES_FOLDER, code)
        try:
            catalogue = update(path, code, name, is_rtl=options["rtl"] or bool(known.get("bidi")))
        except OSError as problem:
            raise CommandError(str(problem)) from problem
        compile_brought(settings.LANGUAGES_FOLDER)
        for fault in faults_in(settings.LANGUAGES_FOLDER):
            self.stderr.write(str(fault))
        said, all_of_them = len(catalogue.translated_entries()), len([e for e in catalogue if not e.obsolete])
        self.stdout.write(f"{path}\n{said} of {all_of_them} translated; what is missing shows in Chinese.")
