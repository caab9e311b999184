"""The site: where it is, and what site.toml may say."""

import datetime as dt

import pytest

from pipelines.errors import ConfigurationError
from pipelines.site.site import Site


@pytest.fixture
def site(tmp_path):
    def site(text=""):
        (tmp_path / "site.toml").write_text(text, encoding="utf-8")
        return Site.find(tmp_path)

    return site


def test_a_folder_without_site_toml_is_not_a_site(tmp_path):
    with pytest.raises(ConfigurationError, match=r"holds no site\.toml.*pcplan init"):
        Site.find(tmp_path)


def test_the_site_is_found_by_the_environment(site, tmp_path, monkeypatch):
    site()
    monkeypatch.setenv("PCPLAN_SITE", str(tmp_path))
    assert Site.find().root == tmp_path


def test_an_empty_site_toml_has_every_default(site):
    found = site()
    assert found.force_code == "E23000023"
    assert found.nightly_time == dt.time(2, 30)
    assert str(found.time_zone) == "Europe/London"


def test_the_business_date_is_the_one_asked_for_then_the_demonstration_s_then_today_s(site):
    asked = dt.date(2020, 1, 1)
    demonstration = site("[demonstration]\nbusiness_date = 2019-12-18\n")
    assert demonstration.business_date(asked) == asked
    assert demonstration.business_date() == dt.date(2019, 12, 18)
    today = site("").business_date()
    assert abs((today - dt.datetime.now(dt.UTC).date()).days) <= 1


@pytest.mark.parametrize(
    ("text", "read", "words"),
    [
        ("force_code = 23", "force_code", "force_code must be text; found 23"),
        ("force_code = ''", "force_code", "force_code must be text"),
        ("nightly_time = 'late'", "nightly_time", "nightly_time 'late' is not a time"),
        ("time_zone = 'Mars/Base'", "time_zone", "time_zone 'Mars/Base' is not known"),
        ("force_code = E23", "force_code", "is not valid TOML"),
        (
            '# times\n\nnightly_tme = "03:00"',
            "nightly_time",
            "line 3: nightly_tme is not known here: did you mean nightly_time?",
        ),
        ("colour = 3", "office_name", "line 1: colour is not known here. There are office_name,"),
        ("longest_night_hours = 0", "longest_night", "must be a number above 0; found 0"),
        ("longest_night_hours = true", "longest_night", "must be a number; found True"),
        (
            "[demonstration]\nbusiness_date = '2019-12-18'",
            "is_demonstration",
            "line 2: demonstration.business_date must be a date such as 2019-12-19",
        ),
    ],
)
def test_a_mistake_in_site_toml_is_told_with_the_file_and_the_remedy(site, text, read, words):
    with pytest.raises(ConfigurationError) as mistake:
        getattr(site(text), read)
    assert "site.toml" in str(mistake.value)
    assert words in str(mistake.value)
