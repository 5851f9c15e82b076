"""`santong doctor` finds what is wrong and says how to mend it."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError

from santong.config import checkup, doctor, preparation
from santong.config.doctor import BAD, GOOD, OPTIONAL
from santong.config.environment import read_environment
from santong.domains.platform.identity.public import Person
from santong.lib import ffmpeg
from santong.lib.identity_numbers import make_identity_number
from santong.lib.keyrings import Keyring, new_keyring
from santong.lib.sexes import Sex

pytestmark = pytest.mark.django_db


def findings() -> dict[str, doctor.Finding]:
    return {finding.name: finding for finding in doctor.run(checkup.CHECKS)}


def test_whatever_is_not_well_says_what_to_do():
    found = findings()
    assert {"home", "disk", "keys", "database", "migrations", "cache", "files", "clock"} <= set(found)
    for finding in found.values():
        assert finding.state == GOOD or finding.mend, finding
    for name in ("home", "database", "migrations", "cache", "files", "clock", "translations"):
        assert found[name].state == GOOD, found[name]


def test_key_that_others_can_read(settings, monkeypatch, tmp_path):
    path = tmp_path / "secret.key"
    path.write_text("x")
    path.chmod(0o644)
    monkeypatch.setattr(checkup, "ENV", checkup.ENV.model_copy(update={"home": tmp_path, "secret_key": ""}))
    assert checkup.keys().mend == f"chmod 600 {path}"
    path.chmod(0o600)
    assert checkup.keys().state == GOOD


def test_a_key_file_that_was_lost_is_not_silently_replaced(settings):
    person = Person.objects.create_person(username="somebody", name="某人")
    person.set_id_number(make_identity_number("990102", date(2016, 9, 3), Sex.MALE, 1).number)
    person.save()
    assert checkup.key_fit().state == GOOD
    settings.FIELD_KEYS = Keyring.parse(new_keyring())
    finding = checkup.key_fit()
    assert finding.state == BAD
    assert "field.keys" in finding.mend
    with pytest.raises(preparation.NotReady):
        preparation.demand_the_right_keys()


def test_database_that_is_away_or_behind(monkeypatch):
    def away(*args):
        raise OperationalError("connection refused")

    monkeypatch.setattr(preparation, "unknown_migrations", lambda: ["kit.9999_future"])
    assert "newer version" in checkup.migrations().mend
    monkeypatch.setattr(preparation, "unknown_migrations", away)
    assert checkup.migrations().state == BAD


def test_cache_that_keeps_nothing(monkeypatch):
    monkeypatch.setattr(cache, "set", lambda *args: None)
    assert checkup.caching().state == BAD


def test_missing_tool_is_optional_and_names_what_needs_it(monkeypatch):
    monkeypatch.setattr(checkup.shutil, "which", lambda name: None)
    monkeypatch.setattr(checkup, "office_program", lambda: None)
    found = findings()
    for name, needed_by in (("java", "Spark"), ("libreoffice", "office documents")):
        assert (found[name].state, needed_by in found[name].text) == (OPTIONAL, True)


def test_ffmpeg_comes_along_where_the_system_has_none(monkeypatch):
    monkeypatch.setattr(ffmpeg, "which", lambda name: None)
    found = findings()["ffmpeg"]
    assert found.state == GOOD
    assert os.access(found.text, os.X_OK)
    monkeypatch.setattr(ffmpeg, "BROUGHT_BY", "no_such_package.binaries")
    found = findings()["ffmpeg"]
    assert (found.state, "recorded lessons" in found.text) == (OPTIONAL, True)


def test_exit_code_and_json(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "examine", lambda: iter([doctor.Finding("x", BAD, "broken", "mend it")]))
    assert doctor.main(["--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "ok": False,
        "findings": [{"name": "x", "state": "bad", "text": "broken", "mend": "mend it"}],
    }
    assert doctor.main([]) == 1
    assert "mend it" in capsys.readouterr().out


def test_the_home_folder_is_known_by_its_whole_path(monkeypatch):
    """Programs are started in other folders, and LibreOffice names its profile by an address."""
    monkeypatch.setenv("SANTONG_HOME", "var/demo")
    assert read_environment().home == Path.cwd() / "var/demo"
    monkeypatch.delenv("SANTONG_HOME")
    assert read_environment().home == Path.cwd() / "var"


def test_a_region_that_nobody_administers_is_told():
    finding = checkup.administrator()
    assert finding.state == BAD
    assert "santong first-admin" in finding.mend
    call_command("first_admin", "--name", "周启航", "--bureau", "清江市教育局")
    assert checkup.administrator().state == BAD, "the slip was not used yet"
    person = Person.objects.get(name="周启航")
    person.set_password("river stone lantern")
    person.save()
    assert checkup.administrator().state == GOOD
