"""Requests go to the holders of posts, and to the heads of the asker's own group and grade."""

from __future__ import annotations

import re
from datetime import date

import pytest

from santong.domains.campus.staff.deciders import people
from santong.domains.campus.staff.models import Post
from santong.domains.campus.staff.public import NewStaff, NewTeaching, Staff, assign_teaching, employ, leave
from santong.domains.platform.access.public import identities_of
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.requests.actions import draw_path, put_draft, put_in_force, seat_everybody_anew, send
from santong.domains.platform.requests.deciders import seated
from santong.domains.platform.requests.engine.case import next_holders
from santong.domains.platform.requests.engine.stages import stage_of
from santong.domains.platform.requests.kinds import kind_of
from santong.domains.platform.requests.models import PathVersion, Request
from santong.domains.platform.requests.public import Decider, Source, Stage
from santong.domains.platform.requests.storing import load
from santong.kit.access import SYSTEM, Grant, Viewer

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


def hired(region: Region, name: str, subject: str = "", *titles: str, school_class=None, school=None) -> Staff:
    at = school or region.lake
    person = somebody("subject_teacher", at, name)
    (row,) = employ(
        acting=SYSTEM, school=at, drafts=[NewStaff(person, subjects=tuple(subject.split()), titles=titles)], day=DAY
    )
    if school_class is not None:
        assign_teaching(acting=SYSTEM, drafts=[NewTeaching(row, school_class)], day=DAY)
    return row


def test_the_head_of_a_group_is_the_one_with_the_same_subject(region):
    asker = hired(region, "asker", "语文 书法")
    head = hired(region, "head", "语文", "research_group")
    hired(region, "other", "数学", "research_group")
    hired(region, "far", "语文", "research_group", school=region.hill)
    assert list(people("own_research_group", region.lake.path, asker.person_id)) == [head.person_id]


def test_the_head_of_a_grade_is_the_one_who_teaches_in_it(region):
    asker = hired(region, "asker", school_class=region.first)
    head = hired(region, "head", "", "grade", school_class=region.second)
    hired(region, "other", "", "grade")
    assert list(people("own_grade", region.first.path, asker.person_id)) == [head.person_id]


def test_a_post_that_is_over_decides_nothing(region):
    holder = hired(region, "holder", "", "general_affairs")
    path = region.lake.path
    assert list(people("general_affairs", path, 0)) == [holder.person_id]
    assert list(people("general_affairs", region.east.path, 0)) == [], "an office is no school"
    Post.objects.filter(staff=holder).update(until=date(2026, 9, 2))
    assert list(people("general_affairs", path, 0)) == []


def test_a_request_goes_on_to_the_next_head_when_one_leaves_and_to_who_leads_when_none_is_there(region):
    asker, head = hired(region, "asker"), hired(region, "head", "", "general_affairs")
    principal = somebody("principal", region.lake, "principal")
    stage = Stage("总务处", (Decider(Source.DECLARED, "post:general_affairs"),))
    version = draw_path(acting=SYSTEM, kind=kind_of("seal"), organisation=region.lake, stages=[stage])
    put_in_force(acting=SYSTEM, version=version)
    assert stage_of(version.stages[0]) == stage
    grants = tuple(Grant(role, each.path) for each in identities_of(asker.person_id) for role in each.roles)
    acting = Viewer(asker.person_id, grants, "staff", "asker")
    values = {"seal": "school", "document": "合同"}
    row = put_draft(acting=acting, kind=kind_of("seal"), organisation=region.lake, values=values)
    send(acting=acting, request=row)
    assert next_holders(load(row).case) == (head.person_id,)
    successor = hired(region, "successor", "", "general_affairs")
    leave(acting=SYSTEM, staff=[head], day=date(2026, 11, 1))
    seat_everybody_anew()
    row = Request.objects.get(pk=row.pk)
    assert next_holders(load(row).case) == (successor.person_id,)
    leave(acting=SYSTEM, staff=[successor], day=date(2026, 11, 1))
    assert seated(stage, region.lake.path, asker.person_id).people == (principal.pk,)


def test_a_principal_chooses_a_post_where_paths_are_drawn(region):
    browser = client_of(somebody("principal", region.lake, "principal"))
    address = f"/requests/paths/{region.lake.pk}/seal/"
    page = browser.get(address, headers={"accept-language": "zh-hans"})
    assert "本人所在教研组组长" in page.content.decode()
    sent = {"stages": "1", "title_0": "教研组", "who_0": "post:own_research_group", "how_0": "one", "do": "force"}
    found = re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', page.content.decode())
    hidden = {name: value for name, value in found if name.startswith("_") or name == "once"}
    assert browser.post(address, {**hidden, **sent}).status_code == 302
    drawn = PathVersion.objects.get(state="in_force").drawn
    assert [(each.source, each.name) for each in drawn[0].deciders] == [(Source.DECLARED, "post:own_research_group")]
    assert 'value="post:own_research_group" selected' in browser.get(address).content.decode()
