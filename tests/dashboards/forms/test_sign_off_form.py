"""Sign-off in a form: three steps by who is logged in, for the content that was shown and no other."""

import datetime as dt

import pytest

from dashboards.web.app import create_app
from pipelines.site.sign_off import Register
from tests.dashboards.forms.conftest import form_of, said_on, send

ADDRESS = "/sign-off/victims?board=2019-12-19"
DAY = dt.date(2019, 12, 19)


def sign(client, step, **changes):
    """Open the page, and send its form; the button names the step."""
    page = client.get(ADDRESS).text
    return client.post("/sign-off/victims", data=form_of(page) | {"step": step} | changes)


def signatures(office):
    with Register(office.site) as register:
        return [(row["step"], row["name"], row["account"]) for row in register.every_signature()]


def test_editors_and_assurers_may_look_and_nobody_else(office):
    for name in ("editor", "assurer"):
        assert office.client(name).get(ADDRESS).status_code == 200
        assert office.client(name).get("/sign-off").status_code == 200
    for address in (ADDRESS, "/sign-off", "/sign-off/victims.pdf"):
        for name in ("viewer", "analyst"):
            assert office.client(name).get(address).status_code == 403
        assert office.client("nobody").get(address).status_code == 302


def test_a_paper_is_checked_assured_and_approved_under_the_names_of_who_is_logged_in(office):
    editor, assurer, other = (office.client(name) for name in ("editor", "assurer", "both"))
    assert "DRAFT: not yet checked by the analyst" in said_on(editor.get(ADDRESS).text)

    assert sign(editor, "checked").status_code == 303
    assert sign(assurer, "assured").status_code == 303
    done = sign(other, "approved")

    assert done.location == "/sign-off/victims?board=2019-12-19&signed=approved"
    assert "Approved." in said_on(other.get(done.location).text)
    assert signatures(office) == [
        ("checked", "Ann Editor", "id-ann"),
        ("assured", "Cara Assurer", "id-cara"),
        ("approved", "Dee Both", "id-dee"),
    ]
    assert [(entry[0], entry[1], entry[2]["step"]) for entry in office.entered] == [
        ("sign", "Ann Editor <ann@example.org>", "checked"),
        ("sign", "Cara Assurer <cara@example.org>", "assured"),
        ("sign", "Dee Both <dee@example.org>", "approved"),
    ]
    assert "Approved by Dee Both" in said_on(editor.get("/governance").text)


@pytest.mark.parametrize("name", ["both", "renamed"])
def test_who_checked_a_paper_may_not_assure_it_even_under_another_name(office, name):
    assert sign(office.client("both"), "checked").status_code == 303

    refused = sign(office.client(name), "assured")

    assert refused.status_code == 409
    assert "checked this paper, so another person must assure it." in said_on(refused.text)
    assert len(signatures(office)) == 1


def test_each_step_needs_its_role(office):
    editor = office.client("editor")
    token = form_of(editor.get(ADDRESS).text)
    for step in ("assured", "approved"):
        assert editor.post("/sign-off/victims", data=token | {"step": step}).status_code == 403
    assurer = office.client("assurer")
    assert "It needs the role editor." in said_on(assurer.get(ADDRESS).text)
    assert signatures(office) == []


def test_a_step_out_of_its_turn_and_one_there_is_not_are_refused(office):
    both = office.client("both")
    early = sign(both, "approved")
    assert early.status_code == 409
    assert "cannot be approved yet: it is draft." in said_on(early.text)
    assert sign(both, "blessed").status_code == 422
    assert signatures(office) == []


def test_a_name_that_is_sent_is_not_signed_with(office):
    sign(office.client("editor"), "checked", name="The Commissioner", person="The Commissioner")
    assert signatures(office) == [("checked", "Ann Editor", "id-ann")]


def test_what_has_changed_since_it_was_shown_is_not_signed_and_that_is_said(office, editor):
    shown = form_of(editor.get(ADDRESS).text)
    send(office.client("second"), "/commentary/2019-12-19/V1.1", text="We listen to victims.")

    refused = editor.post("/sign-off/victims", data=shown | {"step": "checked"})

    assert refused.status_code == 409
    assert "The paper has changed since you read it" in said_on(refused.text)
    assert signatures(office) == []
    # What is shown now can be signed.
    again = editor.post("/sign-off/victims", data=form_of(refused.text) | {"step": "checked"})
    assert again.status_code == 303


def test_a_forged_fingerprint_is_not_signed(office, editor):
    assert sign(editor, "checked", content="0" * 64).status_code == 409
    assert signatures(office) == []


def test_a_signature_lapses_with_a_word_and_the_page_says_so(office, editor):
    sign(editor, "checked")

    send(editor, "/commentary/2019-12-19/V1.1", text="We listen to victims.")

    said = said_on(editor.get(ADDRESS).text)
    assert "the check lapsed: figures or words have changed since" in said
    assert "other words or figures" in said


def test_what_the_checker_finds_is_shown_and_stops_every_signature(office, editor):
    path = office.site.root / "papers/commentary/2019-12-19/V1.1.md"
    path.parent.mkdir(parents=True)
    path.write_text("There were 88 arrests in May 2019.\n", encoding="utf-8")

    page = editor.get(ADDRESS)
    said = said_on(page.text)
    assert "commentary/2019-12-19/V1.1.md, line 1: “88” is typed by hand" in said
    assert "It can be signed once nothing is left to mend." in said
    token = form_of(editor.get("/governance/decisions").text)["csrf_token"]
    sent = editor.post("/sign-off/victims", data={"csrf_token": token, "step": "checked"})
    assert sent.status_code == 409
    assert signatures(office) == []


def test_a_signature_without_the_form_s_token_is_refused(office, editor):
    form = form_of(editor.get(ADDRESS).text) | {"step": "checked", "csrf_token": "forged"}
    assert editor.post("/sign-off/victims", data=form).status_code == 400
    assert signatures(office) == []


def test_the_paper_that_is_signed_can_be_taken_away_as_it_stands(editor):
    taken = editor.get("/sign-off/victims.pdf?board=2019-12-19")

    assert taken.data.startswith(b"%PDF-")
    fingerprint = form_of(editor.get(ADDRESS).text)["content"][:12]
    name = f"victims-2019-12-19-{fingerprint}.pdf"
    assert taken.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    "address", ["/sign-off/none", "/sign-off/victims?board=2019-12-20", "/sign-off/victims?board=x"]
)
def test_there_is_no_page_for_a_paper_or_a_board_that_is_not_there(editor, address):
    assert editor.get(address).status_code == 404


def test_without_a_login_nobody_is_named_and_the_command_is_told(office):
    app = create_app(office.site.published, "restricted", written=office.desk)
    client = app.test_client()

    said = said_on(client.get(ADDRESS).text)
    assert 'pcplan sign-off check --theme victims --board-date 2019-12-19 --as "your name' in said
    token = form_of(client.get("/governance/decisions").text)["csrf_token"]
    sent = client.post("/sign-off/victims", data={"csrf_token": token, "step": "checked"})
    assert sent.status_code == 403
    assert signatures(office) == []
