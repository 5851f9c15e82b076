"""What the pages of the audit record keep, as all declared pages do."""

from __future__ import annotations

from santong.domains.platform.access.testing import CityPagesContract, Region
from santong.domains.platform.audit.views import AuditPages
from santong.kit.models import AuditEntry


class TestAudit(CityPagesContract):
    pages = AuditPages
    keeper = "auditor"

    @classmethod
    def make(cls, region: Region, number: int) -> AuditEntry:
        return AuditEntry.objects.create(
            kind="change", verb="organisations.change", model="organisations.organisation", object_id=region.lake.pk
        )
