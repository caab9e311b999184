"""A store of what people write, in a site of its own, whose clock the test sets."""

import datetime as dt

import pytest

from pipelines.site.site import Site
from pipelines.site.written.store import Store

NOTE = {
    "metric_id": "conviction_rate",
    "area_code": "",
    "annotation_date": "2019-10-03",
    "text": "The court was closed.",
    "reason": "The court told us.",
}


@pytest.fixture
def site(tmp_path):
    (tmp_path / "site.toml").write_text('office_name = "Office"\n', encoding="utf-8")
    return Site(tmp_path)


@pytest.fixture
def store(site):
    """A store whose clock stands at ten past nine on 20 December 2019."""
    moment = dt.datetime(2019, 12, 20, 9, 10, tzinfo=dt.UTC)
    with Store(site, lambda: moment) as store:
        yield store
