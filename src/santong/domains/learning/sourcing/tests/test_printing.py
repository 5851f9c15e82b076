"""The certificate of a resource on paper: for officers, and only while it is valid."""

from __future__ import annotations

import pypdfium2
import pytest
from django.test import Client

from santong.domains.learning.sourcing.actions.certifying import certify, revoke

pytestmark = pytest.mark.django_db


def test_an_officer_prints_a_certificate_as_long_as_it_is_valid(cast):
    row = cast.admitted(audience="county")
    made = certify(acting=cast.viewer("officer"), resource=row, level="county", reason="很好")
    address, officer = f"/print/resource-certificate/{made.pk}/", cast.client("officer")
    assert address in officer.get(f"/certificates/{made.pk}/").content.decode()
    document = pypdfium2.PdfDocument(officer.post(address).content)
    text = "".join(document[0].get_textpage().get_text_range().split())
    assert len(document) == 1 and "荣誉证书" in text and "".join(row.title.split()) in text
    assert Client().post(address)["Location"].startswith("/account/sign-in/")
    assert cast.client("affairs").post(address).status_code == 404
    revoke(acting=cast.viewer("officer"), certificate=made, reason="复核")
    assert address not in officer.get(f"/certificates/{made.pk}/").content.decode()
    assert officer.post(address).status_code == 404
