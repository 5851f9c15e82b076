"""After an upgrade the library is indexed anew in the background, as it is by then."""

from __future__ import annotations

import pytest
from django.urls import reverse

from santong.domains.learning.resources import indexing
from santong.domains.learning.resources.jobs import reindex
from santong.domains.learning.resources.models import Resource
from santong.domains.learning.resources.models.resources import NOWHERE
from santong.kit.access import SYSTEM
from santong.kit.fulltext.models import Document
from santong.kit.fulltext.tokens import SCHEME
from santong.kit.jobs.public import start
from santong.kit.jobs.testing import run_due

pytestmark = pytest.mark.django_db


def reindexed() -> object:
    start(reindex, acting=SYSTEM)
    [job] = run_due()
    assert job.state == "succeeded", job.reason
    return job.outcome["data"]


def found(cast, query: str) -> str:
    return cast.client("colleague").get(reverse("resources:library"), {"q": query}).content.decode()


def test_what_an_earlier_version_has_indexed_is_put_again(cast, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    kept = [cast.admitted(title=f"移项练习 {number}") for number in range(3)]
    current = cast.admitted(title="几何初步 教案")
    past = Document.objects.filter(key__in=[row.pk for row in kept])
    past.update(scheme=SCHEME - 1)
    Resource.objects.filter(pk=kept[0].pk).update(title="合并同类项")  # the index still says what it was called
    untouched = Document.objects.get(key=current.pk).pk
    address = reverse("resources:resource", args=[kept[0].pk])
    assert address not in found(cast, "合并同类项") and reindexed() == 3
    assert not Document.objects.filter(scheme__lt=SCHEME).exists()
    assert Document.objects.get(key=current.pk).pk == untouched
    assert kept[1].title in found(cast, "移项") and kept[2].title in found(cast, "yixiang")
    assert address in found(cast, "合并同类项")
    assert reindexed() == 0


def test_what_has_left_the_library_is_not_put_again(cast):
    row = cast.admitted()
    Document.objects.filter(key=row.pk).update(scheme=SCHEME - 1)
    Resource.objects.filter(pk=row.pk).update(status=Resource.Status.DRAFT, reach=NOWHERE)
    assert reindexed() == 1
    assert not Document.objects.filter(key=row.pk).exists()
    assert reindexed() == 0
