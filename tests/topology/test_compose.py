"""The files for production say what they mean to, as far as that shows without running containers."""

from __future__ import annotations

import re
import subprocess

import pytest

from santong.config.environment import Environment
from tests.topology.natively import ROOT, WEB, WORKERS, compose

VARIABLES = {field.alias for field in Environment.model_fields.values()}


def test_services_of_the_topology():
    services = compose()["services"]
    assert {*WEB, *WORKERS, "prepare", "database", "cache", "files", "proxy"} == set(services)
    for name in (*WEB, *WORKERS):
        assert services[name]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"


def test_every_setting_exists():
    assert set(compose()["services"]["web-1"]["environment"]) <= VARIABLES


def test_no_secret_has_a_default():
    text = (ROOT / "compose.yaml").read_text()
    assert not re.findall(r"\$\{\w*(?:PASSWORD|SECRET|KEY)\w*:-", text)
    for name in set(re.findall(r"\$\{(\w*PASSWORD\w*)", text)):
        assert name in (ROOT / "deploy" / "santong.env.example").read_text()


def test_volumes_are_declared_and_mounted_files_exist():
    file = compose()
    for service in file["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in file["volumes"]


def test_proxy_is_given_what_its_file_asks_for():
    asked = set(re.findall(r"\{\$(\w+)\}", (ROOT / "deploy" / "Caddyfile").read_text()))
    assert asked == set(compose()["services"]["proxy"]["environment"])


@pytest.mark.parametrize("unit", ["santong.service", "santong-backup.service", "santong-backup.timer"])
def test_units_are_well_formed(unit: str):
    lines = (ROOT / "deploy" / unit).read_text().splitlines()
    assert next(line for line in lines if line.startswith("[")) == "[Unit]"
    assert all(re.match(r"(\[\w+\]|#.*|[A-Z]\w+=.+|)$", line) for line in lines)


def test_operations_page_lists_every_setting():
    text = (ROOT / "docs" / "operations.md").read_text()
    missing = sorted(name for name in VARIABLES if f"`{name}`" not in text)
    assert not missing


def test_backup_script_is_sound():
    assert subprocess.run(["bash", "-n", str(ROOT / "deploy" / "backup")]).returncode == 0
