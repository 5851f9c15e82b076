"""The demonstration: something to look at for everybody who takes part."""

from __future__ import annotations

import pytest

from santong.domains.governance.evaluation.demo import evaluate
from santong.domains.governance.evaluation.models import Entrant, EvaluationRound, Finding
from santong.domains.platform.access.testing import Region, somebody
from santong.kit.demo import Region as Demo

pytestmark = pytest.mark.django_db


def test_three_rounds_in_three_states(region: Region):
    roles = {"bureau": ("bureau_officer", region.city), "county": ("county_officer", region.east),
             "principal": ("principal", region.lake), "inspector": ("inspector", region.city)}  # fmt: skip
    for name, (role, place) in roles.items():
        somebody(role, place, name)
    evaluate(Demo.__new__(Demo))
    assert set(EvaluationRound.objects.values_list("kind", "state")) == {
        ("inspection", "open"), ("accreditation", "open"), ("appraisal", "sealed"),
    }  # fmt: skip
    assert set(Finding.objects.values_list("state", flat=True)) == {"open", "answered", "closed"}
    lake = Entrant.objects.filter(round__kind="accreditation", place=region.lake)
    assert lake.get().state == "invited"
    assert Entrant.objects.exclude(commended_for="").count() == 1


def test_without_accounts_there_is_nothing(region: Region):
    evaluate(Demo.__new__(Demo))
    assert not EvaluationRound.objects.exists()
