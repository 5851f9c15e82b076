"""The record is searched the same with and without its index, whatever is written down there yet."""

from __future__ import annotations

import pytest
from django.db.models import Q

from santong.domains.platform.audit import searching
from santong.domains.platform.audit.filters import AuditFilter
from santong.domains.platform.audit.models import EntryWords
from santong.domains.platform.audit.searching import index_missed, index_words, label_tokens
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db

ROWS = (
    ("pupil 4711", "12", "10.0.0.7", "students.enrol"),
    ("云岭市第三中学", "13", "10.0.0.8", "organisations.create"),
    ("國歌 Anthem", "4711", "", "resources.create"),
    ("role 一班 @ 0001", "14", "2001:db8::1", "access.follow"),
)
ASKED = {
    "4711": {0, 2},
    "pupil": {0},
    "PUP": {0},
    "第三": {1},
    "第三中学": {1},
    "中": {1},
    "第三 anthem": set(),
    "国歌": {2},
    "國歌 anth": {2},
    "10.0.0.8": {1},
    "10.0.0": set(),
    "2001:db8::1": {3},
    "students.enrol": {0},
    "新建机构": {1},
    "\"' OR 1=1 --": set(),
    "***": set(),
}


@pytest.fixture
def entries() -> list[AuditEntry]:
    return [
        AuditEntry.objects.create(kind="create", model="x.y", label=label, object_id=key, address=address, verb=verb)
        for label, key, address, verb in ROWS
    ]


def found(entries: list[AuditEntry], asked: str) -> set[int]:
    rows = AuditFilter({"q": asked}, AuditEntry.objects.filter(pk__in=[each.pk for each in entries])).qs
    numbers = {each.pk: number for number, each in enumerate(entries)}
    return {numbers[row.pk] for row in rows}


@pytest.mark.parametrize("asked", ASKED)
def test_before_and_after_indexing(entries, asked):
    assert found(entries, asked) == ASKED[asked]
    index_words.call()
    assert EntryWords.objects.count() == AuditEntry.objects.count()
    assert found(entries, asked) == ASKED[asked]


def test_what_came_since_is_found_beside_what_is_indexed(entries):
    index_words.call()
    later = AuditEntry.objects.create(kind="create", model="x.y", label="pupil 4711", object_id="99")
    assert found([*entries, later], "4711") == {0, 2, 4}


def test_words_of_many_entries_are_looked_for_in_the_record(entries, monkeypatch):
    index_words.call()
    monkeypatch.setattr(searching, "COUNT_LIMIT", 0)
    rows = searching.holding(AuditEntry.objects.all(), "pupil", Q(label="the record itself was asked"))
    assert not rows.exists()
    assert found(entries, "pupil") == {0}


def test_many_entries_that_are_not_indexed_yet_are_looked_for_in_the_record(entries, monkeypatch):
    monkeypatch.setattr(searching, "COUNT_LIMIT", 1)
    assert found(entries, "4711") == {0, 2}


def test_an_entry_that_was_committed_after_later_ones_is_found_and_indexed(entries):
    index_words.call()
    late = AuditEntry.objects.create(kind="create", model="x.y", label="late 0815", object_id="99")
    later = AuditEntry.objects.create(kind="create", model="x.y", label="later", object_id="98")
    EntryWords.objects.create(entry=later, words="later")
    assert found([*entries, late, later], "0815") == {4}
    index_words.call()
    assert EntryWords.objects.filter(pk=late.pk, words__tokens=["0815"]).exists()


def test_every_night_entries_are_indexed_that_were_missed_long_ago(entries, monkeypatch):
    monkeypatch.setattr(searching, "OVERLAP", 0)
    index_words.call()
    EntryWords.objects.filter(pk=entries[0].pk).delete()
    assert index_words.call() == 0
    assert index_missed.call() == 1 and found(entries, "pupil") == {0}


def test_indexing_goes_on_where_it_was(entries, monkeypatch):
    monkeypatch.setattr(searching, "BATCH", 1)
    assert index_words.call() == AuditEntry.objects.count()
    assert index_words.call() == 0


def test_tokens_of_a_label():
    assert label_tokens("Role 三班 @ 0001") == ["role", "三", "班", "三班", "0001"]
