"""Officers' commentary: where it stands in the paper, what it may call, and that nothing is executed."""

import pytest

from dashboards.papers.blocks import Bullets, Heading, PaperError, Paragraph, Picture, Table
from dashboards.papers.commentary import CallError, parse_call, read

FOLDER = "commentary/2019-12-19"


@pytest.fixture
def with_commentary(composed, tmp_path):
    """Compose the Offenders paper with commentary files, by priority."""

    def with_commentary(**files):
        home = tmp_path / FOLDER
        home.mkdir(parents=True)
        for name, text in files.items():
            (home / f"{name.replace('_', '.')}.md").write_text(text, encoding="utf-8")
        return composed(folder=tmp_path)

    return with_commentary


def said(paper):
    return [str(block.text) for block in paper.blocks if isinstance(block, Paragraph)]


def test_commentary_stands_at_its_priority_and_under_its_promised_item(with_commentary):
    paper = with_commentary(O2_1="Opening of officers.\n\n### Outcome rates\n\nUnder the item.\n")

    texts = [str(getattr(block, "text", "")) for block in paper.blocks]
    start = next(i for i, text in enumerate(texts) if text.startswith("Priority for action"))
    opening, item = texts.index("Opening of officers."), texts.index("Outcome rates")
    assert start < opening < item < texts.index("Under the item.")


def test_a_topic_that_the_plan_does_not_promise_follows_the_items(with_commentary):
    paper = with_commentary(O2_1="### Visits\n\nWe met partners.\n")

    headings = [block.text for block in paper.blocks if isinstance(block, Heading)]
    assert headings.index("Visits") > headings.index("Outcome rates")


def test_figures_charts_tables_and_references_are_looked_up(with_commentary):
    paper = with_commentary(
        O2_1=(
            'The rate was {{ value("prosecution_possible_rate") }} in '
            '{{ period("prosecution_possible_rate") }}: {{ change("prosecution_possible_rate") }}. '
            '{{ ref("ours") }} says why. {{ chart("recorded_crime_count") }}\n'
            '{{ table("recorded_crime_count") }}\n\nThis is why. {#ours}\n'
        )
    )

    number = next(b.number for b in paper.blocks if getattr(b, "label", "") == "ours")
    assert f"The rate was 9.7% in October 2019: no clear change. {number} says why." in said(paper)
    asked = [b for b in paper.blocks if isinstance(b, Table) and b.label.startswith("asked-")]
    assert asked[0].caption == "Recorded crime, Cambridgeshire, July to September 2019"
    drawn = [block.label for block in paper.blocks if isinstance(block, Picture)]
    assert drawn.count("chart-recorded-crime-count-e23000023") == 1


def test_a_list_stays_a_list_and_emphasis_is_dropped(with_commentary):
    paper = with_commentary(O2_1="Words of *weight*:\n\n- one\n- two\n  more\n")

    assert "Words of weight:" in said(paper)
    lists = [[str(i) for i in b.items] for b in paper.blocks if isinstance(b, Bullets)]
    assert ["one", "two more"] in lists


def test_commentary_on_a_priority_that_the_plan_lacks_is_refused(with_commentary):
    with pytest.raises(PaperError, match=r"O9\.9\.md: O9\.9 is not a priority for action"):
        with_commentary(O9_9="Words.\n")


def test_a_mistake_in_a_call_is_told_with_file_line_and_what_may_be_called(with_commentary):
    with pytest.raises(PaperError, match=r"O2\.1\.md, line 3: 'vaule' is not known.*chart"):
        with_commentary(O2_1='Words.\n\n{{ vaule("recorded_crime_count") }}\n')


@pytest.mark.parametrize(
    "source",
    [
        '__import__("os").system("x")',
        'value(open("x").read())',
        'value("a").upper()',
        "value(*names)",
        "value(**names)",
        'value(f"{secret}")',
        "7 * 7",
        "[value for value in range(9)]",
        'value("a", other=print)',
        "(" * 300,
    ],
)
def test_nothing_but_a_call_with_quoted_words_is_understood(source):
    with pytest.raises(CallError):
        parse_call(source)


def test_a_call_is_read_with_its_words_and_its_options():
    call = parse_call(' value("conviction_rate", "Peterborough", context=true) ')

    assert (call.name, call.arguments) == ("value", ("conviction_rate", "Peterborough"))
    assert call.options == {"context": True}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("Words.\n\n    x = 1\n", 3, "indented block"),
        ("Words.\n\n```\nx\n```\n", 3, "block of code"),
        ("See [us](http://a.example).\n", 1, "a link"),
        ("<script>x</script>\n", 1, "HTML"),
        ("![alt](a.png)\n", 1, "an image"),
        ("1. one\n2. two\n", 1, "numbered list"),
        ("> quoted\n", 1, "quotation"),
        ("# Title\n", 1, "not a topic"),
    ],
)
def test_what_a_paper_does_not_carry_is_a_problem_with_its_line(text, line, what):
    problems = read(text, "O2.1.md", "O2.1").problems

    assert next((p.line, what in p.message) for p in problems) == (line, True)
