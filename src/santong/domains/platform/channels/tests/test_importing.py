"""Sheets of ids in messengers."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.platform.access.testing import somebody
from santong.domains.platform.channels.importing import AddressImport
from santong.domains.platform.channels.models import Address
from santong.domains.platform.notices.tests.conftest import viewer_of
from santong.kit.imports.targets import Verdict
from santong.kit.testing.importing import ModelImportContract, judge, run

pytestmark = pytest.mark.django_db


class TestAddressImport(ModelImportContract):
    target = AddressImport()
    row = {"username": "zhang", "id": "ZhangSan"}
    changed = {"id": "zhang.san"}

    @pytest.fixture
    def context(self, region):
        for name in ("zhang", "li"):
            somebody("subject_teacher", region.lake, name)
        return {"medium": "wecom"}

    def test_an_id_is_used_only_once_it_is_confirmed(self, context):
        run(self.target, self.sheet(self.row), context)
        row = Address.objects.get()
        assert row.text == "ZhangSan"
        assert "ZhangSan" not in row.cipher
        assert not row.is_used
        Address.objects.update(confirmed_at=timezone.now())
        run(self.target, self.sheet({**self.row, **self.changed}), context)
        row.refresh_from_db()
        assert (row.text, row.is_used) == ("zhang.san", False)

    def test_whom_nobody_knows_and_whose_id_another_has(self, context):
        unknown = judge(self.target, self.sheet({"username": "nobody", "id": "x"}), context)
        assert ("username", "not_found") in unknown.problems
        run(self.target, self.sheet(self.row), context)
        taken = judge(self.target, self.sheet({"username": "li", "id": "ZhangSan"}), context)
        assert taken.verdicts == {Verdict.DOUBTFUL: 1}
        assert ("id", "id_of_another") in taken.problems
        odd = judge(self.target, self.sheet({"username": "li", "id": "a b|c"}), context)
        assert odd.verdicts == {Verdict.DOUBTFUL: 1}

    def test_the_same_id_in_another_messenger_is_another(self, context):
        run(self.target, self.sheet(self.row), context)
        assert run(self.target, self.sheet(self.row), {"medium": "dingtalk"}).verdicts == {Verdict.CREATE: 1}

    def test_the_region_s_administrator_may_and_a_principal_may_not(self, context, region):
        keeper = somebody("region_administrator", region.city, "keeper")
        self.target.demand(context, viewer_of(keeper))
        with pytest.raises(PermissionDenied):
            self.target.demand(context, viewer_of(somebody("principal", region.lake, "principal")))
