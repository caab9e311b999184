"""A new field of a metric header: two lines in two files, and every reader is shown it."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

DECLARED = {
    "pipelines/catalogue/metrics.py": (
        "    kept_by_month: bool = False\n",
        '    kept_by_month: bool = False\n    review_body: str = ""\n',
    ),
    "snapshot/metric_fields.py": (
        "METRIC_FIELDS = (\n",
        "METRIC_FIELDS = (\n    MetricField("
        '"review_body", "varchar", "Who reviews the measure.", "Reviewed by"),\n',
    ),
}
PROGRAM = """
import json, sys
from pathlib import Path
from dashboards.dictionary import dictionary, html, markdown
from dashboards.web.app import create_app
from pipelines.ingest.readers.headed import sheets
from snapshot import snapshots
from snapshot.export import export_metric
from snapshot.published import Published
from tests.pipelines.conftest import CORE, CRIME_COUNT, Office

office = Office(Path(sys.argv[1]))
office.core("crime", CORE)
office.metric("crimes_count", CRIME_COUNT, 'review_body = "The Scrutiny Panel"\\n')
office.deliver("crime/crime_2019-10.csv", "Month,Force,Crimes\\n2019-10-01,E23000023,12\\n")
office.night()
office.publish()
folder = snapshots.find(office.site.published).folder
published = Published(office.site.published)
for name in ("json", "csv", "xlsx"):
    export_metric(published, "crimes_count", name, office.folder / f"out.{name}")
cover = next(rows for _, rows in sheets(office.folder / "out.xlsx"))
print(json.dumps({
    "export": (office.folder / "out.json").read_text(encoding="utf-8"),
    "metadata": (office.folder / "out.csv-metadata.json").read_text(encoding="utf-8"),
    "workbook": "\\n".join(cell for row in cover for cell in row),
    "table": [row["review_body"] for row in published.rows("select * from metric")],
    "meaning": {name: meaning for name, _, meaning in published.notes["metric"].columns},
    "page": create_app(office.site.published).test_client().get("/measures/crimes_count").text,
    "dictionary": markdown(dictionary(published)),
    "open data": (folder / "exports" / "measures.csv").read_text(encoding="utf-8"),
}))
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """What readers are shown by a copy of the program to which one field was added."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("pipelines", "snapshot"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dashboards", "assets", "expectations", "tests"):
        (copy / name).symlink_to(ROOT / name)
    for name, (old, new) in DECLARED.items():
        text = (copy / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (copy / name).write_text(text.replace(old, new), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path_factory.mktemp("office"))],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def test_a_field_is_declared_in_two_files():
    assert len(DECLARED) == 2


def test_it_is_a_column_of_the_snapshot_with_its_meaning(shown):
    assert shown["table"] == ["The Scrutiny Panel"]
    assert shown["meaning"]["review_body"] == "Who reviews the measure."


@pytest.mark.parametrize("where", ["page", "dictionary"])
def test_it_is_a_fact_of_the_page_and_of_the_dictionary(shown, where):
    assert "Reviewed by" in shown[where]
    assert "The Scrutiny Panel" in shown[where]


@pytest.mark.parametrize("where", ["metadata", "workbook"])
def test_it_is_told_with_the_figures_that_are_exported(shown, where):
    assert "Reviewed by: The Scrutiny Panel" in shown[where]


def test_it_is_in_what_is_exported(shown):
    assert json.loads(shown["export"])["metric"]["review_body"] == "The Scrutiny Panel"
    assert "review_body" in shown["open data"].splitlines()[0]
    assert "The Scrutiny Panel" in shown["open data"]
