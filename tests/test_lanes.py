"""What a machine lacks is said, and in CI it fails; the short lane takes the same cases every time."""

import re

import pytest

from tests import lanes
from tests.conftest import ROOT


def test_what_a_machine_lacks_is_skipped_by_name(monkeypatch):
    monkeypatch.setattr(lanes, "IN_CI", False)
    with pytest.raises(pytest.skip.Exception, match="No Chromium"):
        lanes.missing("No Chromium is here.")


def test_in_ci_it_fails(monkeypatch):
    monkeypatch.setattr(lanes, "IN_CI", True)
    with pytest.raises(pytest.fail.Exception, match=r"No Chromium.*every test runs"):
        lanes.missing("No Chromium is here.")


def test_the_short_lane_samples_by_name_and_the_full_one_takes_all(monkeypatch):
    names = [f"case {number}" for number in range(1_000)]
    monkeypatch.setattr(lanes, "IS_FULL", False)
    taken = [name for name in names if lanes.sampled(name, 4)]
    assert taken == [name for name in names if lanes.sampled(name, 4)]
    assert 150 < len(taken) < 350
    assert all(sum(lanes.sampled(name, 3, turn) for turn in range(6)) == 2 for name in names)
    monkeypatch.setattr(lanes, "IS_FULL", True)
    assert all(lanes.sampled(name, 4) for name in names)


def test_ci_runs_lint_first_then_the_tests_as_ci():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    wanted = ['export CI="${CI:-true}"', "make lint || status=1", "make test || status=1"]
    assert [line for line in lines if line in wanted] == wanted


def test_both_lanes_name_the_slowest_and_only_the_short_one_leaves_out_long_forms():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "--durations=25" in re.search(r"^TESTING := (.+)$", text, re.MULTILINE)[1]
    runs = re.findall(r"^\t(.*pytest \$\(TESTING\).*)$", text, re.MULTILINE)
    assert [(line.endswith('-m "not full"'), "PCPLAN_TESTS=full" in line) for line in runs] == [
        (True, False), (False, True),
    ]  # fmt: skip
