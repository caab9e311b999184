"""Sign-off: three steps in their order, two people at least, lost when what the paper says changes."""

import datetime as dt

import pytest

from pipelines.errors import ConfigurationError
from pipelines.site.sign_off import Register
from pipelines.site.site import Site

BOARD_DATE = dt.date(2019, 12, 19)
ABOUT = {"subject": "offenders", "board_date": BOARD_DATE, "snapshot_id": "20191218T023000Z-a"}


@pytest.fixture
def site(tmp_path):
    (tmp_path / "site.toml").write_text('office_name = "Office"\n', encoding="utf-8")
    return Site(tmp_path)


@pytest.fixture
def register(site):
    """A register whose clock stands at half past three in the afternoon in Auckland."""
    auckland = dt.timezone(dt.timedelta(hours=13))
    with Register(site, lambda: dt.datetime(2019, 12, 18, 15, 30, tzinfo=auckland)) as register:
        yield register


def sign(register, step, name, content="first"):
    return register.sign(step, name, content=content, **ABOUT)


def standing(register, content="first"):
    return register.standing("offenders", BOARD_DATE, content)


def test_a_paper_that_nobody_signed_is_a_draft(register):
    assert (standing(register).state, standing(register).next_step) == ("draft", "checked")


def test_three_steps_approve_a_paper_and_each_says_who_when_in_utc_and_on_which_snapshot(register):
    for step, name in (("checked", "A"), ("assured", "B"), ("approved", "C")):
        sign(register, step, name)

    found = standing(register)
    assert (found.state, found.next_step) == ("approved", "")
    # Half past three in Auckland's summer, thirteen hours ahead, is half past two at night in UTC.
    half_past_two = dt.datetime(2019, 12, 18, 2, 30, tzinfo=dt.UTC)
    assert [(s.name, s.at, s.snapshot_id) for s in found.signatures] == [
        (name, half_past_two, "20191218T023000Z-a") for name in "ABC"
    ]


@pytest.mark.parametrize(
    "other", ["A. Analyst", "a.  ANALYST ", "\N{FULLWIDTH LATIN CAPITAL LETTER A}. Analyst"]
)
def test_the_analyst_may_not_assure_the_own_paper(register, other):
    sign(register, "checked", "A. Analyst")

    with pytest.raises(ConfigurationError, match="another person must assure it"):
        sign(register, "assured", other)


@pytest.mark.parametrize(
    ("step", "said"),
    [("assured", "cannot be assured yet: it is draft.*sign-off check"), ("approved", "cannot be")],
)
def test_a_step_out_of_its_turn_is_refused_with_the_next_one(register, step, said):
    with pytest.raises(ConfigurationError, match=said):
        sign(register, step, "B")


def test_what_is_approved_is_not_signed_again(register):
    for step, name in (("checked", "A"), ("assured", "B"), ("approved", "C")):
        sign(register, step, name)

    with pytest.raises(ConfigurationError, match="is approved already"):
        sign(register, "checked", "A")


def test_a_changed_paper_loses_its_signatures_and_says_so_and_gets_them_back_when_it_is_restored(
    register,
):
    for step, name in (("checked", "A"), ("assured", "B"), ("approved", "C")):
        sign(register, step, name)

    changed = standing(register, "second")
    assert (changed.state, changed.signatures) == ("draft", ())
    assert changed.lapsed == "the approval lapsed: figures or words have changed since"
    assert len(changed.history) == 3
    assert standing(register, "first").state == "approved"


def test_signatures_of_one_board_date_or_paper_do_not_count_for_another(register):
    sign(register, "checked", "A")

    assert register.standing("victims", BOARD_DATE, "first").state == "draft"
    assert register.standing("offenders", dt.date(2020, 1, 23), "first").state == "draft"


def test_corrections_and_the_pre_release_list_are_kept_with_who_entered_them(register):
    register.correct("offenders", BOARD_DATE, "A. Analyst", "Was 9.9%;\n it is 9.7%.")
    for person in ("Chair of the Panel", "Chair of the Panel", "Press office"):
        register.give_access("offenders", BOARD_DATE, "A. Analyst", person)

    found = standing(register)
    assert [(c.name, c.text) for c in found.corrections] == [
        ("A. Analyst", "Was 9.9%; it is 9.7%.")
    ]
    assert found.access == ("Chair of the Panel", "Press office")


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_notice_that_says_nothing_is_refused(register, text):
    with pytest.raises(ConfigurationError, match="says nothing"):
        register.correct("offenders", BOARD_DATE, "A", text)


def test_a_signature_without_a_name_is_refused(register):
    with pytest.raises(ConfigurationError, match="--as who you are"):
        sign(register, "checked", "  ")


def test_the_register_is_kept_in_the_site_s_state_and_read_again(site, register):
    sign(register, "checked", "A")

    assert (site.state / "sign_off.sqlite").is_file()
    with Register(site) as again:
        assert standing(again).state == "checked"


def test_another_database_is_named_by_one_address_in_site_toml(tmp_path):
    url = f"sqlite:///{(tmp_path / 'elsewhere.sqlite').as_posix()}"
    (tmp_path / "site.toml").write_text(f'state_url = "{url}"\n', encoding="utf-8")

    with Register(Site(tmp_path)) as register:
        sign(register, "checked", "A")

    assert (tmp_path / "elsewhere.sqlite").is_file()
    assert not (tmp_path / "state" / "sign_off.sqlite").exists()
