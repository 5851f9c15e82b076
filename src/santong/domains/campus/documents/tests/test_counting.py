"""What is counted, what waits for whom, and the index made anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from santong.domains.campus.documents.actions import decide, propose
from santong.domains.campus.documents.indexing import DOCUMENTS, OUT, bring_up_to_date, found_keys, rebuild
from santong.domains.campus.documents.models import Delivery, Incoming
from santong.domains.campus.documents.tests.conftest import Office, again
from santong.kit.fulltext.models import Document as Indexed
from santong.kit.measures.public import Measure, Period, count
from santong.kit.registry import registry
from santong.kit.todos import ToDo, number_of

pytestmark = pytest.mark.django_db


def counted(name: str) -> dict[str, list[int]]:
    """The parts of a measure in this month, by place."""
    measure = registry.by_name(Measure)[name]
    [month] = [each for each in Period.months_open_on(timezone.localdate()) if each.first.day == 1][-1:]
    return {path: parts for (path, by, _value), parts in count(measure, month).items() if not by}


def test_documents_are_counted_where_they_were_issued_and_received(office: Office):
    office.numbered()
    row = office.of_county([office.region.lake, office.region.hill])
    Delivery.objects.filter(document=row, organisation=office.region.lake).update(state="signed", hours=2)
    lake, hill = office.region.lake.path, office.region.hill.path
    assert counted("documents_issued")[lake] == [1, 0, 0]
    assert counted("documents_issued")[office.region.east.path] == [1, 0, 0]
    assert counted("documents_signed_for")[lake][:2] == [1, 1]
    assert counted("documents_signed_for")[hill][:2] == [0, 1]


def test_hours_until_decisions_add_up(office: Office):
    entry = office.received()
    Incoming.objects.filter(pk=entry.pk).update(registered_at=timezone.now() - timedelta(hours=5))
    propose(acting=office.viewer(office.clerk), incoming=again(entry), words="请批示", person=office.principal)
    decide(acting=office.viewer(office.principal), incoming=again(entry), words="同意")
    lake = office.region.lake.path
    assert counted("documents_decided")[lake] == [1, 0, 0]
    assert counted("documents_hours_to_decide")[lake] == [5, 0, 0]


def test_what_waits_is_counted_for_those_whom_it_waits_for(office: Office):
    office.signed()
    office.of_county([office.region.lake])
    kinds = registry.by_name(ToDo)
    for name, people in (("documents_send", 1), ("documents_sign_for", 1), ("documents_propose", 0)):
        assert number_of(kinds[name], office.viewer(office.clerk)) == people
        assert number_of(kinds[name], office.viewer(office.hill_clerk)) == 0
    entry = office.received(title="关于放假的通知")
    propose(acting=office.viewer(office.clerk), incoming=entry, words="请批示", person=office.principal)
    assert number_of(kinds["documents_handle"], office.viewer(office.principal)) == 1


def test_the_index_is_made_anew_and_brought_up_to_date(office: Office):
    row = office.signed(values={"body": "宿舍供暖温度不低于十八度。"})
    office.received()
    assert rebuild() == 3
    Indexed.objects.filter(index=DOCUMENTS.name).update(scheme=0)
    assert bring_up_to_date() == 3
    assert found_keys(office.viewer(office.clerk), "宿舍供暖", OUT) == [row.pk]
