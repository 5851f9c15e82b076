"""Health for load balancers and process managers.

Answered before everything else: they ask by the machine's address, without a known host name,
and need neither a session nor a language.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

log = structlog.get_logger(__name__)

UNAVAILABLE = 503


class DatabaseBehind(DatabaseError):
    """The database lacks migrations of this version."""


class HealthMiddleware:
    """Answers `/health/live` and `/health/ready`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answers = {"/health/live": live, "/health/ready": ready}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answers.get(request.path_info)
        return answer(request) if answer else self.get_response(request)


def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> HttpResponse:
    """The process can do its work: the database answers and fits this version, the cache answers."""
    failed = [name for name, works in CHECKS.items() if not works()]
    if failed:
        return JsonResponse({"status": "unavailable", "failed": failed}, status=UNAVAILABLE)
    return JsonResponse({"status": "ok"})


def _database_works() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _demand_migrations()
    except DatabaseError as error:
        log.error("database_not_ready", error=f"{type(error).__name__}: {error}")
        return False
    return True


def _cache_works() -> bool:
    if isinstance(caches["default"], LocMemCache):
        return True
    from redis.exceptions import RedisError  # only where a server is used: the client costs memory

    try:
        cache.get("health")
    except (RedisError, OSError) as error:
        log.error("cache_not_ready", error=str(error))
        return False
    return True


CHECKS = {"database": _database_works, "cache": _cache_works}
_current: set[str] = set()


def _demand_migrations() -> None:
    """Once found current, a database stays so for the life of the process."""
    alias = connection.alias
    if alias not in _current:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise DatabaseBehind("migrations are missing")
        _current.add(alias)
