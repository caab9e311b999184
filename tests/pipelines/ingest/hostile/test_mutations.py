"""Every way to spoil a file ends in the right rows, or in a refusal or rejection by name."""

from collections import Counter

import pytest

from tests.lanes import lane, missing
from tests.pipelines.ingest.hostile.bases import NAMES
from tests.pipelines.ingest.hostile.conftest import COUNTED
from tests.pipelines.ingest.hostile.mutations import (
    EITHER,
    LAST_LINE,
    PARTLY,
    REFUSED,
    WHOLE,
    mutations,
)


@pytest.fixture(params=NAMES)
def base(request, bases):
    if request.param not in bases:
        missing("The real published files (../shared/data) are not on this machine.")
    return bases[request.param]


def test_a_clean_file_gives_its_true_rows(base, take):
    account, table, rows = take(base.feed, base.file_name, base.text().encode())
    assert (account.state, table) == ("loaded", base.layout.table), account
    assert rows == base.truth()
    assert sum(rows.values()) == account.rows_loaded == len(base.records)


def test_no_spoilt_file_gives_a_wrong_number_in_silence(base, take, record_property):
    outcomes = Counter()
    wrong = []
    for mutation in mutations(base):
        account, table, rows = take(base.feed, base.file_name, mutation.content)
        if problem := verdict(mutation, account, rows, base, table):
            wrong.append(f"{mutation.what}: {problem}; {account.state}: {account.reason[:300]}")
        outcomes[account.state] += 1
    for state, count in outcomes.items():
        record_property(f"{COUNTED}: {state}", count)
    assert not wrong, f"{len(wrong)} of {outcomes.total()} wrong:\n" + "\n".join(wrong)


def verdict(mutation, account, rows, base, table):
    """Say what is wrong with what became of a spoilt file, or nothing."""
    loaded = sum(rows.values())
    given = account.rows_loaded + account.rows_rejected + account.rows_ignored
    if account.rows_in_file != given or account.rows_loaded != loaded:
        return f"the account does not add up ({account})"
    if account.state == "refused":
        if loaded or not account.reason:
            return "is refused, but rows are loaded or nothing says why"
        return "" if mutation.outcome in (REFUSED, EITHER) else "should not be refused"
    if mutation.outcome == REFUSED:
        return f"should be refused, but {loaded} rows are loaded"
    if table != base.layout.table:
        return f"went to {table}"
    invented = rows - mutation.truth
    if invented and not (mutation.says == LAST_LINE in account.reason and invented.total() == 1):
        return f"rows that are not true: {list(invented)[:2]}"
    if mutation.says and mutation.says not in account.reason and rows != mutation.truth:
        return f"does not say {mutation.says!r}"
    named = account.rows_rejected + account.rows_ignored
    if rows != mutation.truth and mutation.outcome in (WHOLE, PARTLY):
        return f"{(mutation.truth - rows).total()} rows are missing"
    if mutation.outcome == PARTLY and not named:
        return "nothing is rejected or ignored by name"
    if mutation.outcome == EITHER and rows != mutation.truth and not (named or mutation.says):
        return "rows are missing and nothing says so"
    return ""


def test_there_are_at_least_four_hundred_spoilt_files(bases):
    some = [base for base in bases.values() if base.name.startswith("demonstration")][:5]
    made = [mutation for base in some for mutation in mutations(base)]
    assert len(made) >= lane(130, 400)
    assert all(m.outcome in (WHOLE, REFUSED, PARTLY, EITHER) for m in made)
