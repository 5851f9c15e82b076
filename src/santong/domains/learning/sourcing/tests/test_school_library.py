"""The library of a school shows what came from it, to those who may see it."""

from __future__ import annotations

import pytest

from santong.domains.learning.sourcing.actions.certifying import certify

pytestmark = pytest.mark.django_db


def titles(client, query: str = "") -> list[str]:
    return [row.title for row in client.get(f"/school-library/{query}").context["list"].page.rows]


def test_a_school_shows_what_came_from_it(cast):
    inner, shared = cast.admitted(title="校内课件"), cast.admitted(title="县内课件", audience="county")
    certify(acting=cast.viewer("affairs"), resource=inner, level="school", reason="好")
    assert titles(cast.client("colleague")) == [shared.title, inner.title]
    assert titles(cast.client("colleague"), "?certified=school") == [inner.title]
    assert titles(cast.client("stranger")) == []
    officer = cast.client("officer")
    assert titles(officer, f"?school={cast.school.pk}") == [shared.title, inner.title]
    assert titles(officer, f"?school={cast.other.pk}") == []
    assert titles(officer) == [shared.title, inner.title]
    answer = officer.get(f"/school-library/export/?format=csv&school={cast.school.pk}")
    assert inner.title in b"".join(answer.streaming_content).decode("utf-8-sig")
