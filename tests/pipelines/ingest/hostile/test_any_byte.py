"""Cuts at any byte and edits of any cell, as hypothesis finds them."""

import hypothesis
import pytest
from hypothesis import strategies as st

from tests.lanes import lane
from tests.pipelines.ingest.hostile.conftest import COUNTED
from tests.pipelines.ingest.hostile.mutations import cut
from tests.pipelines.ingest.hostile.test_mutations import verdict

TRIES = lane(20, 60)
SETTINGS = hypothesis.settings(
    max_examples=TRIES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12
) | st.sampled_from(
    ["", " ", "-", "*", "..", "NA", "0", "1e9", "-1", '"', ",", "\n", "\r\n", "1,0"]
)


@pytest.fixture
def demonstration(bases):
    """The clean files that any machine has, in the order of their names."""
    return [base for name, base in sorted(bases.items()) if name.startswith("demonstration")]


def test_a_file_cut_at_any_byte_gives_no_wrong_row(demonstration, take, record_property):
    tried = []

    @SETTINGS
    @hypothesis.given(st.data())
    def check(data):
        base = data.draw(st.sampled_from(demonstration))
        content = base.text().encode()
        mutation = cut(base, content, data.draw(st.integers(1, len(content) - 1)))
        account, table, rows = take(base.feed, base.file_name, mutation.content)
        tried.append(account.state)
        assert verdict(mutation, account, rows, base, table) == "", (mutation.what, account)

    check()
    _count(tried, record_property)


def test_a_cell_of_any_text_spoils_no_other_record(demonstration, take, record_property):
    tried = []

    @SETTINGS
    @hypothesis.given(st.data())
    def check(data):
        base = data.draw(st.sampled_from(demonstration))
        row = data.draw(st.integers(0, len(base.records) - 1))
        place = data.draw(st.integers(0, len(base.header) - 1))
        records = [list(record) for record in base.records]
        records[row][place] = data.draw(CELLS)
        account, table, rows = take(base.feed, base.file_name, base.text(records=records).encode())
        tried.append(account.state)
        rest = base.truth(base.records[:row] + base.records[row + 1 :])
        assert table == base.layout.table
        assert rest <= rows, "no other record is lost"
        assert (rows - rest).total() <= 1, "at most the edited record itself is new"
        assert account.rows_in_file == len(records), account
        assert account.rows_loaded + account.rows_rejected + account.rows_ignored == len(records)

    check()
    _count(tried, record_property)


def _count(tried, record_property):
    for state in sorted(set(tried)):
        record_property(f"{COUNTED}: {state}", tried.count(state))
