"""The plan as data: read whole, and refused by file and field where it contradicts itself."""

import shutil

import pytest

from pipelines.errors import ConfigurationError
from pipelines.publish.catalogue_rows import register_rows
from pipelines.site.plan import read_plan
from pipelines.site.registers import Registers
from tests.conftest import ROOT

PLAN = """
title: Plan
period: 2017-20
themes:
  - theme: victims
    title: Victims
    aim: The aim.
    objectives:
      - objective_id: V1
        title: The objective.
        priorities:
          - {priority_id: V1.1, status: official, title: The priority., items: [
              {item: One, metric_id: m1}, {item: Two, reason: not yet a feed}], context: [m2]}
          - {priority_id: V1.2, status: to confirm}
"""


@pytest.fixture
def read(tmp_path):
    def read(old="", new="", **files):
        for name in ("events.yaml", "boards.yaml"):
            shutil.copyfile(ROOT / "assets" / "plan" / name, tmp_path / name)
        (tmp_path / "plan.yaml").write_text(PLAN.replace(old, new, 1), encoding="utf-8")
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return read_plan(tmp_path)

    return read


def test_the_plan_that_ships_is_whole():
    plan = read_plan(ROOT / "assets" / "plan")
    assert {theme.theme for theme in plan.themes} == {
        "victims",
        "offenders",
        "communities",
        "transformation",
    }
    owners = {objective.objective_id for _, objective in plan.objectives}
    assert {objective.objective_id for objective, _ in plan.priorities} <= owners


def test_a_plan_keeps_its_own_order_and_every_item_names_a_measure_or_a_reason(read):
    plan = read()
    assert [priority.priority_id for _, priority in plan.priorities] == ["V1.1", "V1.2"]
    assert [(p.item, p.metric_id, p.reason, p.is_context) for p in plan.promises] == [
        ("One", "m1", "", False),
        ("Two", "", "not yet a feed", False),
        ("", "m2", "", True),
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("theme: victims", "theme: police", "line 5: theme is 'police'. Use one of victims"),
        ("{item: One, metric_id: m1}", "{item: One}", "names neither a metric_id nor a reason"),
        ("V1.2", "V1.1", "priority_id V1.1 stands twice"),
        (
            "status: to confirm",
            "status: maybe",
            "status is 'maybe'. Use one of official, to confirm",
        ),
        ("title: The priority., ", "", "V1.1: is official but has no title"),
        ("title: Plan", "title: ''", "title must be text"),
        ("themes:", "themes: [", "is not valid YAML"),
        ("context: [m2]", "context: m2", "context must be a list of texts"),
        ("items: [", "itms: [", "itms is not known here: did you mean items?"),
        ("period: 2017-20", "period: yes", "period must be text; found True. Put it in quotes."),
        ("title: The objective.", "on: monday", "YAML reads a name here as True. Put it in quotes"),
    ],
)
def test_a_mistake_is_told_with_its_file(read, old, new, words):
    with pytest.raises(ConfigurationError) as mistake:
        read(old, new)
    assert "plan.yaml" in str(mistake.value)
    assert words in str(mistake.value)


def test_objectives_are_a_list(read):
    text = "title: P\nthemes:\n- {theme: victims, title: V, aim: A, objectives: 3}\n"
    with pytest.raises(ConfigurationError, match=r"line 3: objectives must be a list"):
        read(plan=text)


def test_an_event_without_a_date_is_refused(read):
    with pytest.raises(ConfigurationError, match=r"event_date must be a date.*found 'May'"):
        read(events="- {event_date: May, text: x}\n")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigurationError, match=r"plan\.yaml: is missing"):
        read_plan(tmp_path)


def test_the_registers_that_ship_are_whole():
    plan = read_plan(ROOT / "assets" / "plan")

    assert plan.registers.actions
    assert plan.registers.gaps
    assert plan.registers.releases
    assert {item.item_id for item in plan.registers.statutory} >= {
        "homicide", "serious-violence", "drugs", "neighbourhood-crime", "cyber-crime",
        "victim-satisfaction", "inspection", "complaints", "grants", "spending", "decisions",
    }  # fmt: skip


def test_a_plan_without_registers_has_empty_ones(read):
    assert read().registers == Registers()


ACTION = "- {action_id: A1, action: Do it, owner: We, state: open, updated_on: 2019-12-01, priority_id: V1.1"
GAP = "- {gap_id: G1, question: How many, why: It matters, supplier: They, priority_id: V1.1"


def test_a_register_s_entries_are_read_with_the_theme_of_their_priority(read):
    plan = read(actions=f"{ACTION}, due_date: 2020-01-31}}\n", evidence_gaps=f"{GAP}}}\n")

    (action,) = plan.registers.actions
    assert (action.owner, action.due_date.isoformat(), action.raised_on) == (
        "We",
        "2020-01-31",
        None,
    )
    assert plan.theme_of(action.priority_id) == "victims"
    rows = register_rows(plan, {"m1"})
    assert rows["evidence_gap"][0][6:10] == ("victims", "V1.1", None, False)


def test_a_gap_closes_when_its_measure_has_a_figure(read):
    plan = read(evidence_gaps=f"{GAP}, metric_id: m1}}\n")

    closed = [register_rows(plan, kept)["evidence_gap"][0][9] for kept in (set(), {"m1"})]
    assert closed == [False, True]


def test_an_edition_of_several_measures_is_a_row_for_each(read):
    plan = read(
        releases="- {publication: P, edition: E, publisher: M, data_to: 2017-12-31, "
        "released_on: 2019-10-31, status: confirmed, metric_ids: [m1, m2]}\n"
    )

    assert [row[0] for row in register_rows(plan, set())["release"]] == ["m1", "m2"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("actions", f"{ACTION}}}\n{ACTION}}}\n", "line 2: action_id A1 stands twice"),
        ("actions", f"{ACTION}}}\n{ACTION}, ownr: X}}\n", "line 2: ownr is not known here: did you"),
        ("actions", f"{ACTION}, news: 2019-12-01}}\n", "news must be text; found 2019-12-01"),
        ("evidence_gaps", f"{GAP}, metric_id: 1_000}}\n", "metric_id must be text; found 1000"),
        ("boards", "meetings: ['2019-12-19']\n", "meetings must be a date such as 2019-12-19"),
        ("boards", "form: Chief Executive\n", "line 1: form is not known here: did you mean from?"),
        ("actions", ACTION.replace("V1.1", "V9.9") + "}\n", "must be a priority for action"),
        ("actions", ACTION.replace("open", "going") + "}\n", "state is 'going'. Use one of open, done"),
        ("actions", ACTION.replace("2019-12-01", "soon") + "}\n", "updated_on must be a date"),
        ("evidence_gaps", GAP.replace("question: How many, ", "") + "}\n", "line 1: question is missing"),
        ("statutory", "- {item_id: a, provision: P, requirement: R, metric_ids: m1}\n",
         "metric_ids must be a list of texts; found 'm1'"),
        ("releases", "[", "is not valid YAML"),
        ("releases", "one: two\n", "must hold a list of entries"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_register_is_told_with_its_file_and_field(read, name, text, words):
    with pytest.raises(ConfigurationError) as mistake:
        read(**{name: text})
    assert f"{name}.yaml" in str(mistake.value)
    assert words in str(mistake.value)
