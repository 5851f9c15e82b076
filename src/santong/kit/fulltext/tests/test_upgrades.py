"""Documents that an earlier version has indexed are put again, without a moment in which they aren't found."""

from __future__ import annotations

from datetime import date

import pytest

from santong.kit.fulltext.models import Document
from santong.kit.fulltext.public import Entry, Index, search
from santong.kit.fulltext.tokens import SCHEME

pytestmark = pytest.mark.django_db

INDEX = Index("samples", code="s", facets=())


def test_documents_of_an_earlier_version_are_named_until_they_are_put_again():
    entries = [Entry(key=key, title=f"國歌{key}", day=date(2026, 3, 1), scopes=("a",)) for key in (1, 2, 3)]
    INDEX.put(entries)
    assert INDEX.outdated() == []
    Document.objects.filter(key__lt=3).update(scheme=SCHEME - 1)
    assert INDEX.outdated() == [1, 2] and INDEX.outdated(1) == [1]
    INDEX.put(entries[:2])
    assert INDEX.outdated() == []
    assert {hit.key for hit in search(INDEX, "国歌", scopes=["a"]).hits} == {1, 2, 3}
