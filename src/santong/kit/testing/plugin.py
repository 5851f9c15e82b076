"""Pytest plug-in: settings for tests, and the choice of database.

`--db sqlite` (default) or `--db postgresql`; the latter starts a throw-away cluster for the run.
"""

from __future__ import annotations

import atexit
import os
import tempfile
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from santong.kit.testing.postgres import cluster

# A busy machine is no failure: examples have no time limit, and may be slow to make.
hypothesis_settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("steady")

# Whoever asks for one of these depends on the kind of database.
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "database"})

# Files beside tests import it before it is made a plug-in.
pytest.register_assert_rewrite("santong.kit.testing.migrated")

_resources = ExitStack()
atexit.register(_resources.close)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgresql"), default="sqlite", help="database to test on")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    known = parser.parse_known_args(args)
    home = _resources.enter_context(tempfile.TemporaryDirectory(prefix="santong-test-"))
    os.environ.update(
        SANTONG_HOME=home,
        PUBLIC_URL="http://127.0.0.1",
        ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
        SECRET_KEY="only-for-tests-" + "x" * 50,
        LOG_LEVEL="WARNING",
        LOG_FORMAT="text",
        DJANGO_SETTINGS_MODULE="santong.config.testing",
    )
    os.environ.pop("DATABASE_URL", None)
    if known.db == "postgresql":
        os.environ["DATABASE_URL"] = _resources.enter_context(cluster())
    else:
        os.environ["DATABASE_URL"] = f"sqlite:///{home}/test.sqlite3"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the other database's run what is the same in both."""
    database = config.getoption("--db")
    elsewhere = [item for item in items if _only_on(item) not in ("", database)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in set(elsewhere)]


def _only_on(item: pytest.Item) -> str:
    """The only database with which a test is run, or "" for both: a test that asks for none needs one run."""
    mark = item.get_closest_marker("only_on")
    if mark:
        return str(mark.args[0])
    asks = item.get_closest_marker("django_db") or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
    return "" if asks or _is_case(item) else "sqlite"


def _is_case(item: pytest.Item) -> bool:
    """Whether a test stands in a `TestCase` of Django's, which uses the database without asking for it."""
    from django.test import TransactionTestCase

    return issubclass(getattr(item, "cls", None) or object, TransactionTestCase)


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database under test: "sqlite" or "postgresql"."""
    return str(request.config.getoption("--db"))


@pytest.fixture(autouse=True)
def _own_translation() -> None:
    """Tests begin in the interface's first language, whatever a test before them chose."""
    from django.utils import translation

    translation.activate("zh-hans")


@pytest.fixture(autouse=True)
def _own_cache() -> None:
    """Tests begin with nothing cached: rows are rolled back, so the next test's have the same keys."""
    from django.core.cache import cache

    cache.clear()


def pytest_configure(config: pytest.Config) -> None:
    # Not imported above: Playwright is wanted only in the process that runs tests.
    config.pluginmanager.import_plugin("santong.kit.testing.browser")
    # After pytest-django, whose fixtures it replaces.
    config.pluginmanager.import_plugin("santong.kit.testing.migrated")


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('--db')}"
