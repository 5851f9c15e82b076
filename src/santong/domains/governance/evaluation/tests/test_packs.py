"""Evidence packs: they build themselves, open without a line, name nobody, and their hashes hold. Cost per use."""

from __future__ import annotations

import io
import re
import subprocess
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.utils import timezone

from santong.domains.campus.assets.public import Asset, AssetClass
from santong.domains.campus.rules.public import Regulation
from santong.domains.governance.evaluation import actions, inspecting
from santong.domains.governance.evaluation.benefit import benefits
from santong.domains.governance.evaluation.jobs import build_pack
from santong.domains.governance.evaluation.models import Pack
from santong.domains.governance.evaluation.packing import gather, zipped
from santong.domains.governance.evaluation.tests import making
from santong.domains.governance.evaluation.tests.conftest import Cast
from santong.domains.governance.indicators.tests.making import put_figures, put_schools
from santong.domains.platform.access.testing import Region, client_of, signed_in
from santong.kit.jobs.public import Job, JobFailed
from santong.kit.measures.public import Period

pytestmark = pytest.mark.django_db


def _asset(region: Region) -> Asset:
    kind = AssetClass.objects.by_installation().filter(path="").first()
    found: Asset = Asset.objects.create(
        school=region.lake,
        path=region.lake.path,
        asset_class=kind,
        name="台式计算机",
        number="A-1",
        price=Decimal(4000),
    )
    return found


def _rule(region: Region) -> None:
    today = timezone.localdate()
    Regulation.objects.create(
        issuer=region.lake, path=region.lake.path, title="网络安全制度", text="专人负责", is_published=True,
        in_force_from=today, published_on=today,
    )  # fmt: skip


def test_a_pack_holds_what_the_platform_knows_and_names_nobody(cast: Cast):
    _asset(cast.region)
    _rule(cast.region)
    actions.say(acting=cast.school, entrant=cast.at(), said={"B1": "章程每年修订"})
    inspecting.judge(acting=cast.visitor, entrant=cast.at(), code="B2", points=Decimal(25), words="门禁齐全")
    folder = gather(cast.at())
    names = set(folder.files)
    assert {"index.html", "items.csv", "items.xlsx", "facts/A1.csv", "tables/assets.csv", "documents/1.html"} <= names
    index = folder.files["index.html"].decode()
    assert "章程每年修订" in index
    assert "门禁齐全" in index
    assert "专人负责" in folder.files["documents/1.html"].decode()
    assert "台式计算机" in folder.files["tables/assets.csv"].decode()
    whole = b"".join(each for name, each in folder.files.items() if not name.endswith("xlsx")).decode()
    for person in (cast.principal, cast.inspector, cast.officer):
        assert person.name not in whole


def test_the_index_opens_without_a_line(cast: Cast):
    folder = gather(cast.at())
    links = re.findall(r'(?:href|src)="([^"#]+)"', folder.files["index.html"].decode())
    assert links
    assert set(links) - {"hashes.txt"} <= set(folder.files)


def test_the_hashes_of_a_pack_hold(cast: Cast, tmp_path: Path):
    content, seal = zipped(gather(cast.at()))
    with ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    assert sha256((tmp_path / "hashes.txt").read_bytes()).hexdigest() == seal
    check = ["sha256sum", "--check", "--quiet", "hashes.txt"]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "items.csv").write_text("0")
    assert subprocess.run(check, cwd=tmp_path, check=False, capture_output=True).returncode == 1


def test_a_school_has_it_built_and_saves_it(cast: Cast):
    client = client_of(cast.principal)
    client.post(f"/evaluated/{cast.at().pk}/ask-pack/", {})
    assert Job.objects.filter(path=cast.region.lake.path).exists()
    outcome = build_pack.call(entrant=cast.at().pk)
    pack = Pack.objects.select_related("file").get()
    assert pack.items == 3
    assert str(pack.items) in outcome.text
    page = client.get(f"/evaluated/{cast.at().pk}/").content.decode()
    assert f"/files/{pack.file_id}/" in page
    assert signed_in("principal", cast.region.far, "far").get(f"/files/{pack.file_id}/content/").status_code == 404


def test_without_anybody_who_answers_it_is_said(region: Region):
    row = making.announced(region.east, making.published(region.east))
    with pytest.raises(JobFailed):
        build_pack.call(entrant=making.entrant(row, region.lake).pk)


def test_paper(cast: Cast):
    page = client_of(cast.principal).get(f"/evaluated/{cast.at().pk}/")
    assert "/print" in page.content.decode()


# Cost per use


def _used(region: Region, price: int, days: int) -> None:
    month = Period.this_month().before.first
    put_schools(month, region)
    put_figures("assets", month, {region.lake: 3})
    put_figures("teaching_equipment", month, {region.lake: price})
    put_figures("person_days", month, {region.lake: days, region.hill: 5})


def test_cost_per_use_is_known_only_where_both_sides_are(region: Region):
    _used(region, 72_000, 500)
    lake, hill = benefits([region.lake, region.hill])
    assert lake.is_known
    assert lake.each.startswith("2.00")
    assert not hill.is_known
    assert (hill.cost, hill.each) == ("未知", "未知")


def test_nobody_used_it_is_no_price(region: Region):
    _used(region, 72_000, 0)
    assert benefits([region.lake])[0].each == "未知"


def test_the_page_of_cost_per_use(region: Region):
    _used(region, 72_000, 500)
    client = signed_in("county_officer", region.east)
    page = client.get("/evaluations/benefit/").content.decode()
    assert "Lake" in page
    assert "Far" not in page
    sheet = b"".join(client.get("/evaluations/benefit/download/?format=csv")).decode("utf-8-sig")
    assert sheet.splitlines()[1].startswith("Lake")
    assert client.get("/evaluations/benefit/download/?format=exe").status_code == 404
    assert signed_in("class_teacher", region.first).get("/evaluations/benefit/").status_code == 403


def test_cost_per_use_is_turned_over_by_where_one_was(region: Region, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("santong.domains.governance.evaluation.views.PAGE", 2)
    client = signed_in("bureau_officer", region.city)
    first = client.get("/evaluations/benefit/")
    assert [str(each.place) for each in first.context["rows"]] == ["Lake", "Hill"]
    second = client.get("/evaluations/benefit/", {"after": first.context["after"]})
    assert [str(each.place) for each in second.context["rows"]] == ["Far"]
    assert second.context["after"] is None
    assert [str(each.place) for each in client.get("/evaluations/benefit/?after=x").context["rows"]] == ["Lake", "Hill"]
