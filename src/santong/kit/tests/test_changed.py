"""The audit record in words."""

from __future__ import annotations

import pytest
from django.utils import translation

from santong.domains.platform.organisations.public import Organisation
from santong.kit.models import AuditEntry
from santong.kit.pages.changed import changes_of, in_words


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("removed_at", "2026-11-22 14:38:41.581649+00:00", "2026年11月22日 22:38"),
        ("removed_at", "no time", "no time"),
        ("valid_from", "2026-09-01", "2026年9月1日"),
        ("valid_from", "2026-99-01", "2026-99-01"),
        ("kind", "school", "学校"),
        ("name", "2026-09-01", "2026-09-01"),
        ("unknown", True, "是"),
        ("unknown", False, "否"),
        ("unknown", None, "—"),
        ("order", 0, 0),
    ],
)
def test_a_value_is_shown_as_people_read_it(name, value, shown):
    with translation.override("zh-hans"):
        assert in_words(Organisation, name, value) == shown


@pytest.mark.django_db
def test_fields_have_words_where_anybody_gave_them_some():
    entry = AuditEntry(model="organisations.organisation", kind="change", object_id="7", changes={})
    entry.changes = {name: [1, 2] for name in ("name", "removed_at", "parent", "unknown")}
    with translation.override("zh-hans"):
        labels = {change.name: change.label for change in changes_of(entry)}
        assert (labels["name"], labels["removed_at"], labels["unknown"]) == ("名称", "删除时间", "unknown")
        assert list(labels)[-1] == "unknown", "in the order of the table, what it no longer has at the end"
        assert str(entry) == "修改 · 机构 7"
    entry.model = "gone.thing"
    assert next(changes_of(entry)).label in entry.changes and "gone.thing" in str(entry)
