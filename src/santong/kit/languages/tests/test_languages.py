"""A region's own languages: found, gathered, compiled; what would break a page is left out and said."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from santong.kit.languages.brought import Brought, catalogue_of, languages_in
from santong.kit.languages.compiling import compile_brought, faults_in, why_unusable
from santong.kit.languages.gathering import sayings, update
from santong.kit.testing.pseudo import write_pseudo

SHOW = """import django; django.setup()
from django.conf import settings
from django.template import Context, Template
from django.utils import translation
translation.activate("kk")
page = "{% load i18n %}{% get_current_language_bidi as r %}{% translate 'Save' %}|{% translate 'Cancel' %}|{{ r }}"
print(dict(settings.LANGUAGES)["kk"], Template(page).render(Context()), sep="|")
"""


def entry(msgid: str, msgstr: str, plural: str = "", plurals: dict[int, str] | None = None) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, msgid_plural=plural, msgstr_plural=plurals or {})


def translate(path: Path, **words: str) -> None:
    catalogue = polib.pofile(str(path))
    for each in catalogue:
        each.msgstr = words.get(each.msgid, each.msgstr)
    catalogue.save(str(path))


def test_a_region_that_brings_nothing_has_two_languages():
    assert not languages_in(Path("/nowhere"))
    assert [code for code, _name in settings.LANGUAGES] == ["zh-hans", "en"]


def test_a_new_catalogue_holds_all_that_is_said_with_its_chinese(tmp_path: Path):
    catalogue = update(catalogue_of(tmp_path, "bo"), "bo", "བོད་སྐད་", is_rtl=False)
    assert len(catalogue) == len({(each.msgid, each.msgctxt) for each in sayings()}) > 1000
    saved = polib.pofile(str(tmp_path / "bo" / "LC_MESSAGES" / "django.po"))
    save = next(each for each in saved if each.msgid == "Save" and not each.msgctxt)
    assert save.comment.splitlines()[-1] == "保存"
    assert languages_in(tmp_path) == [Brought("bo", "བོད་སྐད་")]


def test_name_and_direction_come_from_the_header_or_are_known(tmp_path: Path):
    for code, name, is_rtl in (("ug", "ئۇيغۇرچە", True), ("kk", "Қазақ", False)):
        update(catalogue_of(tmp_path, code), code, name, is_rtl=is_rtl)
    bare = catalogue_of(tmp_path, "ar")
    bare.parent.mkdir(parents=True)
    bare.write_text('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n', "utf-8")
    found = {each.code: (each.name, each.is_rtl) for each in languages_in(tmp_path)}
    assert found == {"ug": ("ئۇيغۇرچە", True), "kk": ("Қазақ", False), "ar": ("العربيّة", True)}


def test_what_was_translated_stays_when_the_catalogue_is_refreshed(tmp_path: Path):
    path = catalogue_of(tmp_path, "kk")
    update(path, "kk", "Қазақ", is_rtl=False)
    translate(path, Save="Сақтау")
    gone = polib.pofile(str(path))
    gone.append(entry("No longer said", "Бұрынғы"))
    gone.save(str(path))
    again = update(path, "kk", "Қазақ", is_rtl=False)
    assert [each.msgstr for each in again if each.msgid == "Save" and not each.msgctxt] == ["Сақтау"]
    assert [each.obsolete for each in again if each.msgid == "No longer said"] == [True]


@pytest.mark.parametrize(
    ("translation", "why"),
    [
        (entry("Save", "Сақтау"), ""),
        (entry("%(n)s of %(all)s", "%(all)s ішінен %(n)s"), ""),
        (entry("%(n)s of %(all)s", "%(n)s"), "it must have %(all)s, %(n)s"),
        (entry("%(n)s rows", "%(rows)s"), "it must have %(n)s"),
        (entry("%(n)s rows", "%(n)s %"), "per cent"),
        (entry("%(n)s rows", "%(n)s 100%% "), ""),
        (entry("Save", "%(n)s"), "no placeholders"),
        (entry("100 % of it", "100 % оның"), ""),
        (entry("Read <b>this</b>", "<b>Мынаны</b> оқы"), ""),
        (entry("Read this", "<script>alert(1)</script>"), "markup"),
        (entry("Read this", "<IMG src=x onerror=y>"), "markup"),
        (entry("{count} left", "қалды"), "it must have {count}"),
        (entry("One row", "", "%(n)s rows", {0: "Бір жол", 1: "%(n)s жол"}), ""),
        (entry("One row", "", "%(n)s rows", {0: "Бір жол", 1: "%(x)s жол"}), "it must have"),
    ],
)
def test_a_translation_that_would_break_a_page_is_unusable(translation: polib.POEntry, why: str):
    found = why_unusable(translation)
    assert (why in found) if why else not found


def test_what_is_unusable_is_left_out_and_told_with_its_line(tmp_path: Path):
    path = catalogue_of(tmp_path, "kk")
    update(path, "kk", "Қазақ", is_rtl=False)
    translate(path, Save="Сақтау", Cancel="%(gone)s")
    compile_brought(tmp_path)
    (fault,) = faults_in(tmp_path)
    assert fault.text == "Cancel" and polib.pofile(str(path)).find("Cancel").linenum == fault.line
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    assert compiled.find("Save").msgstr == "Сақтау" and compiled.find("Cancel") is None


@pytest.mark.parametrize("content", [b"\xff\xfe\x00m", b"this is no catalogue"])
def test_a_file_that_is_no_catalogue_is_told(tmp_path: Path, content: bytes):
    path = catalogue_of(tmp_path, "kk")
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    compile_brought(tmp_path)
    (fault,) = faults_in(tmp_path)
    assert str(path) in str(fault)


def test_the_interface_speaks_it_and_falls_back_to_chinese(tmp_path: Path):
    path = catalogue_of(tmp_path / "locale", "kk")
    update(path, "kk", "Қазақ", is_rtl=False)
    translate(path, Save="Сақтау")
    compile_brought(tmp_path / "locale")
    environment = {**os.environ, "SANTONG_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "santong.config.settings"}
    shown = subprocess.run([sys.executable, "-c", SHOW], env=environment, check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "Қазақ|Сақтау|取消|False"


def test_a_language_that_nobody_speaks_is_whole(tmp_path: Path):
    write_pseudo(tmp_path, "ug", "ئۇيغۇرچە", is_rtl=True)
    assert not [each for each in polib.pofile(str(catalogue_of(tmp_path, "ug"))) if not each.translated()]
    assert not list(faults_in(tmp_path))


class TestCommand:
    @pytest.fixture(autouse=True)
    def folder(self, settings, tmp_path: Path) -> None:
        settings.LANGUAGES_FOLDER = tmp_path

    def run(self, *arguments: str) -> str:
        out = StringIO()
        call_command("catalogue", *arguments, stdout=out, stderr=out)
        return out.getvalue()

    def test_it_says_where_the_catalogue_is_and_what_is_translated(self, tmp_path: Path):
        said = self.run("ug")
        assert str(catalogue_of(tmp_path, "ug")) in said and "\n0 of " in said
        assert languages_in(tmp_path)[0].is_rtl

    def test_it_tells_what_is_wrong(self, tmp_path: Path):
        self.run("kk")
        translate(catalogue_of(tmp_path, "kk"), Save="<b>x</b>")
        assert "markup" in self.run("kk")

    @pytest.mark.parametrize("arguments", [("../etc",), ("en",), ("KK",), ("bo",)])
    def test_it_refuses_what_is_no_language_or_has_no_name(self, arguments: tuple[str, ...]):
        with pytest.raises(CommandError):
            self.run(*arguments)
