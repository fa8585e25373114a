"""A real browser walks every kind of page, live and published: on a desktop and a phone, in light and dark."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import chromium
from materiel.record.store import Register
from materiel.tell import publish
from materiel.tell.app import Shown
from running import running

IN_CI = os.environ.get("CI") == "true"
"""Where every check must run, what is missing is a failure; elsewhere it is a skip with its reason."""

if not IN_CI:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed; pip install '.[test]'")
from playwright import sync_api  # noqa: E402

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--disable-dev-shm-usage",
)
DESKTOP, PHONE = (1280, 900), (390, 844)
WAYS = [(size, scheme) for size in (DESKTOP, PHONE) for scheme in ("light", "dark")]
"""Every page is looked at in all of them; it is loaded once."""


@dataclass
class Walk:
    """A tab, and what went wrong in it."""

    page: sync_api.Page
    base: str
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def to(self, path: str) -> None:
        self.page.goto(self.base + path)

    def look(self, size: tuple[int, int], scheme: str) -> None:
        """From now on as on another screen."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]

    def heard(self, message: sync_api.ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def stopped(self, dialog: sync_api.Dialog) -> None:
        self.errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def asked(self, request: sync_api.Request) -> None:
        if not request.url.startswith(self.base):
            self.elsewhere.append(request.url)

    def fits(self) -> bool:
        """Whether nothing has to be scrolled sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.fixture(scope="module")
def base(site_register: str) -> Iterator[str]:
    """The address of a running site over the register made by hand."""
    with running(site_register) as address:
        yield address


@pytest.fixture(scope="module")
def published(site_register: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a plain web server over the same register's published files, in two languages."""
    folder = tmp_path_factory.mktemp("published")
    shown = Shown(hosts=(), is_static=True, tongues=("sr-Cyrl",))
    with ThreadPoolExecutor(1) as aside:  # the browser's driver has an event loop of its own here
        aside.submit(publish.publish, site_register, folder, shown).result()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


class _Files(SimpleHTTPRequestHandler):
    """Files as any web host shows them, in silence."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    """Chromium from the system; without one the walk is skipped, but not where CI must walk it."""
    found = chromium.found()
    if found is None:
        reason = "no Chromium on this machine; install the system's package chromium"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=list(FLAGS))
        yield opened
        opened.close()


def opened(browser: sync_api.Browser, base: str, size: tuple[int, int] = DESKTOP, **more: Any) -> Walk:
    """A fresh tab in which everything that goes wrong is heard."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
    made = Walk(context.new_page(), base)
    made.page.on("console", made.heard)
    made.page.on("pageerror", lambda error: made.errors.append(str(error)))
    made.page.on("dialog", made.stopped)
    made.page.on("request", made.asked)
    return made


def ended(walk: Walk) -> None:
    """Nothing may have gone wrong, and no other host may have been asked."""
    walk.page.context.close()
    assert walk.errors == []
    assert walk.elsewhere == []


@pytest.fixture(params=[(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"])
def walk(request: pytest.FixtureRequest, browser: sync_api.Browser, base: str) -> Iterator[Walk]:
    """A fresh tab of the running site."""
    size, scheme = request.param
    made = opened(browser, base, size, color_scheme=scheme, has_touch=size == PHONE)
    yield made
    ended(made)


def test_from_the_register_to_the_sentence_in_its_report(walk: Walk) -> None:
    page = walk.page
    walk.to("/deals")
    assert walk.fits()
    if walk.page.get_by_text("Filters", exact=True).is_visible():
        page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Country").select_option("XKX")
    page.get_by_label("Its role").select_option("recipient")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/deals?country=XKX&role=recipient")
    assert page.get_by_text("1 deal", exact=True).is_visible() and walk.fits()

    page.get_by_role("link", name="Türkiye to Kosovo").click()
    page.wait_for_url("**/deals/*")
    assert "five Bayraktar TB2 drones" in page.get_by_role("heading", level=1).inner_text()
    assert page.get_by_role("heading", name="Where the reports differ").is_visible() and walk.fits()
    summary = page.locator("#weapons-0-quantity summary").first
    summary.click()
    assert page.locator("#weapons-0-quantity details[open] blockquote").first.is_visible() and walk.fits()

    page.locator("#value figcaption a").first.click()
    page.wait_for_url("**/documents/*#c*")
    mark = page.locator(".place:target + mark")
    assert mark.inner_text() == "$45 million" and walk.fits()
    box = mark.bounding_box()
    assert box and 0 <= box["y"] <= page.viewport_size["height"]
    mark.get_by_role("link").click()
    page.wait_for_url("**/deals/*#value")


def test_every_kind_of_page_is_readable_and_axe_finds_nothing(browser: sync_api.Browser, base: str) -> None:
    walk = opened(browser, base)
    asked = ["/deals?text=nothing+like+it", "/deals?since=soon", "/search?text=Bayraktar", "/nothing"]
    for number, path in enumerate((*kinds(walk), *asked)):
        seen(walk, path, axe_in=WAYS[3 * (number % 2)])
    walk.errors[:] = [error for error in walk.errors if "status of 4" not in error]
    ended(walk)


def test_every_kind_of_published_page_is_the_same(browser: sync_api.Browser, base: str, published: str) -> None:
    live = opened(browser, base)
    walk = opened(browser, published)
    for path in kinds(live):
        if path.startswith("/deals/") and path.endswith("/weighed"):
            continue  # what is weighed of deals is live alone
        is_first = path in ("/", "/deals") or path.startswith(("/deals/", "/documents/", "/states/", "/briefs"))
        seen(walk, path, axe_in=WAYS[1] if is_first else None)
    ended(walk)
    ended(live)


def test_an_empty_register_says_what_to_do(browser: sync_api.Browser, tmp_path: Path) -> None:
    place = str(tmp_path / "empty.db")
    Register.open(place).close()
    with running(place) as address:
        walk = opened(browser, address)
        for path in ("/", "/deals", "/documents", "/calendar", "/states"):
            seen(walk, path)
            assert walk.page.get_by_text("Nothing has been read yet").is_visible()
        ended(walk)


def test_hostile_words_do_nothing(browser: sync_api.Browser, base: str, published: str) -> None:
    for address in (base, published):
        walk = opened(browser, address)
        for path in every_path(walk):
            walk.to(path)
            assert walk.page.title() != "owned"
            assert walk.page.evaluate("document.scripts.length") == 0
        ended(walk)


def seen(walk: Walk, path: str, axe_in: tuple[tuple[int, int], str] | None = None) -> None:
    """Loads a page once and looks at it on every screen: it fits and can be read, and axe has nothing to say."""
    if not IN_CI:
        pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    from axe_playwright_python import sync_playwright as axe

    walk.to(path)
    assert walk.page.locator("h1").count() == 1, path
    assert walk.page.evaluate("document.scripts.length") == 0, path
    for way in WAYS:
        walk.look(*way)
        assert walk.fits(), (path, way)
        if way in (WAYS[0], WAYS[3]):
            assert pale(walk) == [], (path, way)
        if way == axe_in:
            found = axe.Axe().run(walk.page).response["violations"]
            assert [(it["id"], [node["html"] for node in it["nodes"]]) for it in found] == [], (path, way)


def test_a_wrong_date_is_said_beside_its_field(walk: Walk) -> None:
    walk.to("/deals")
    if walk.page.get_by_text("Filters", exact=True).is_visible():
        walk.page.get_by_text("Filters", exact=True).click()
    walk.page.get_by_label("Since").fill("soon")
    walk.page.get_by_label("Words").fill("drone & <b>")
    walk.page.get_by_role("button", name="Show").click()
    walk.page.wait_for_url("**since=soon*")
    assert walk.page.get_by_label("Words").input_value() == "drone & <b>"
    assert walk.page.get_by_text("“soon” is not a date").is_visible() and walk.fits()
    # Chromium itself notes an answer of 400 for the page.
    walk.errors[:] = [error for error in walk.errors if "status of 400" not in error]


def test_without_scripts_nothing_is_lost(browser: sync_api.Browser, base: str, published: str) -> None:
    for address in (base + "/deals?country=XKX", published + "/deals"):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(address)
        page.get_by_role("link", name="Türkiye to Kosovo").click()
        page.locator("#supplier summary").click()
        assert page.locator("#supplier details blockquote").first.is_visible()
        page.locator("#supplier figcaption a").first.click()
        assert page.locator(".place:target + mark").is_visible()
        context.close()


def test_the_keyboard_reaches_the_text_and_shows_where_it_is(walk: Walk) -> None:
    walk.to("/deals")
    walk.page.keyboard.press("Tab")
    skip = walk.page.get_by_role("link", name="Skip to the text")
    assert skip.evaluate("link => link === document.activeElement")
    box = skip.bounding_box()
    assert box and box["y"] >= 0
    walk.page.keyboard.press("Enter")
    assert walk.page.evaluate("document.activeElement.id") == "main"
    walk.page.get_by_label("Words").focus()
    walk.page.keyboard.press("Tab")
    assert walk.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_print_shows_the_text_without_the_form(walk: Walk) -> None:
    walk.to("/deals")
    walk.page.emulate_media(media="print")
    assert not walk.page.get_by_role("button", name="Show").is_visible()
    assert walk.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def kinds(walk: Walk) -> list[str]:
    """One page of each kind that is published too: with contradictions, with hostile words, with figures, empty."""
    every = every_path(walk)
    pages = [next(path for path in every if path.startswith(start)) for start in ("/deals/TUR-XKX-", "/deals/IRN-")]
    reports = [path for path in every if "/documents/" in path]
    lists = ["/states", "/weapons", "/calendar", "/documents", "/deals"]
    topics = ["/states/SRB", "/regions/balkans", "/pairs/TUR/XKX", "/pairs/XKX/TUR", "/weapons/bayraktar-tb2"]
    topics += ["/categories/uav", "/calendar/2023-05", "/calendar/2023-05-19", "/404.html"]
    weighed = ["/states/TUR/weighed", "/regions/balkans/weighed", f"{pages[0]}/weighed"]
    weighed += ["/briefs/states/TUR/2023-05", f"/sr-Cyrl{pages[0]}", "/sr-Cyrl/about"]
    return ["/", "/about", *lists, *topics, *pages, *reports[:2], reports[-1], *weighed]


def every_path(walk: Walk) -> list[str]:
    """The register, every deal, every document, and the page that explains."""
    rows = walk.page.request.get(f"{walk.base}/deals.json?background=1").json()["deals"]
    paths = ["/", "/about"]
    for row in rows:
        told = walk.page.request.get(f"{walk.base}/deals/{row['id']}.json").json()
        paths += [f"/deals/{row['id']}", *(f"/documents/{it['id']}" for it in told["documents"])]
    return list(dict.fromkeys(paths))


COLOURS = """() => [...document.querySelectorAll("body *")].filter(el => el.checkVisibility() && el.offsetHeight > 1 &&
  [...el.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(el => {
    const under = [];
    for (let at = el; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      under.push((style.backgroundImage.match(/rgba?\\([^)]*\\)/) || [""])[0], style.backgroundColor);
    }
    const style = getComputedStyle(el);
    return {text: el.textContent.trim().slice(0, 40), ink: style.color, under,
            large: parseFloat(style.fontSize) >= (style.fontWeight >= 600 ? 18.66 : 24)};
})"""


def pale(walk: Walk) -> list[tuple[str, float]]:
    """Text whose contrast with what lies under it is below WCAG's AA (4.5, or 3 where it is large)."""
    found = []
    for told in walk.page.evaluate(COLOURS):
        ground = next((colour for colour in map(rgb, told["under"]) if colour), (255.0, 255.0, 255.0))
        ink = rgb(told["ink"])
        assert ink
        ratio = contrast(ink, ground)
        if ratio < (3 if told["large"] else 4.5):
            found.append((told["text"], round(ratio, 2)))
    return found


def rgb(colour: str) -> tuple[float, float, float] | None:
    """The parts of an opaque CSS colour; None for a transparent one or none."""
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)]
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 or (len(parts) == 4 and parts[3] == 1) else None


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """WCAG 2's contrast ratio, from 1 to 21."""
    lights = sorted((_light(one), _light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: tuple[float, float, float]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert round(contrast((0, 0, 0), (255, 255, 255)), 1) == 21
    assert round(contrast((119, 119, 119), (255, 255, 255)), 2) == 4.48
    assert rgb("rgba(0, 0, 0, 0)") is None and rgb("rgb(1, 2, 3)") == (1, 2, 3)
