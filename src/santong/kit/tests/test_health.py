"""Health answers whoever asks, by whatever name, and tells the truth."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from santong.kit import health


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_answers_under_any_host_without_a_session(client, path):
    response = client.get(path, headers={"host": "10.1.2.3"})
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.django_db
def test_not_ready_while_the_database_is_behind(client, monkeypatch):
    def behind() -> None:
        raise DatabaseError("behind")

    monkeypatch.setattr(health, "_demand_migrations", behind)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["failed"]) == (503, ["database"])
    assert client.get("/health/live").status_code == 200
