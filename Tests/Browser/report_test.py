#!/usr/bin/env python3
# Part of Perch. SPDX-License-Identifier: Apache-2.0
"""Opens the HTML report in Chromium and uses it as people do.

report_test.py FOLDER [PICTURES]: FOLDER holds sample.html and many.html as the tests of ScenarioRunner write them; screenshots
go to PICTURES.
"""

import json
import pathlib
import shutil
import sys

from playwright.sync_api import expect, sync_playwright

folder = pathlib.Path(sys.argv[1]).resolve()
pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
expect.set_options(timeout=60_000)
chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
complaints = []
requests = []


def opened(browser, name, width=1400, scheme="light"):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("console", lambda message: complaints.append(f"{name}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{name}: {error}"))
    page.on("request", lambda request: requests.append(request.url))
    page.goto((folder / name.split("#")[0]).as_uri() + ("#" + name.split("#")[1] if "#" in name else ""))
    return page


def picture(page, name):
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=pictures / f"{name}.png", full_page=True)


def rows(page):
    return page.locator(".row .title").all_inner_texts()


def a_failure_shows_its_call_and_effects(browser):
    page = opened(browser, "sample.html")
    expect(page).to_have_title("✗ 4 of 8 scenarios failed")
    picture(page, "summary")
    page.get_by_role("button", name="SUMMER10 takes 10 % off").first.click()
    detail = page.locator("#s1 .detail")
    expect(detail.locator(".message")).to_have_text("no effect `setDiscount` with these props")
    expect(detail.locator(".side.expected").first).to_contain_text("3.99")
    expect(detail.locator(".side.actual").first).to_contain_text("1.99")
    expect(detail.locator(".why")).to_contain_text("Session.Total is 39.9")
    expect(detail.locator("details[open] .moment.call")).to_contain_text("PUT /v2/customer_sessions/s1?dry=true 200")
    effects = detail.locator("table.effects tbody tr")
    expect(effects).to_have_count(2)
    expect(effects.nth(1)).to_contain_text("setDiscount")
    expect(effects.nth(1)).to_contain_text("value = 1.99")
    expect(detail.locator(".json").nth(1)).to_contain_text('note: "</script><!-- & -->"')
    expect(detail.locator(".copyable code").first).to_contain_text("curl -X PUT")
    expect(detail.locator(".copyable code").last).to_have_text("perch test 'shop/checkout.lua:12'")
    picture(page, "failure")
    # Another call opens by itself.
    detail.locator("summary").filter(has_text="/v2/customer_sessions/s1 200").click()
    expect(detail.locator(".exchange").first).to_contain_text("kettle")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    detail.get_by_role("button", name="Copy the curl line").last.click()
    expect(detail.get_by_role("button", name="Copy the curl line").last).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("curl -X PUT")


def filters_narrow_the_list(browser):
    page = opened(browser, "sample.html")
    assert len(rows(page)) == 8
    page.get_by_role("button", name="2 errors").click()
    assert len(rows(page)) == 2, rows(page)
    page.get_by_role("button", name="1 flaky").click()
    expect(page.locator("#shown")).to_have_text("3 of 8 scenarios")
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("Tag").select_option("coupon")
    expect(page.locator(".row")).to_have_count(1)
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("File").select_option("shop/wallet.lua")
    expect(page.locator(".row")).to_have_count(3)
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("Search").fill("nil CARD")
    expect(page.locator(".row")).to_have_count(1)
    page.get_by_label("Search").fill("nothing is like this")
    expect(page.locator(".empty")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_label("Order").select_option("plan")
    assert rows(page)[0].split()[:4] == ["passed:", "buys", "a", "kettle"], rows(page)
    page.get_by_label("Order").select_option("slow")
    assert "SUMMER10" in rows(page)[0], rows(page)


def everything_works_by_keyboard(browser):
    page = opened(browser, "sample.html")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#s2 .head")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#s1 .head")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#s1 .head")).to_have_attribute("aria-expanded", "true")
    assert page.url.endswith("#s1")
    page.keyboard.press("n")
    expect(page.locator("#s4 .head")).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("#s1 .head")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("#s1 .head")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("f")
    expect(page.locator(".row")).to_have_count(4)
    page.keyboard.press("f")
    expect(page.locator(".row")).to_have_count(8)
    page.keyboard.press("/")
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.type("stock")
    expect(page.locator(".row")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#s2 .head")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".row")).to_have_count(8)
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def a_flaky_scenario_shows_each_attempt(browser):
    page = opened(browser, "sample.html#s2")
    detail = page.locator("#s2 .detail")
    expect(detail.locator(".attempts button")).to_have_count(2)
    expect(detail.locator(".message")).to_have_text("error: no answer in time")
    expect(detail.locator(".status.wrong").first).to_have_text("no answer")
    detail.get_by_role("button", name="Attempt 2").click()
    expect(detail.locator(".failure")).to_have_count(0)
    expect(detail.locator(".moment.call")).to_have_count(1)


def coverage_marks_what_is_missing(browser):
    page = opened(browser, "sample.html")
    expect(page.locator("#coverage .figure").nth(1)).to_contain_text("1 of 2")
    campaign = page.locator(".campaign")
    expect(campaign).to_have_count(1)
    expect(campaign.locator("> summary")).to_contain_text("Summer <sale>")
    silent = campaign.locator(".rule").nth(1)
    expect(silent.locator("> summary")).to_contain_text("never fired")
    outcomes = silent.locator("tbody .seen")
    expect(outcomes.nth(0)).to_contain_text("not seen")
    expect(outcomes.nth(1)).to_contain_text("✓seen")
    expect(silent.locator(".given")).to_contain_text("never given")
    expect(page.locator(".operations li")).to_have_count(42)
    expect(page.locator("#covered .files")).to_contain_text("not run: 5–9")
    campaign.locator("> summary").focus()
    page.keyboard.press("Enter")
    expect(silent).to_be_hidden()
    page.keyboard.press("Enter")
    expect(silent).to_be_visible()
    page.get_by_role("link", name="operations").press("Enter")
    assert page.url.endswith("#coverage-operations")
    picture(page, "coverage")


def it_is_light_and_dark(browser):
    def page_colour(page):
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    light = opened(browser, "sample.html#s1")
    dark = opened(browser, "sample.html#s1", scheme="dark")
    assert page_colour(light) != page_colour(dark)
    dark.keyboard.press("t")
    assert page_colour(light) == page_colour(dark)
    dark.keyboard.press("t")
    picture(dark, "dark")


def it_fits_a_narrow_screen(browser):
    page = opened(browser, "sample.html#s1", width=400)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    picture(page, "narrow")


def it_has_landmarks_and_names(browser):
    page = opened(browser, "sample.html#s1")
    for role in ["banner", "main", "complementary", "contentinfo", "search"]:
        expect(page.get_by_role(role)).to_have_count(1)
    unnamed = page.evaluate("""[...document.querySelectorAll('button, input, select, summary')]
        .filter(one => !(one.innerText || one.ariaLabel || one.labels?.length)).map(one => one.outerHTML)""")
    assert unnamed == [], unnamed
    assert page.evaluate("new Set([...document.querySelectorAll('[id]')].map(one => one.id)).size"
                         " === document.querySelectorAll('[id]').length")


def what_failed_is_open_on_paper(browser):
    page = opened(browser, "sample.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".row.bad .detail")).to_have_count(4)
    page.emulate_media(media="print")
    expect(page.locator("#filters")).to_be_hidden()
    picture(page, "paper")


def five_thousand_do_not_freeze_it(browser):
    page = opened(browser, "many.html")
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    expect(page.locator(".row")).to_have_count(5000)
    page.locator("#query").fill("case 4907")
    expect(page.locator(".row")).to_have_count(1)
    assert page.locator("script[type='application/json']").count() == 5001
    page.keyboard.press("Escape")
    expect(page.locator(".row")).to_have_count(5000)
    blocked = page.evaluate("""async () => {
        let longest = 0, last = performance.now();
        const done = performance.now() + 1500;
        document.getElementById('query').value = 'case';
        document.getElementById('query').dispatchEvent(new Event('input', { bubbles: true }));
        while (performance.now() < done) {
            await new Promise(resolve => setTimeout(resolve, 0));
            longest = Math.max(longest, performance.now() - last);
            last = performance.now();
        }
        return longest;
    }""")
    print(f"  5,000 scenarios: readable after {ready:.0f} ms, busy for at most {blocked:.0f} ms at a time")


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    for test in [
        a_failure_shows_its_call_and_effects, filters_narrow_the_list, everything_works_by_keyboard,
        a_flaky_scenario_shows_each_attempt, coverage_marks_what_is_missing, it_is_light_and_dark,
        it_fits_a_narrow_screen, it_has_landmarks_and_names, what_failed_is_open_on_paper, five_thousand_do_not_freeze_it,
    ]:
        test(browser)
        print("ok " + test.__name__.replace("_", " "))
    browser.close()

assert not complaints, json.dumps(complaints, indent=2)
outside = [url for url in requests if not url.startswith(folder.as_uri())]
assert not outside, outside
print("ok no complaint in the console, no request to anywhere")
