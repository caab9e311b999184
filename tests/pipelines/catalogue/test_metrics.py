"""A metric's header: each mistake is told with file, field and remedy."""

import pytest

from pipelines.catalogue.metrics import read_metric
from pipelines.errors import MetricError

HEADER = {
    "title": '"Burglary rate"',
    "definition": '"Burglaries per 1,000 people."',
    "theme": '"victims"',
    "objective_id": '"V1"',
    "unit": '"per_1000"',
    "better_when": '"lower"',
    "basis": '"flow"',
    "population": '"People"',
    "geography": '"Force"',
    "numerator_name": '"Burglaries"',
    "numerator_unit": '"offence"',
    "denominator_unit": '"person"',
    "aggregation": '"sum"',
    "denominator_name": '"People"',
    "frequency": '"month"',
    "lag_months": "1",
    "publisher": '"The force"',
    "owner": '"Analyst"',
    "caveats": '["One.", "Two."]',
}


@pytest.fixture
def read(tmp_path):
    """Write a metric file with some fields changed (None removes one) and read it."""

    def read(name="burglary_rate", query="select 1 as x", **changes):
        lines = [f"{key} = {value}" for key, value in (HEADER | changes).items() if value]
        folder = tmp_path / "assets" / "metrics" / "victims"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.sql"
        path.write_text(
            "/* metric\n" + "\n".join(lines) + "\n*/\n\n" + query + ";\n", encoding="utf-8"
        )
        return read_metric(path)

    return read


def test_a_header_and_its_query_are_read(read):
    metric = read(roll_up='["quarter"]')
    assert metric.metric_id == "burglary_rate"
    assert metric.query == "select 1 as x"
    assert metric.caveats == ("One.", "Two.")
    assert metric.roll_up == ("quarter",)
    assert metric.factor == 1000
    assert metric.is_rate


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": None, "owner": None}, "title is missing, and so are owner. Add it."),
        ({"colour": '"red"'}, "line 21: colour is not known here. There are title, definition,"),
        ({"capveats": "[]"}, "line 21: capveats is not known here: did you mean caveats?"),
        ({"better_when": '"up"'}, "better_when is 'up'. Use one of higher, lower, neither."),
        ({"theme": '"police"'}, "theme is 'police'. Use one of victims"),
        ({"unit": '"promille"'}, "unit is 'promille'"),
        ({"frequency": '"weekly"'}, "frequency is 'weekly'"),
        ({"lag_months": '"one"'}, "line 17: lag_months must be a whole number; found 'one'"),
        ({"lag_months": "true"}, "lag_months must be"),
        ({"caveats": '"One."'}, "caveats must be a list of texts"),
        ({"caveats": "[1]"}, "caveats must be a list of texts"),
        ({"roll_up": '["decade"]'}, "roll_up names decade. Use some of month, quarter"),
        ({"denominator_name": None, "roll_up": '["quarter"]'}, "has no denominator_name. Name it."),
        ({"unit": '"count"'}, "unit count is a count but names a denominator. Remove one."),
        ({"breakdown_total": '"none"'}, "breakdown_total is given but no breakdown"),
        (
            {"kept_by_month": "true", "frequency": '"quarter"'},
            "kept_by_month needs frequency month",
        ),
        ({"title": "Burglary"}, "is not valid TOML: Invalid value (at line 2, column 9)"),
        ({"marking": '"SECRET"'}, "marking is 'SECRET'"),
    ],
)
def test_a_mistake_is_told_with_file_field_and_remedy(read, changes, words):
    with pytest.raises(MetricError) as mistake:
        read(**changes)
    assert str(mistake.value).startswith("assets/metrics/victims/burglary_rate.sql")
    assert words in str(mistake.value)


def test_a_file_name_that_cannot_name_a_table_is_refused(read):
    with pytest.raises(MetricError, match="the file name is the metric's name"):
        read(name="Burglary-Rate")


def test_a_file_without_a_header_is_refused(tmp_path):
    path = tmp_path / "x.sql"
    path.write_text("select 1\n", encoding="utf-8")
    with pytest.raises(MetricError, match="does not begin with a metric header"):
        read_metric(path)


def test_any_change_of_definition_or_query_is_a_new_version(read):
    first = read().version
    assert read().version == first
    assert read(query="select 2 as x").version != first
    assert read(definition='"Other."').version != first
