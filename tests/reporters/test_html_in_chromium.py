"""The HTML report as its readers have it: in a browser, from a file, without a network."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from browser import launched
from findings import finding, shown
from hostile import HOSTILE
from published import PACKAGES

from postlint.project import Failure, Report
from postlint.registry import load_registry
from postlint.reporters import Context
from postlint.rule import Edit, Fix, Severity
from postlint.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    Open = Callable[..., Page]

RAIN = """\
# Why I count the rain

The garden *recieved* less than the [forecast](forecast.md) said.

- one
- two wrng

```
tip
```
"""
BUCKET = "# Bucket\n\nIt tips.\n\n<script>document.title = 'ran'</script>\n"
TEXTS = {"posts/rain.md": RAIN, "posts/bucket.md": BUCKET}

FINDINGS = (
    finding(BUCKET, "It tips", path="posts/bucket.md", rule="empty-section", message="Tips"),
    finding(
        RAIN,
        "recieved",
        path="posts/rain.md",
        message='"recieved" is misspelled',
        fix=Fix((Edit(36, 44, "received"),), safe=True),
    ),
    finding(
        RAIN,
        "forecast.md",
        path="posts/rain.md",
        rule="missing-file",
        severity=Severity.ERROR,
        message='No file "forecast.md"',
    ),
    finding(RAIN, "wrng", path="posts/rain.md", severity=Severity.INFO, message="Is it wrng?"),
)
REPORT = Report(FINDINGS, paths=("posts/bucket.md", "posts/clean.md", "posts/rain.md"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture
def troubles() -> list[str]:
    """What a page complained of or asked for; there must be none of it when a test ends."""
    return []


@pytest.fixture
def open_report(browser: Browser, tmp_path: Path, troubles: list[str]) -> Iterator[Open]:
    """Opens a report from a file."""
    pages = []

    def open_it(report: Report = REPORT, texts: dict[str, str] = TEXTS, **options: object) -> Page:
        path = tmp_path / "report.html"
        context = Context(
            read_source=lambda name: Source(name, texts[name]), rules=load_registry().rules
        )
        path.write_text(shown(report, "html", context=context), encoding="utf-8")
        page = browser.new_context(**options).new_page()  # type: ignore[arg-type]  # as they come
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: troubles.append(f"request: {request.url}"))
        pages.append(page)
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        assert troubles == [f"request: {path.as_uri()}"]
        troubles.clear()
        return page

    yield open_it
    for page in pages:
        page.context.close()
    assert not troubles


def visible_notes(page: Page) -> list[str]:
    return [text for text in page.locator(".note:visible .message").all_inner_texts() if text]


def test_the_overview_says_it_all(open_report: Open) -> None:
    page = open_report()
    assert page.inner_text("h1") == "4 problems in 2 of 3 posts"
    assert page.inner_text("#details") == "1 can be fixed with --fix"
    assert page.inner_text("#count") == "4 findings in 2 posts"
    assert page.locator("#severity-chart .legend").all_inner_texts() == [
        "✕\n1 error", "!\n2 warnings", "i\n1 info"
    ]  # fmt: skip
    assert page.locator("#rule-chart .name").all_inner_texts() == [
        "spelling", "empty-section", "missing-file"
    ]  # fmt: skip
    assert page.locator("#post-chart .bar-row").first.get_attribute("title") == "posts/rain.md"


def test_findings_are_marked_in_place_and_explained_beside(open_report: Open) -> None:
    page = open_report(viewport={"width": 1400, "height": 900})
    mark = page.locator("mark.hit.warning", has_text="recieved")
    note = page.locator("#note-1")
    assert mark.evaluate("mark => mark.parentElement.tagName") == "EM"
    assert "--fix" in note.inner_text()
    where, beside = mark.bounding_box(), note.bounding_box()
    assert where and beside
    assert beside["x"] > where["x"] + where["width"]
    assert abs(beside["y"] - where["y"]) < 30
    link = page.locator(".link.hit.error")
    assert link.inner_text().startswith("forecast")


def test_notes_do_not_overlap(open_report: Open) -> None:
    page = open_report(viewport={"width": 1400, "height": 900})
    boxes = [note.bounding_box() for note in page.locator("[data-post='1'] .note").all()]
    assert len(boxes) == 3
    for above, below in itertools.pairwise(boxes):
        assert above and below
        assert above["y"] + above["height"] <= below["y"]


def test_on_a_narrow_screen_notes_follow_their_paragraph(open_report: Open) -> None:
    page = open_report(viewport={"width": 390, "height": 800})
    mark = page.locator("mark.hit", has_text="recieved").bounding_box()
    note = page.locator("#note-1").bounding_box()
    assert mark and note
    assert note["y"] > mark["y"] + mark["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_options_are_not_broken_at_their_hyphens(open_report: Open) -> None:
    page = open_report(viewport={"width": 320, "height": 800})
    option = page.locator("#details .option")
    assert option.all_inner_texts() == ["--fix"]
    assert page.locator("#details").inner_text() == "1 can be fixed with --fix"
    assert option.evaluate("one => one.getClientRects().length") == 1
    assert page.locator(".hint .option").all_inner_texts() == ["--fix"]


def test_posts_with_the_same_name_are_told_apart(open_report: Open) -> None:
    paths = ("a/rain/index.md", "a/snow/index.md", "a/about.md")
    findings = [finding(BUCKET, "It tips", path=path) for path in paths]
    page = open_report(Report(tuple(findings), paths=paths), dict.fromkeys(paths, BUCKET))
    names = page.locator("#post-chart .name").all_inner_texts()
    assert sorted(names) == ["about.md", "rain/index.md", "snow/index.md"]


def test_large_numbers_fit_into_their_ring(open_report: Open) -> None:
    findings = (finding(BUCKET, "It tips", path="posts/bucket.md"),) * 12_345
    page = open_report(Report(findings, paths=("posts/bucket.md",)))
    assert page.locator(".ring .sum").text_content() == "12,345"
    # The ring is 13 wide around a radius of 40: inside are 67 of the drawing's 100.
    assert page.locator(".ring .sum").evaluate("text => text.getComputedTextLength()") < 67


def test_filters_say_what_they_leave(open_report: Open) -> None:
    page = open_report()
    page.select_option("#severity", "error")
    page.wait_for_selector("#count:text-is('1 of 4 findings in 1 post')")
    assert visible_notes(page) == ['No file "forecast.md"']
    assert page.locator(".post:visible").count() == 1
    assert page.locator("mark.hit.warning").count() == 0
    page.click("#clear")
    page.wait_for_selector("#count:text-is('4 findings in 2 posts')")

    page.select_option("#rule", "spelling")
    page.wait_for_selector("#count:text-is('2 of 4 findings in 1 post')")
    page.select_option("#fix", "1")
    page.wait_for_selector("#count:text-is('1 of 4 findings in 1 post')")
    page.keyboard.press("Escape")
    page.wait_for_selector("#count:text-is('4 findings in 2 posts')")

    page.fill("#post", "BUCKET")
    page.wait_for_selector("#count:text-is('1 of 4 findings in 1 post')")
    page.fill("#post", "")
    page.wait_for_selector("#count:text-is('4 findings in 2 posts')")
    page.fill("#query", "wrng rain")
    page.wait_for_selector("#count:text-is('1 of 4 findings in 1 post')")
    assert visible_notes(page) == ["Is it wrng?"]
    assert not page.locator("#none").is_visible()


def test_filters_that_leave_nothing_can_be_reset_there(open_report: Open) -> None:
    page = open_report()
    page.fill("#query", "sunshine")
    page.wait_for_selector("#count:text-is('0 of 4 findings in 0 posts')")
    page.get_by_role("button", name="Reset the filters").click()
    page.wait_for_selector("#count:text-is('4 findings in 2 posts')")
    assert not page.locator("#none").is_visible()


def test_charts_filter_too(open_report: Open) -> None:
    page = open_report()
    page.click("#rule-chart button[title=missing-file]")
    page.wait_for_selector("#count:text-is('1 of 4 findings in 1 post')")
    pressed = page.locator("#rule-chart button[aria-pressed=true]")
    assert pressed.get_attribute("title") == "missing-file"
    assert page.input_value("#rule") == "missing-file"
    assert page.evaluate("document.activeElement.title") == "missing-file"
    pressed.click()
    page.wait_for_selector("#count:text-is('4 findings in 2 posts')")


def test_the_keyboard_goes_from_finding_to_finding(open_report: Open) -> None:
    page = open_report()
    focused = "document.activeElement.id"
    for expected in ("note-0", "note-1", "note-2", "note-3", "note-0"):
        page.keyboard.press("j")
        assert page.evaluate(focused) == expected
    page.keyboard.press("k")
    assert page.evaluate(focused) == "note-3"
    page.keyboard.press("/")
    assert page.evaluate(focused) == "query"
    page.keyboard.type("jk")
    assert page.input_value("#query") == "jk"


def test_a_link_to_a_finding_opens_it(open_report: Open) -> None:
    page = open_report()
    page.click("#toggle-all")
    assert page.locator(".note:visible").count() == 0
    page.evaluate("location.hash = '#note-2'")
    page.wait_for_selector("#note-2.current")
    page.locator("#note-2 .place").click()
    assert page.evaluate("document.activeElement.id") == "mark-2"


def test_posts_open_and_close(open_report: Open) -> None:
    page = open_report()
    title = page.locator("[data-post='0'] .title")
    assert title.get_attribute("aria-expanded") == "true"
    title.focus()
    page.keyboard.press("Enter")
    assert title.get_attribute("aria-expanded") == "false"
    assert not page.locator("[data-post='0'] .body").is_visible()


def test_many_posts_are_rendered_when_they_are_looked_at(open_report: Open) -> None:
    names = [f"posts/{number:03}.md" for number in range(40)]
    report = Report(tuple(finding(RAIN, "wrng", path=name) for name in names), paths=tuple(names))
    page = open_report(report, dict.fromkeys(names, RAIN))
    assert page.locator(".note").count() == 0
    page.click("#toggle-all")
    page.wait_for_selector("[data-post='0'] .note")
    assert page.locator("[data-post='39'] .note").count() == 0
    page.locator("[data-post='39']").scroll_into_view_if_needed()
    page.wait_for_selector("[data-post='39'] .note")


def test_light_and_dark(open_report: Open) -> None:
    page = open_report(color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.click("#theme")
    assert page.get_attribute("#theme", "aria-label") == "Theme: light"
    light = page.evaluate(background)
    assert light != dark
    page.click("#theme")
    assert page.evaluate(background) == dark
    page.emulate_media(color_scheme="light")
    assert page.evaluate(background) == dark
    page.click("#theme")
    assert page.evaluate(background) == light


def test_it_can_be_printed(open_report: Open) -> None:
    page = open_report(viewport={"width": 1400, "height": 900})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator("#filters").is_visible()
    mark = page.locator("mark.hit", has_text="recieved").bounding_box()
    note = page.locator("#note-1").bounding_box()
    assert mark and note
    assert note["y"] > mark["y"]
    assert len(page.pdf()) > 10_000


def test_nothing_a_post_or_a_message_contains_runs_or_loads(open_report: Open) -> None:
    text = "\n\n".join(HOSTILE) + "\n\n<iframe src='http://tracker.example'></iframe>\n"
    found = tuple(
        finding(text, part, path=f"{part}.md", message=part, rule="their-rule", severity=severity)
        for part, severity in zip(HOSTILE, list(Severity) * len(HOSTILE), strict=False)
    )
    found = tuple(sorted(found, key=lambda one: one.sort_key))
    report = Report(found, (Failure("<b>", "<i>"),), tuple(one.location.path for one in found))
    page = open_report(report, {one.location.path: text for one in found})
    page.click("#toggle-all")
    for one in page.locator(".post").all():
        one.scroll_into_view_if_needed()
        one.locator(".note").first.wait_for(state="visible")
    assert page.title() == "postlint report"
    assert page.locator("#posts :is(script, img, iframe, object, embed, svg, form)").count() == 0
    assert page.locator("#posts a[href^='javascript']").count() == 0
    assert page.locator("#failures").inner_text().endswith("<b>: <i>")
    assert "<script>document.title='ran'</script>" in page.inner_text("#posts")


def test_even_markup_put_into_the_page_would_not_run(
    open_report: Open, troubles: list[str]
) -> None:
    """The policy is the second line of defence: it refuses what the first should not let by."""
    page = open_report()
    refused = page.evaluate(
        """() => {
            try { document.body.innerHTML = "<img src=x onerror=alert(1)>"; return "" }
            catch (error) { return error.name }
        }"""
    )
    assert refused == "TypeError"
    (told,) = troubles
    assert "TrustedHTML" in told
    troubles.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_axe_finds_nothing_to_complain_about(open_report: Open, scheme: str, width: int) -> None:
    axe = PACKAGES / "axe-core" / "axe.min.js"
    if not axe.exists():
        pytest.skip(f"axe-core is not installed: run npm ci in {PACKAGES.parent}")
    page = open_report(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.keyboard.press("j")
    page.evaluate(axe.read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run().then(result => result.violations)")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []


def test_nothing_found_is_said(open_report: Open) -> None:
    page = open_report(Report((), paths=("a.md", "b.md")), {})
    assert page.inner_text("h1") == "No problems found in 2 posts"
    assert not page.locator("#filters").is_visible()
    assert not page.locator("#charts").is_visible()
