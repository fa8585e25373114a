"""A real browser logs in and reviews; hostile words from pages, people and addresses do nothing in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from argon2 import PasswordHasher

from test_browser import DESKTOP, IN_CI, PHONE, Walk, browser, ended, opened, pale  # isort: skip

if not IN_CI:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed; pip install '.[test]'")
from playwright import sync_api

import site_fixtures
from made import deal, entry
from materiel.record import query, review
from materiel.record.review import Verdict
from materiel.record.store import Register
from materiel.tell.live import password
from materiel.tell.live.store import Accounts
from running import running

__all__ = ["browser"]
WORDS = "five tall poplars"
HOSTILE = (
    "<script>window.owned=1</script>",
    "\"'><img src=x onerror=window.owned=1>",
    "</textarea></title></script><svg onload=window.owned=1>",
    "javascript:window.owned=1",
    '" autofocus onfocus="window.owned=1',
)
FOREIGN = """() => [...document.querySelectorAll("img, iframe, object, embed, script:not([src^='/static/']), base")]
  .map(it => it.outerHTML).concat([...document.querySelectorAll("*")].flatMap(it => [...it.attributes]
  .filter(at => at.name.startsWith("on") || at.name === "style" || at.name === "autofocus"
    || /^\\s*(javascript|data|vbscript):/i.test(at.value) && ["href", "src", "action", "formaction"].includes(at.name))
  .map(at => it.tagName + " " + at.name)))"""
"""What a page has that no template of ours makes."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The register made by hand with its hostile page, a contradiction, a tie, and hostile decisions."""
    found = site_fixtures.register(tmp_path_factory.mktemp("live"))
    with Register.open(found) as register:
        for number, words in enumerate(HOSTILE):
            page = entry(
                f"h{number}", deal(quantity=7, name=words, supplier=("CHN",), designation=f"Wing Loong {words}"),
                lines=[f"{words} {words}"], outlet=words, origin=words, url=f"https://h.example/{quote(words)}",
            )  # fmt: skip
            register.add_all([page])
        register.add_all([entry("w", deal(supplier=("CHN",), designation="HQ-9", quantity=3), published="2024-05-01")])
        register.add_all([entry("x", deal(supplier=("CHN",), designation="HQ-9", quantity=4), published="2024-05-02")])
        register.refresh()
        first = query.deals(register)[0]["id"]
        for words in HOSTILE:
            told = Verdict("correct", first, words, field="weapons[0].name", value=words, why=words)
            review.judge(register, told)
        register.refresh()
    return found


@pytest.fixture(scope="module")
def base(place: str) -> Iterator[str]:
    """The address of a running site that one editor may use."""
    usual, password._hasher = password._hasher, PasswordHasher(time_cost=1, memory_cost=1024)
    held = Accounts(place)
    held.add("editor-one", "editor", WORDS, HOSTILE[0])
    with running(place) as address:
        yield address
    password._hasher = usual


def log_in(walk: Walk, path: str = "/") -> None:
    walk.to(path)
    walk.page.get_by_label("Name").fill("editor-one")
    walk.page.get_by_label("Password").fill(WORDS)
    walk.page.get_by_role("button", name="Log in").click()
    walk.page.wait_for_url(f"**{path}")


def cases(walk: Walk) -> list[str]:
    """The addresses of the cases that wait."""
    return [href for href in hrefs(walk, "/review") if href.startswith(("/review/con", "/review/dou", "/review/tie"))]


def hrefs(walk: Walk, path: str) -> list[str]:
    walk.to(path)
    found = walk.page.eval_on_selector_all("main a[href^='/']", "links => links.map(it => it.getAttribute('href'))")
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"])
def test_the_pages_of_review_are_readable_and_axe_finds_nothing(
    browser: sync_api.Browser, base: str, size: tuple[int, int], scheme: str
) -> None:
    if not IN_CI:
        pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    from axe_playwright_python import sync_playwright as axe

    walk = opened(browser, base, size, color_scheme=scheme)
    walk.to("/login")
    _fine(walk, "/login", axe.Axe())
    log_in(walk)
    every = cases(walk)
    name = every[0].split("/")[3].partition("?")[0]
    pages = ("/review", every[0], f"/review/deal/{name}", "/audit")
    for path in pages if size == PHONE else (*pages, every[-1], "/review/history", "/account"):
        walk.to(path)
        walk.page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
        _fine(walk, path, axe.Axe())
    walk.to(f"/review/deal/{name}")
    walk.page.get_by_label("Another deal, by its name").fill("no such deal")
    walk.page.context.clear_cookies()  # the session ends before the form is sent
    walk.page.get_by_role("button", name="This is the same deal").click()
    assert walk.page.get_by_label("Another deal, by its name").input_value() == "no such deal"
    _fine(walk, "logged out", axe.Axe())
    assert [it for it in walk.errors if "401" not in it] == []
    walk.errors.clear()
    ended(walk)


def _fine(walk: Walk, path: str, axe: object) -> None:
    assert walk.page.locator("h1").count() == 1
    assert walk.fits(), path
    assert pale(walk) == [], path
    found = axe.run(walk.page).response["violations"]  # type: ignore[attr-defined]
    assert [(it["id"], [node["html"] for node in it["nodes"]]) for it in found] == [], path


def test_a_case_is_answered_with_keys_and_taken_back(browser: sync_api.Browser, base: str) -> None:
    walk = opened(browser, base)
    log_in(walk, "/review")
    page = walk.page
    first = next(href for href in cases(walk) if "contradiction" in href)
    walk.to(first)
    assert page.locator("kbd").first.is_visible()
    page.keyboard.press("w")
    page.keyboard.type("1 as the ministry says")  # no key of the review while somebody types
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.wait_for_url("**done=*")
    assert page.get_by_role("status").is_visible()
    page.keyboard.press("z")
    page.wait_for_url("**/review")
    assert first in cases(walk)
    walk.to(first)
    page.keyboard.press("s")
    page.wait_for_url(lambda url: url != base + first)
    ended(walk)


def test_a_case_is_answered_without_scripts(browser: sync_api.Browser, base: str) -> None:
    walk = opened(browser, base, PHONE, java_script_enabled=False)
    log_in(walk, "/review")
    page = walk.page
    page.get_by_role("link", name="Contradiction").click()
    page.locator(".questions .headline").first.click()
    assert not page.locator("kbd").first.is_visible()
    page.get_by_label("Another value").fill("lots")
    page.get_by_label("Why").fill("they say so")
    page.get_by_label("Another value").press("Enter")
    assert page.locator(".typed .fault").is_visible()
    assert page.get_by_label("Why").input_value() == "they say so"
    page.get_by_label("Another value").fill("12")
    page.get_by_role("button", name="Correct").click()
    assert page.get_by_role("status").is_visible()
    page.get_by_role("button", name="Take it back").click()
    assert page.get_by_role("heading", name="Review").is_visible()
    walk.errors[:] = [error for error in walk.errors if "status of 400" not in error]
    ended(walk)


def test_what_pages_and_people_say_never_runs(browser: sync_api.Browser, base: str) -> None:
    """Titles, outlets, addresses, authors, quotations, names of goods, reasons and values, in every page that shows
    them: no element or attribute comes of them, so that the policy has nothing to stop."""
    walk = opened(browser, base)
    log_in(walk)
    rows = walk.page.request.get(f"{base}/deals.json?background=1").json()["deals"]
    hostile = [row for row in rows if "IRN" in row["supplier"] or "CHN" in row["supplier"] or row["judged"]]
    assert len(hostile) >= 4
    hostile = [row for row in hostile if row["judged"] or "IRN" in row["supplier"]] + hostile[:3]
    paths = [
        "/",
        "/deals?background=1",
        "/documents",
        "/review",
        "/review/history",
        "/audit",
        "/calendar",
        *cases(walk),
    ]
    for row in hostile:
        paths += [f"/deals/{row['id']}", f"/review/deal/{row['id']}"]
        told = walk.page.request.get(f"{base}/deals/{row['id']}.json").json()
        paths += [f"/documents/{it['id']}" for it in told["documents"]]
    paths += [
        href for href in hrefs(walk, "/weapons") + hrefs(walk, "/makers") if "/weapons/" in href or "/makers/" in href
    ]
    for path in dict.fromkeys(paths):
        walk.to(path)
        _harmless(walk, path)
    ended(walk)


def test_what_an_address_says_never_runs(browser: sync_api.Browser, base: str) -> None:
    walk = opened(browser, base)
    together = (" ".join(HOSTILE), HOSTILE[-2])
    for words in together:
        walk.to(f"/login?then={quote(words, safe='')}")
        _harmless(walk, words)
    log_in(walk)
    shapes = (
        "/deals?text={0}&since={0}&status={0}&country={0}&sort={0}&page={0}",
        "/search?text={0}",
        "/search?text=a&lang={0}",
        "/deals/{0}",
        "/documents/{0}",
        "/states/{0}",
        "/weapons/{0}",
        "/pairs/TUR/{0}",
        "/calendar/{0}",
        "/{0}",
        "/review?kind={0}",
        "/review?done={0}&page={0}",
        "/review/{0}/{0}?field={0}",
        "/review/deal/{0}",
        "/audit?before={0}",
    )
    for words in together:
        for shape in shapes:
            walk.to(shape.format(quote(words, safe="")))
            _harmless(walk, shape)
    walk.errors[:] = [error for error in walk.errors if "status of 4" not in error]
    ended(walk)


def test_what_a_form_gives_back_never_runs(browser: sync_api.Browser, base: str) -> None:
    walk = opened(browser, base)
    log_in(walk)
    first = next(href for href in cases(walk) if "contradiction" in href)
    for words in (HOSTILE[2], HOSTILE[4]):
        walk.to(first)
        walk.page.get_by_label("Another value").fill(words)
        walk.page.get_by_label("Why").fill(words)
        walk.page.get_by_role("button", name="Correct").click()
        _harmless(walk, first)
        assert walk.page.get_by_label("Why").input_value() == words
        assert walk.page.get_by_label("Another value").input_value() == words
    walk.errors[:] = [error for error in walk.errors if "status of 400" not in error]
    ended(walk)


def _harmless(walk: Walk, path: str) -> None:
    assert walk.page.evaluate("window.owned === undefined && document.title !== 'owned'"), path
    assert walk.page.evaluate(FOREIGN) == [], path


def test_the_measure_sees_what_is_foreign(browser: sync_api.Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    page.set_content("<img src=x onerror=window.owned=1><a href='javascript:1'>x</a><script>window.owned=1</script>")
    found = page.evaluate(FOREIGN)
    assert len(found) == 4 and page.evaluate("window.owned") == 1
    page.close()
