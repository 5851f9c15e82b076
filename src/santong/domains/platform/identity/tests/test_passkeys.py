"""Passkeys, in the system's Chromium with its virtual authenticator (WebDriver extension of WebAuthn)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import CDPSession, Page, expect

from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.tests.conftest import PASSWORD

# What the browser does with a page is the same on every database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]


@pytest.fixture
def tab(person, live_server, chromium) -> Iterator[Page]:
    """A page that stops the test when the content security policy is broken."""
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN")
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert not refused


@pytest.fixture
def device(tab) -> CDPSession:
    """An authenticator inside the device, unlocked by its owner."""
    session = tab.context.new_cdp_session(tab)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": UNLOCKED})
    return session


UNLOCKED = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def password(page: Page) -> None:
    page.goto("/account/sign-in/")
    page.fill("#id_identifier", "mei")
    page.fill("#id_password", PASSWORD)
    page.click("button.primary[type=submit]")


def sign_out(page: Page) -> None:
    page.goto("/account/sign-out/")
    page.click("main button[type=submit]")
    page.wait_for_url("**/account/sign-in/**")


def add_passkey(page: Page) -> None:
    password(page)
    page.wait_for_url("**/")
    page.goto("/account/second-factor/passkeys/add/")
    page.fill("#id_name", "我的手机")
    page.click("form[data-island=passkey] button[type=submit]")
    page.wait_for_url("**/account/second-factor/codes/")


def test_a_passkey_signs_in_alone_and_after_the_password(tab, device, person):
    add_passkey(tab)
    tab.goto("/account/second-factor/")
    expect(tab.get_by_text("我的手机").first).to_be_visible()
    sign_out(tab)

    tab.click("form[data-island=passkey] button[type=submit]")
    tab.wait_for_url("**/")
    expect(tab.locator("body")).to_have_attribute("data-person", str(person.pk))
    sign_out(tab)

    password(tab)
    tab.wait_for_url("**/account/sign-in/code/")
    tab.click("form[data-island=passkey] button[type=submit]")
    tab.wait_for_url("**/")
    expect(tab.locator("body")).to_have_attribute("data-person", str(person.pk))
    assert Authenticator.objects.get(user=person, type="webauthn").last_used_at is not None


def test_a_passkey_confirms_and_can_be_removed(tab, device, person, monkeypatch):
    add_passkey(tab)
    with monkeypatch.context() as patched:
        patched.setattr("santong.domains.platform.identity.adapters.CONFIRMED_FOR", 0)
        tab.goto("/account/second-factor/codes/")
        tab.get_by_role("link", name="使用通行密钥").click()
        tab.click("form[data-island=passkey] button[type=submit]")
        tab.wait_for_url(lambda url: "/confirm/" not in url)
    tab.goto("/account/second-factor/")
    tab.get_by_role("link", name="移除 我的手机").click()
    tab.click("button.danger")
    tab.wait_for_url("**/account/second-factor/")
    assert not Authenticator.objects.filter(user=person).exists()


def test_a_device_that_does_not_know_its_owner_is_refused(tab, device, person):
    add_passkey(tab)
    sign_out(tab)
    device.send("WebAuthn.disable")
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**UNLOCKED, "isUserVerified": False}})
    tab.click("form[data-island=passkey] button[type=submit]")
    expect(tab.locator("[data-passkey-error]")).to_be_visible(timeout=70_000)
    assert tab.locator("body[data-person]").count() == 0


def test_a_switched_off_account_is_told_so(tab, device, person):
    add_passkey(tab)
    sign_out(tab)
    Person.objects.filter(pk=person.pk).update_quietly(is_active=False)
    tab.click("form[data-island=passkey] button[type=submit]")
    expect(tab.get_by_text("账号已停用").first).to_be_visible()
    assert tab.locator("body[data-person]").count() == 0


def test_the_rules_of_a_password_are_ticked_off(tab, person):
    password(tab)
    tab.wait_for_url("**/")
    tab.goto("/account/password/")
    met = tab.locator(".rules li[data-met]")
    expect(met).to_have_count(0)
    tab.fill("#id_new", "12345678")
    expect(met).to_have_count(2)
    tab.fill("#id_new", "mei and 12345678")
    expect(met).to_have_count(2)
    tab.fill("#id_new", "four other words")
    tab.fill("#id_again", "four other words")
    expect(met).to_have_count(4)
