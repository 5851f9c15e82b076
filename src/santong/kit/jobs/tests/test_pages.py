"""The pages: the starter and the operators see them, strangers don't."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from santong.domains.platform.access.public import appoint
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import create_organisation
from santong.kit.access import SYSTEM
from santong.kit.jobs import queue
from santong.kit.jobs.actions import start
from santong.kit.jobs.models import Job
from santong.kit.jobs.testing import run_due
from santong.kit.jobs.tests import samples


@pytest.fixture
def city(cast, settings):
    """Appoint the cast for real."""
    settings.DEMO = True  # where strong roles need no second factor
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    schools = [create_organisation(acting=SYSTEM, kind="school", name=n, parent=city) for n in ("A", "B")]
    places = {"owner": ("principal", schools[0]), "operator": ("region_administrator", city),
              "stranger": ("principal", schools[1])}  # fmt: skip
    for name, (role, organisation) in places.items():
        appoint(acting=SYSTEM, person=person(name), role=role, organisation=organisation)
    return city


def person(name: str) -> Person:
    return Person.objects.unscoped("a test").get(username=name)


def page(client, name: str, url: str, method: str = "get", **kwargs):
    client.force_login(person(name))
    return getattr(client, method)(url, **kwargs)


@pytest.fixture
def job(cast, city) -> Job:
    return start(samples.note, {"what": "a"}, acting=cast["owner"], path="00010001", subject="pupils.xlsx")


def test_starter_watches_until_the_result(client, job):
    url = reverse("jobs:detail", args=[job.pk])
    shown = page(client, "owner", url).content.decode()
    assert "pupils.xlsx" in shown
    assert 'hx-trigger="every 1s"' in shown
    run_due()
    fragment = page(client, "owner", url, headers={"HX-Request": "true"}).content.decode()
    assert "noted a" in fragment
    assert "<html" not in fragment
    assert "hx-trigger" not in fragment


def test_operator_sees_it_and_a_stranger_does_not(client, job):
    url = reverse("jobs:detail", args=[job.pk])
    assert page(client, "operator", url).status_code == 200
    assert page(client, "stranger", url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302


def test_starter_cancels_and_a_stranger_can_not(client, job):
    url = reverse("jobs:cancel", args=[job.pk])
    assert page(client, "stranger", url, "post").status_code == 404
    assert page(client, "owner", url, "post").status_code == 302
    assert Job.objects.get(pk=job.pk).state == Job.State.CANCELLED


def test_starter_sees_no_technical_reason(client, cast, city):
    broken = start(samples.broken.using(), acting=cast["owner"], path="00010001")
    for _ in range(3):
        DBTaskResult.objects.filter(pk=broken.pk).update(run_after=timezone.now())
        run_due()
    url = reverse("jobs:detail", args=[broken.pk])
    assert "no such sheet" not in page(client, "owner", url).content.decode()
    assert "no such sheet" in page(client, "operator", url).content.decode()
    assert page(client, "owner", reverse("jobs:retry", args=[broken.pk]), "post").status_code == 302
    assert Job.objects.get(pk=broken.pk).state == Job.State.WAITING


def test_operations_page_is_for_operators(client, job, city):
    url = reverse("jobs:operations")
    for name in ("owner", "stranger"):
        assert page(client, name, url).status_code == 403
        assert page(client, name, reverse("jobs:retry-failed"), "post").status_code == 403
    client.logout()
    assert client.get(url).status_code == 302


def test_operations_page_shows_the_queue(client, job, city):
    start(samples.refused, acting=SYSTEM)
    running = start(samples.note, {"what": "now"}, acting=SYSTEM, subject="in work")
    run_due()
    again = start(samples.note, {"what": "now"}, acting=SYSTEM, subject="in work")
    queue.claim("one")
    shown = page(client, "operator", reverse("jobs:operations")).content.decode()
    assert "The sheet has no header row" in shown
    assert "in work" in shown
    assert str(again.pk) in shown
    assert str(running.pk) not in shown
    assert page(client, "operator", reverse("jobs:retry-failed"), "post").status_code == 302
    assert Job.objects.filter(result__status="FAILED").count() == 0


def test_the_home_page_of_operators_says_how_many_failed(client, cast, city):
    broken = start(samples.broken.using(), acting=cast["owner"], path="00010001")
    assert "等待处理" not in page(client, "operator", "/").content.decode()
    for _ in range(3):
        DBTaskResult.objects.filter(pk=broken.pk).update(run_after=timezone.now())
        run_due()
    cache.clear()
    home = page(client, "operator", "/").content.decode()
    assert "等待处理" in home and reverse("jobs:operations") in home
    assert "等待处理" not in page(client, "owner", "/").content.decode()
