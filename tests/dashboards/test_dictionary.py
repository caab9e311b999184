"""The data dictionary: every measure and column, the same on the page and in the files."""

import re

import pytest
from click.testing import CliRunner

from dashboards.dictionary import dictionary, entry, html, markdown, write_dictionary
from pipelines.cli.main import main
from snapshot.published import Published


def test_the_page_has_an_entry_for_every_measure(whole, words_of, published):
    said = words_of(whole, "/dictionary")
    for metric in published.metrics.values():
        assert metric["title"] in said
        assert metric["definition"] in said
        assert whole.get(f"/dictionary/{metric['metric_id']}").status_code == 200


def test_an_entry_says_what_is_counted_over_what_with_units_and_target(snapshot_tables, publish):
    metric = snapshot_tables["metric"][0]
    metric |= {"numerator_unit": "outcome", "denominator_unit": "crime", "aggregation": "sum"}
    metric |= {"target": 12.0, "target_source": "the Board", "maturity_months": 6}
    metric |= {"breaks": "2018-05-01 Athena goes live", "context_only": True}
    opened = Published(publish(snapshot_tables))
    found = entry(opened, "prosecution_possible_rate")
    facts = dict(found.facts)
    opened.close()

    assert facts["What is counted"] == (
        "outcomes where a prosecution is possible (one is an outcome)"
    )
    assert facts["Over"] == "crimes recorded (one is a crime)"
    assert facts["Target"] == "12.0% (the Board)"
    assert facts["Figures come after"] == "1 month"
    assert facts["Too early to judge until"] == "6 months after the period"
    assert facts["Figures cover"] == "1 May 2017 to 31 October 2019"
    assert facts["Beside other measures"] == "As context only"
    assert found.breaks == ("2018-05-01 Athena goes live",)
    assert found.caveats[1] == "Not comparable with other forces."


def test_an_entry_names_its_feeds_and_each_check_with_its_result(published):
    found = entry(published, "prosecution_possible_rate")

    assert "raw.police_outcomes: Police outcomes, Cambridgeshire Constabulary" in found.sources
    results = {check.promise: check.result for check in found.checks}
    assert results["every crime has a force"] == "holds"
    assert results["outcome codes are known ones"] == "does not hold: 3 rows, for example 99"
    assert (found.passed, len(found.checks)) == (1, 2)


def test_every_column_of_every_published_table_is_explained(whole, words_of, published):
    said = words_of(whole, "/dictionary")
    for note in published.notes.values():
        assert note.comment
        assert note.comment in said
        for name, _, meaning in note.columns:
            assert meaning, f"{note.name}.{name}"


def test_the_files_say_what_the_page_says(published, tmp_path):
    page_and_paper = [path.read_text("utf-8") for path in write_dictionary(published, tmp_path)]
    whole = dictionary(published)
    for _, entries in whole.themes:
        for one in entries:
            for text in page_and_paper:
                plain = text.replace("\\", "").replace("&#39;", "'")
                assert one.definition in plain
                assert all(value in plain for _, value in one.facts)
                assert all(check.promise in plain for check in one.checks)


def test_the_files_say_that_the_data_is_synthetic(published):
    whole = dictionary(published)
    assert "Synthetic demonstration data" in markdown(whole)
    assert "Synthetic demonstration data" in html(whole)


def test_text_of_a_header_is_never_markup(snapshot_tables, publish):
    snapshot_tables["metric"][0]["title"] = "<script>alert(1)</script> | [a](b)"
    opened = Published(publish(snapshot_tables))
    whole = dictionary(opened)
    opened.close()

    assert "<script>" not in html(whole)
    assert r"\<script\>alert(1)\</script\> \| \[a\](b)" in markdown(whole)


def test_a_measure_that_is_not_there_has_no_entry(whole):
    assert whole.get("/dictionary/nothing").status_code == 404


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_whole_dictionary_can_be_taken_away(whole, form):
    response = whole.get(f"/dictionary.{form}")
    assert response.headers["Content-Disposition"] == f'attachment; filename="dictionary.{form}"'
    assert "Prosecutions possible" in response.text


def test_the_command_writes_both_files(published_folder, tmp_path):
    site = tmp_path / "site"
    assert CliRunner().invoke(main, ["init", str(site)], standalone_mode=False).exit_code == 0
    (site / "published").rmdir()
    (site / "published").symlink_to(published_folder, target_is_directory=True)
    ran = CliRunner().invoke(
        main, ["dictionary", "--out", str(tmp_path / "out"), "--site", str(site)]
    )

    assert ran.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "dictionary.html",
        "dictionary.md",
    ]
    assert re.search(
        r"^### Proven reoffending$", (tmp_path / "out/dictionary.md").read_text(), re.M
    )


def test_before_the_first_night_the_command_says_what_to_run(tmp_path):
    site = tmp_path / "site"
    CliRunner().invoke(main, ["init", str(site)], standalone_mode=False)
    ran = CliRunner().invoke(
        main, ["dictionary", "--out", str(tmp_path / "o"), "--site", str(site)]
    )
    assert ran.exit_code != 0
    assert "pcplan nightly" in ran.output
