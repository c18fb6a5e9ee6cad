#!/usr/bin/env python3
# Part of Perch. SPDX-License-Identifier: Apache-2.0
"""Looks for dead links in the documentation site, and reads some of it in Chromium.

site_test.py FOLDER [PICTURES]: FOLDER is what scripts/docs has built; screenshots go to PICTURES.
"""

import functools
import http.server
import json
import pathlib
import re
import shutil
import sys
import threading

from playwright.sync_api import expect, sync_playwright

folder = pathlib.Path(sys.argv[1]).resolve()
pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
expect.set_options(timeout=60_000)
chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def urls(value):
    """Every address that a page's data names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("url", "destination") and isinstance(inner, str):
                yield inner
            else:
                yield from urls(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from urls(inner)


def anchors(value):
    """Every place within a page that a link can lead to."""
    if isinstance(value, dict):
        if isinstance(value.get("anchor"), str):
            yield value["anchor"].lower()
        for inner in value.values():
            yield from anchors(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from anchors(inner)


def dead_links():
    pages = {path: json.loads(path.read_text()) for path in sorted((folder / "data").rglob("*.json"))}
    assert len(pages) > 200, f"only {len(pages)} pages"
    places = {"/" + str(path.relative_to(folder / "data").with_suffix("")): set(anchors(page)) for path, page in pages.items()}
    dead, seen = [], 0
    for path, page in pages.items():
        for url in set(urls(page)):
            if not url.startswith("/"):
                if not re.match(r"https?://|doc://|mailto:", url):
                    dead.append(f"{path.name}: {url} leads nowhere")
                continue
            seen += 1
            target, _, anchor = url.partition("#")
            target = target.rstrip("/").lower()
            if target.startswith("/images") or target.startswith("/downloads"):
                found = (folder / target[1:]).exists()
            else:
                found = target in places and (not anchor or anchor.lower() in places[target])
                found = found and (folder / target[1:] / "index.html").exists()
            if not found:
                dead.append(f"{path.name}: {url}")
    assert seen > 500, f"only {seen} links"
    return sorted(set(dead)), seen


def read(browser, address):
    complaints = []
    page = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("response", lambda response: complaints.append(f"{response.status} {response.url}") if response.status >= 400 else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((address, "data:")) else complaints.append(request.url))

    page.goto(address + "/")
    expect(page.get_by_role("heading", name="Perch", level=1)).to_be_visible()
    picture(page, "site-front")
    page.locator("main").get_by_role("link", name="Write scenarios").first.click()
    expect(page.get_by_role("heading", name="Write scenarios", level=1)).to_be_visible()
    expect(page.locator("pre code").first).to_contain_text("scenario")
    picture(page, "site-guide")
    page.goto(address + "/documentation/perch/customersessions/")
    expect(page.get_by_role("heading", name="updateCustomerSessionV2")).to_be_visible()
    expect(page.locator("main")).to_contain_text("talon.sessions.update(")
    picture(page, "site-operations")
    page.goto(address + "/documentation/integrationclient/integrationclient/")
    expect(page.locator("main")).to_contain_text("Calls operations of the Integration API")
    page.goto(address + "/documentation/luaruntime/luastate/")
    expect(page.get_by_role("heading", name="LuaState", level=1)).to_be_visible()
    assert not complaints, complaints


def picture(page, name):
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=pictures / f"{name}.png")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


dead, links = dead_links()
for line in dead:
    print(f"dead link: {line}")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
threading.Thread(target=server.serve_forever, daemon=True).start()
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    read(browser, f"http://127.0.0.1:{server.server_port}")
    browser.close()
print(f"{links} links of the documentation, {len(dead)} of them dead; pages read in Chromium")
sys.exit(1 if dead else 0)
