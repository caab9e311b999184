"""Who may see which row stands on a published table, and a table that does not say it is refused."""

from dataclasses import replace

import pytest

from assets.published import rules
from assets.published.schema import TABLES
from pipelines import assemble
from pipelines.errors import ConfigurationError
from snapshot.tables import PublishedTable, require_rules

NEW = PublishedTable("custody_visit", "Grain: one row per visit.", {"visit_id": ("varchar", "Id.")})


def test_a_new_table_without_a_rule_is_refused_when_the_catalogue_loads(monkeypatch):
    monkeypatch.setattr(assemble, "TABLES", (*TABLES, NEW))
    with pytest.raises(
        ConfigurationError,
        match=r"custody_visit: does not say who may see which of its rows.*Write rows=.*EVERY_ROW",
    ):
        assemble.catalogue()


def test_a_new_query_without_a_table_is_refused_when_the_catalogue_loads(monkeypatch, tmp_path):
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "custody_visit.sql").write_text("select 1 from core.visit")
    monkeypatch.setattr(assemble, "ASSETS", tmp_path)
    with pytest.raises(
        ConfigurationError,
        match=r"assets/published/custody_visit\.sql: no published table .*Declare PublishedTable",
    ):
        assemble.catalogue()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"rows": {"everyone": "true"}}, "rows for everyone"),
        ({"rows": rules.EVERY_ROW, "cells": {"visitor": rules.NOT_OUTSIDE}}, "cells of visitor"),
        ({"rows": rules.ANALYSTS_ONLY, "cells": {"visit_id": {"public": "null"}}}, "for public"),
    ],
)
def test_a_rule_for_an_audience_or_a_column_that_is_not_there_is_refused(given, told):
    with pytest.raises(ConfigurationError, match=f"custody_visit: gives .*{told}"):
        require_rules([replace(NEW, **given)], [])


def test_the_rules_are_those_that_were_agreed_and_every_other_table_goes_whole_to_everyone():
    named = {
        name: rule
        for name, rule in vars(rules).items()
        if name.isupper() and not name.startswith("_")
    }
    limited = {
        table.name: next(name for name, rule in named.items() if rule == table.rows)
        for table in TABLES
        if table.rows != rules.EVERY_ROW
    }
    assert limited == {
        "observation": "FIGURES_SHOWN",
        "figure_register": "PRESENT_FIGURES_OF_PEOPLE",
        "revision": "NO_REVISION_OF_PEOPLE",
        "signal": "LATEST_FIGURES_SHOWN",
        "metric": "OFFICIAL_MEASURES",
        "metric_source": "OFFICIAL_MEASURES",
        "comparator": "OFFICIAL_MEASURES",
        "annotation": "OFFICIAL_MEASURES",
        "promise": "OFFICIAL_OR_NO_MEASURE",
        "metric_query": "ANALYSTS_ONLY",
        "rejected_record": "ANALYSTS_ONLY",
    }
    assert {(table.name, column) for table in TABLES for column in table.cells} == {
        ("snapshot", "audience"),
        ("delivery", "reason"),
        ("quality_check", "sample"),
        ("observation", "first_published_value"),
        ("annotation", "written_by"),
    }


def test_the_office_s_own_analysts_have_every_row_of_every_table():
    assert {table.rows["restricted"] for table in TABLES} == {"true"}
