"""Reading by keyboard alone, without scripts, with large letters, and on paper."""

import pypdfium2
import pytest

from tests.lanes import full

ROLES_AND_PAGES = [
    *(("viewer", path) for path in ("/", "/areas", "/find?q=crime", "/measures")),
    *(("analyst", path) for path in ("/measures/prosecution_possible_rate", "/query")),
    *(("editor", path) for path in ("/measures/antisocial_behaviour_rate/annotate", "/commentary")),
    ("assurer", "/sign-off/victims?board=2019-12-19"),
    *(full("viewer", path) for path in ("/theme/victims", "/grants", "/dictionary", "/api")),
    *(full("viewer", path) for path in ("/measures/no_such_measure",)),
    *(full("editor", path) for path in ("/governance/decisions", "/governance", "/account")),
    *(full(*page) for page in (("analyst", "/quality"), ("assurer", "/sign-off"))),
]
SOME_PAGES = ["/theme/offenders", "/measures/prosecution_possible_rate", "/areas", "/governance"]
MAIN_PAGES = SOME_PAGES + [
    full(path)
    for path in ("/", "/quality", "/grants", "/dictionary", "/how-to-read", "/find?q=crime")
]
WORDS = "document.querySelector('main').textContent"


@pytest.mark.parametrize(("role", "path"), ROLES_AND_PAGES)
def test_the_keyboard_reaches_everything_shows_where_it_is_and_is_never_trapped(
    open_page, draw_all, role, path
):
    page = open_page(path, role)
    draw_all(page)
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    reached, hidden = {}, []
    for _ in range(2_000):
        page.keyboard.press("Tab")
        found = page.evaluate("probes.focused()")
        if found and found["isDate"] and found["label"] in reached:
            continue  # a day, a month and a year are three stops in one field
        if found is None or found["label"] in reached:
            break
        reached[found["label"]] = found
        if found["outline"] < 2 or found["contrast"] < 3 or not found["inWindow"]:
            hidden.append(found)
        if found["tag"] == "SUMMARY" and not found["isOpen"]:
            page.keyboard.press("Enter")
    else:
        pytest.fail(f"{path}: the keyboard never came to the end")
    assert hidden == []
    assert sorted(set(page.evaluate("probes.reachable()")) - set(reached)) == []


def test_the_keyboard_reaches_the_content_first(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_search_of_the_masthead_works_by_keyboard_alone(open_page):
    page = open_page("/")
    page.focus("#find")
    page.keyboard.type("peterborough")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?q=peterborough")
    assert page.get_by_role("link", name="Peterborough").first.is_visible()


def test_the_figures_of_a_chart_are_a_key_press_away(open_page):
    page = open_page("/measures/prosecution_possible_rate")
    twin = page.locator("details:has(> summary:text-is('Table'))")
    figure = twin.locator("td", has_text="9.7").first
    twin.locator("summary").focus()
    assert not figure.is_visible()
    page.keyboard.press("Enter")
    assert figure.is_visible()


def test_a_reader_of_the_screen_hears_what_a_chart_shows(open_page):
    page = open_page("/measures/prosecution_possible_rate")
    said = page.get_by_role("img").first.get_attribute("aria-label")
    assert "Prosecutions possible" in said
    assert "Latest 9.7%" in said


@pytest.mark.parametrize("path", MAIN_PAGES)
def test_without_scripts_every_word_and_picture_is_there(open_page, complaints, path):
    with_scripts, without = open_page(path), open_page(path, java_script_enabled=False)
    drawn = with_scripts.evaluate(
        "[...document.querySelectorAll('.live')].forEach((live) => live.remove()) || " + WORDS
    )
    body = without.locator("main").text_content()
    assert " ".join(body.split()) == " ".join(drawn.split())
    for picture in without.locator(".chart").all():
        assert picture.locator(".still.wide svg").is_visible()
    assert complaints == []


@pytest.mark.parametrize("path", MAIN_PAGES)
def test_letters_of_twice_the_size_lose_nothing(open_page, draw_all, path):
    page = open_page("/")
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    page.goto(path)
    draw_all(page)
    assert page.evaluate("getComputedStyle(document.body).fontSize") in {"34px", "38px"}
    assert page.evaluate("probes.sideways()") == []
    assert page.evaluate("probes.collisions()") == []


def printed(page, folder):
    """Print a page as a browser does; return the texts of its sheets."""
    target = folder / "page.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(target)
    sizes = {tuple(map(round, sheet.get_size())) for sheet in document}
    return [sheet.get_textpage().get_text_range() for sheet in document], sizes


def test_a_printed_page_is_a4_and_holds_the_figures_and_no_navigation(
    open_page, draw_all, tmp_path
):
    page = open_page("/measures/prosecution_possible_rate")
    draw_all(page)
    sheets, sizes = printed(page, tmp_path)
    whole = " ".join(" ".join(sheets).split())
    assert sizes == {(595, 842)}
    assert "Synthetic demonstration data." in sheets[0]
    assert "Prosecutions possible" in sheets[0] and "9.7%" in sheets[0]
    assert "Athena goes live, May 2018" in sheets[0]  # of the still picture
    assert "Aug 2017 12.8 360 2,810" in whole  # of the table, which was closed on the screen
    for word in ("Skip to the content", "Data for programs", "Find anything"):
        assert word not in whole


@pytest.mark.parametrize(
    "path", ["/theme/victims", "/areas", *map(full, ("/", "/quality", "/governance"))]
)
def test_every_main_page_prints_its_heading_first_and_nothing_wider_than_the_sheet(
    open_page, draw_all, tmp_path, path
):
    page = open_page(path)
    draw_all(page)
    heading = " ".join(page.locator("h1").text_content().split())
    sheets, _ = printed(page, tmp_path)
    assert heading in " ".join(sheets[0].split())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 643, "height": 900})  # A4 without its margins, in CSS pixels
    assert page.evaluate("probes.sideways()") == []


def test_print_shows_the_static_pictures(open_page, draw_all):
    page = open_page("/measures/prosecution_possible_rate")
    draw_all(page)
    page.emulate_media(media="print")
    assert page.locator(".still.wide").first.is_visible()
    assert not page.locator(".live").first.is_visible()
