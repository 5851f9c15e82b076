"""Lists as their users use them: search, sort, pages, selection, undo, keys."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import enter


def directory(page: Page) -> Page:
    enter(page, "county")
    page.goto("/organisations/")
    return page


def test_search_narrows_as_one_types_and_stands_in_the_address(new_page):
    page = directory(new_page())
    page.get_by_role("searchbox").first.fill("一中")
    expect(page.locator("[data-rows] > tr").first).to_contain_text("一中")
    page.wait_for_url("**q=**")
    page.reload()
    expect(page.get_by_role("searchbox").first).to_have_value("一中")


def test_nothing_found_offers_to_clear_the_filters(new_page):
    page = directory(new_page())
    page.goto("/organisations/?q=no-such-thing")
    expect(page.locator('.empty[data-kind="no-match"]')).to_be_visible()
    page.locator(".empty a").click()
    expect(page.locator("[data-rows] > tr").first).to_be_visible()


def test_sorting_and_back(new_page):
    page = directory(new_page())
    page.locator("a.sort").first.click()
    page.wait_for_url("**sort=name**")
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.go_back()
    page.wait_for_url("**/organisations/")
    expect(page.locator("th[aria-sort]").first).to_be_visible()


def test_select_remove_and_undo(new_page):
    page = directory(new_page())
    page.goto("/organisations/?kind=department")
    before = page.locator(".pager > span").inner_text()
    boxes = page.locator("[data-select]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    bar = page.locator("[data-bulk-bar]")
    expect(bar).to_be_visible()
    bar.get_by_role("button").filter(has_text="移除").click()
    toast = page.locator("[data-toast]").first
    expect(toast).to_be_visible()
    toast.locator("form[data-toast-undo] button").click()
    page.goto("/organisations/?kind=department")
    expect(page.locator(".pager > span")).to_have_text(before)


def test_form_errors_take_the_focus_and_keep_what_was_typed(new_page):
    page = directory(new_page())
    page.goto("/organisations/new/")
    page.locator("[name=valid_from]").fill("2026-09-01")
    page.locator("[name=valid_until]").fill("2025-09-01")
    page.locator("form.form button[type=submit]").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(page.locator("[name=valid_from]")).to_have_value("2026-09-01")
    summary.get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('input, select')")


def test_command_palette_by_keyboard(new_page):
    page = directory(new_page())
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.type("实验")
    expect(page.locator("#palette [role=option]").first).to_contain_text("实验")
    page.keyboard.press("Enter")
    page.wait_for_url("**/schools/*/")
    expect(page.locator("h1")).to_contain_text("实验")


def test_keys_move_through_rows(new_page):
    page = directory(new_page())
    page.locator("main").focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    row = page.evaluate(
        "[...document.querySelector('[data-rows]').children].findIndex(r => r.contains(document.activeElement))"
    )
    assert row == 1


def test_a_draft_survives_a_reload(new_page):
    page = directory(new_page())
    page.goto("/organisations/new/")
    page.locator("[name=name]").fill("尚未保存的学校")
    page.wait_for_timeout(2500)
    page.reload()
    expect(page.locator("[name=name]")).to_have_value("尚未保存的学校")


def test_a_day_is_chosen_from_a_calendar_in_the_language_of_the_page(new_page):
    page = directory(new_page())
    page.goto("/organisations/new/")
    field = page.locator(".date-field").first
    day = field.locator("input")
    day.fill("2026年9月1日")
    day.blur()
    expect(day).to_have_value("2026-09-01")
    field.get_by_role("button").first.click()
    expect(field.locator("calendar-date")).to_contain_text("2026")
    expect(field.locator("calendar-month")).to_contain_text("九月")
    focused = field.locator("calendar-month button:focus")
    expect(focused).to_have_text("1")
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_text("2")
    page.keyboard.press("Enter")
    expect(day).to_have_value("2026-09-02")
    expect(field.locator(".date-panel")).to_be_hidden()


def test_filters_open_as_a_sheet_on_a_phone(new_page):
    page = directory(new_page(width=390, height=844))
    kind = page.locator("select[name=kind]")
    expect(kind).to_be_hidden()
    page.locator(".sheet-open").click()
    expect(kind).to_be_visible()
    kind.select_option("department")
    page.locator(".sheet-footer button").click()
    expect(kind).to_be_hidden()
    page.wait_for_url("**kind=department**")


def test_a_notice_covers_nothing_that_can_be_clicked(new_page):
    page = directory(new_page())
    page.goto("/organisations/new/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.evaluate("document.dispatchEvent(new CustomEvent('toast', {detail: {text: '已保存', undo: '/undo/1/'}}))")
    toast = page.locator("[data-toast]").first
    expect(toast).to_be_visible()
    covered = page.evaluate(
        """() => {
          const notice = document.querySelector('.toasts-list').getBoundingClientRect();
          return [...document.querySelectorAll('main button, main a[href], main input, main select')].filter((e) => {
            const box = e.getBoundingClientRect();
            return box.width && box.left < notice.right && box.right > notice.left
              && box.top < notice.bottom && box.bottom > notice.top;
          }).length;
        }"""
    )
    assert covered == 0


def test_theme_text_and_language_are_kept(new_page):
    page = directory(new_page())
    page.locator(".display-menu > summary").click()
    page.locator("[data-set-theme=dark]").click()
    page.locator("[data-set-text=large]").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("html").get_attribute("data-text") == "large"
    page.locator(".display-menu > summary").click()
    page.locator('button[name=language][value="en"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".display-menu > summary").click()
    page.locator('button[name=language][value="zh-hans"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
