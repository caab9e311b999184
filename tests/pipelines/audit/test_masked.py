"""The audit log keeps the form of a question in SQL, never the people asked about."""

import pytest

from pipelines.audit.chain import Keyring
from pipelines.audit.log import LONGEST, AuditLog, told_address, told_query
from pipelines.audit.verify import entries


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "select value\nfrom observation where metric_id = 'conviction_rate'",
            "select value from observation where metric_id = 'conviction_rate'",
        ),
        ("where name = 'Smith'", "where name = '?'"),
        ("where name = 'O''Brien' and x = 'y'", "where name = '?' and x = '?'"),
        ("where name = E'Smi\\'th'", "where name = '?'"),
        ("where area_code = 'E23000023'", "where area_code = 'E23000023'"),
        ("where month = '2019-10' or day = date '2019-10-31'",
         "where month = '2019-10' or day = date '2019-10-31'"),
        ("where phone = 07700900123 and n = 42", "where phone = ? and n = 42"),
        ('select "value", "Ann Smith" from t', 'select "value", "?" from t'),
        ("select 1 -- about Ann Smith\n, 2 /* and Bob */", "select 1 , 2"),
        ("select $$Ann Smith$$, $x$Bob$x$", "select '?', '?'"),
        ("select 'Ann Smi", "select '?'"),
        ("select /* Ann", "select"),
    ],
)  # fmt: skip
def test_text_and_long_numbers_are_masked(query, told):
    assert told_query(query) == told


def test_a_query_is_kept_short():
    assert len(told_query("select 1, " * 2_000)) == LONGEST


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/theme/offenders", "/theme/offenders"),
        ("/measure/x?area=E23000023&period=month", "/measure/x?area=E23000023&period=month"),
        ("/find?q=Smith", "/find?q=?"),
        ("/query?q=select+%27Smith%27&page=2", "/query?q=?&page=2"),
        ("/measure/x?part=Ann%20Smith", "/measure/x?part=?"),
        ("/measure/x?", "/measure/x?"),
        ("/measure/x?Ann=b=c", "/measure/x?Ann=?"),
    ],
)
def test_what_was_typed_into_an_address_is_masked(address, told):
    assert told_address(address) == told


def test_a_refusal_that_quotes_the_question_is_masked_and_numbers_stay(tmp_path):
    log = AuditLog(tmp_path, Keyring(tmp_path / "keys.json"))
    log.write("query", "ann", query="x", refused="Parser Error: near 'Smith'", rows=0)
    log.write("read", "ann", address="/find?q=Smith")
    first, second = entries(tmp_path)
    assert first.details == {"query": "x", "refused": "Parser Error: near '?'", "rows": 0}
    assert second.details == {"address": "/find?q=?"}


def test_the_log_masks_whoever_writes_to_it(tmp_path):
    log = AuditLog(tmp_path, Keyring(tmp_path / "keys.json"))
    log.write("query", "ann", query="select * from t where name = 'Smith'", rows=2)
    (entry,) = entries(tmp_path)
    assert entry.details == {"query": "select * from t where name = '?'", "rows": 2}
