"""Areas, hubs, tabs, all functions and pins, as somebody sees them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from santong.domains.platform.access.testing import signed_in
from santong.kit.menu import MenuItem
from santong.kit.models import PinBoard
from santong.kit.navigation.areas import Area, Layout
from santong.kit.navigation.hubs import HubCard
from santong.kit.navigation.pins import is_ours
from santong.kit.registry import registry
from santong.kit.shell import MOST_TABS

pytestmark = pytest.mark.django_db
OTHER_PAGES = ("/functions/?q=x", "/functions/?q=y", "/functions/?q=z", "/pupils/", "/staff/", "/calendar/")


@pytest.fixture
def principal(region) -> Client:
    return signed_in("principal", region.first)


def shell(client: Client, address: str):
    return client.get(address).context["shell"]


def pin(client: Client, action: str, path: str, title: str = "") -> None:
    answer = client.post("/functions/pins/", {"action": action, "path": path, "title": title})
    assert answer.status_code == 302


def pinned(client: Client) -> list[str]:
    return [line.url for line in shell(client, "/functions/").pins]


def test_the_frame_shows_areas_and_the_tabs_of_the_present_one(principal):
    frame = shell(principal, "/pupils/")
    assert [str(line.label) for line in frame.areas if line.current] == ["学生"]
    assert [line.url for line in frame.tabs][:2] == ["/areas/pupils/", "/pupils/"]
    assert [line.url for line in frame.tabs if line.current] == ["/pupils/"]
    assert [str(line.label) for line in frame.dock] == ["今日", "学生", "校园", "数据", "我"]
    assert shell(principal, "/").tabs == []


def test_a_large_area_shows_the_tabs_of_one_topic_and_its_hub_all(principal):
    on_page, on_hub = shell(principal, "/assets/"), shell(principal, "/areas/campus/")
    assert len(on_hub.pages) > MOST_TABS and on_hub.tabs == []
    assert "/repairs/" in {line.url for line in on_page.tabs} < {"/areas/campus/", *(line.url for line in on_hub.pages)}
    assert [line.url for line in on_page.tabs if line.current] == ["/assets/"]
    hub = principal.get("/areas/campus/").content.decode()
    assert all(f'href="{line.url}"' in hub for line in on_hub.pages)


def test_the_bell_leads_to_what_was_sent_to_somebody(principal):
    frame = shell(principal, "/")
    assert frame.messages_url == "/notices/" and frame.unread == 0
    assert shell(Client(), "/account/login/").messages_url == ""


def test_an_area_of_one_page_is_called_as_the_page_and_leads_there(principal):
    lines = {line.url: str(line.label) for line in shell(principal, "/").areas}
    assert lines["/staff/"] == "教职工"
    assert "/areas/staff/" not in lines


def test_a_hub_has_its_functions_what_waits_and_what_modules_show(principal):
    card = HubCard("pupils", lambda request: "<p>of the module</p>")
    hidden = HubCard("pupils", lambda request: "<p>secret</p>", permission="audit.view")
    with registry.declaring(card, hidden):
        page = principal.get("/areas/pupils/").content.decode()
    assert "of the module" in page and "secret" not in page
    assert 'href="/pupils/"' in page and 'href="/transfers/"' in page
    assert principal.get("/areas/audit/").status_code == 404
    assert principal.get("/areas/there-is-none/").status_code == 404


def test_all_functions_are_found_by_pinyin(principal):
    page = principal.get("/functions/").content.decode()
    assert "学校设置" in page and 'href="/calendar/"' in page
    found = principal.get("/functions/?q=xuesheng").content.decode()
    assert (
        'action="/functions/pins/"' in found and "没有符合条件" in principal.get("/functions/?q=zzz").content.decode()
    )


def test_pins_are_those_of_the_layout_until_somebody_changes_them(principal):
    assert pinned(principal) == ["/transfers/", "/data-quality/", "/calendar/"]
    pin(principal, "add", "/resources/", "资源库")
    assert pinned(principal) == ["/transfers/", "/data-quality/", "/calendar/", "/resources/"]
    pin(principal, "up", "/resources/")
    pin(principal, "down", "/transfers/")
    assert pinned(principal) == ["/data-quality/", "/transfers/", "/resources/", "/calendar/"]
    for path in pinned(principal):
        pin(principal, "remove", path)
    assert pinned(principal) == []
    assert PinBoard.objects.count() == 1


def test_a_pinned_function_is_called_as_it_is_in_the_language_of_the_reader(principal):
    pin(principal, "add", "/resources/", "whatever the sender called it")
    pin(principal, "add", "/pupils/?gap=guardian", "没有监护人")
    labels = {line.url: str(line.label) for line in shell(principal, "/functions/").pins}
    assert labels["/resources/"] == "资源库" and labels["/pupils/?gap=guardian"] == "没有监护人"
    answer = principal.get("/functions/", headers={"Accept-Language": "en"})
    english = {line.url: str(line.label) for line in answer.context["shell"].pins}
    assert english["/resources/"] == "Resource library" and english["/transfers/"] == "Transfers"


def test_a_path_that_is_too_long_is_refused_whole(principal):
    pin(principal, "add", f"/pupils/?q={'x' * 200}", "x")
    assert pinned(principal) == ["/transfers/", "/data-quality/", "/calendar/"]


def test_a_pin_is_not_pinned_twice_and_six_are_enough(principal):
    for path in (*OTHER_PAGES, *OTHER_PAGES, "/moderation/"):
        pin(principal, "add", path, path)
    assert len(pinned(principal)) == 6 and "/moderation/" not in pinned(principal)


@pytest.mark.parametrize(
    "path", ["https://elsewhere.example/", "//elsewhere.example/", "/there-is-nothing/", "", "javascript:x"]
)
def test_only_own_pages_are_pinned(principal, path):
    assert not is_ours(path)
    pin(principal, "add", path, "x")
    assert len(pinned(principal)) == 3


def test_an_unknown_move_changes_nothing(principal):
    pin(principal, "burn", "/transfers/")
    pin(principal, "up", "/transfers/")
    assert pinned(principal) == ["/transfers/", "/data-quality/", "/calendar/"]


def test_the_pins_of_one_are_not_those_of_another(region, principal):
    pin(principal, "remove", "/transfers/")
    assert pinned(signed_in("principal", region.second, "other")) == ["/transfers/", "/data-quality/", "/calendar/"]


def test_a_page_that_no_layout_knows_is_still_there(principal):
    item = MenuItem("Odd", "kit:functions", "bell", topic="system")
    bare = Layout("bare", ("principal",), (Area("today", "Today", "home", ("today",)),), order=0)
    with registry.declaring(item, bare, alone=True):
        lines = shell(principal, "/").areas
    assert reverse("kit:functions") in [line.url for line in lines]


def test_a_layout_says_what_is_wrong_with_it():
    area = Area("a", "A", "home", ("today",))
    faults = list(Layout("odd", ("bellringer",), (area,) * 9).faults())
    assert len(faults) == 2
