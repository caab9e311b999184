"""What each role may do, and that no page for many says who one of them is."""

import pytest

from dashboards.login.guard import person
from dashboards.login.people import NOBODY, ROLES, Person, local_officer
from dashboards.web.app import create_app
from dashboards.web.page_cache import Page, SharedPageError
from dashboards.web.pages import kept


def with_roles(*roles):
    return Person("Ann", "ann@opcc.example", frozenset(roles))


MAY = {
    "viewer": {"viewer"},
    "analyst": {"viewer", "analyst"},
    "editor": {"viewer", "analyst", "editor"},
    "assurer": {"viewer", "analyst", "assurer"},
    "administrator": {"viewer", "analyst", "administrator"},
}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_allows_what_it_says_and_to_read_but_no_other_kind_of_writing(role):
    assert {other for other in ROLES if with_roles(role).may(other)} == MAY[role]


def test_roles_add_up():
    assert with_roles("viewer", "editor", "assurer").may("assurer")
    assert with_roles("viewer", "editor", "assurer").may("editor")


def test_the_audience_follows_from_the_roles():
    audiences = {role: with_roles(role).audience for role in ROLES}
    assert audiences.pop("viewer") == "board"
    assert set(audiences.values()) == {"restricted"}
    assert NOBODY.audience == "public"


@pytest.mark.parametrize("audience", ["restricted", "board", "public"])
def test_without_a_login_this_computer_reads_what_it_was_started_for(audience):
    assert local_officer(audience).audience == audience
    assert local_officer(audience).may("editor") == (audience == "restricted")


def test_a_role_that_there_is_not_is_a_fault_of_ours():
    with pytest.raises(ValueError, match="there is no such role"):
        NOBODY.may("king")


def test_where_there_is_no_login_the_address_of_it_leads_to_the_account(published_folder):
    client = create_app(published_folder, "board").test_client()
    assert client.get("/login").headers["Location"] == "/account"
    assert "served to this computer alone" in client.get("/account").text
    assert "Set-Cookie" not in client.get("/account").headers
    assert client.post("/logout").status_code == 404


def test_the_account_page_is_there_before_anything_is_published(tmp_path):
    client = create_app(tmp_path, "board").test_client()
    assert "Your account" in client.get("/account").text


def test_a_page_for_many_cannot_ask_who_reads_it(published_folder):
    app = create_app(published_folder, "board")
    with app.test_request_context("/x"), pytest.raises(SharedPageError):
        kept(("/x", ""), lambda _: Page.of(person().name, "text/plain"))


def test_a_page_for_many_cannot_hold_the_form_of_one(published_folder):
    app = create_app(published_folder, "board")
    form = '<input name="csrf_token" value="x">'
    with app.test_request_context("/x"), pytest.raises(SharedPageError, match="for one reader"):
        kept(("/x", ""), lambda _: Page.of(form, "text/html"))
