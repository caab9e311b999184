"""Logging in through a real provider, and what each role may read, change and take away."""

from urllib.parse import parse_qs, urlsplit

import pytest

from dashboards.login.login import local_path
from tests.dashboards.login.conftest import ask_provider, log_in, path_of, token_on

BOARD, ANALYSTS, PUBLIC = "For the board.", "For the office's analysts.", "For the public."
# What nobody may read who has not logged in, where the public may read nothing.
CLOSED = [
    *("/", "/theme/victims", "/measures", "/measures/prosecution_possible_rate", "/quality"),
    *("/measures/prosecution_possible_rate.csv", "/measures/prosecution_possible_rate.svg"),
    *("/tables/observation.parquet", "/dictionary.md", "/find?q=crime", "/accessibility"),
]


def test_a_login_asks_for_a_code_with_a_challenge_a_state_and_a_nonce(pages):
    asked = parse_qs(urlsplit(pages().test_client().get("/login").headers["Location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid profile email"]
    assert asked["redirect_uri"] == ["http://localhost/login/callback"]
    assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize(
    ("sub", "audience"),
    [("vera", BOARD), ("ann", ANALYSTS), ("eddie", ANALYSTS), ("asha", ANALYSTS),
     ("adam", ANALYSTS), ("nora", PUBLIC)],
)  # fmt: skip
def test_the_role_of_the_reader_decides_which_snapshot_is_read(pages, sub, audience):
    client = pages().test_client()
    assert PUBLIC in client.get("/").text.replace("&#39;", "'")
    assert log_in(client, sub).status_code == 303
    for address in ("/", "/quality", "/measures/prosecution_possible_rate"):
        assert audience in client.get(address).text.replace("&#39;", "'")


def test_a_rejected_record_is_not_in_the_file_that_a_viewer_reads(pages):
    app = pages()
    viewer, analyst, nobody = (app.test_client() for _ in range(3))
    log_in(analyst, "ann")
    log_in(viewer, "vera")
    # The analyst's page is made and kept first: it must not be shown to the others.
    assert "31/02/2019" in analyst.get("/quality").text
    assert "31/02/2019" not in viewer.get("/quality").text
    assert "31/02/2019" not in nobody.get("/quality").text
    assert "31/02/2019" in analyst.get("/tables/rejected_record.csv").text
    for client in (viewer, nobody):
        assert "31/02/2019" not in client.get("/tables/rejected_record.csv").text
        assert "31/02/2019" not in client.get("/api/v1/tables/rejected_record").text


def test_the_interface_for_programs_says_the_audience_of_who_asks(pages):
    client = pages().test_client()
    assert client.get("/api/v1/snapshot").json["audience"] == "public"
    log_in(client, "vera")
    assert client.get("/api/v1/snapshot").json["audience"] == "board"
    log_in(client, "ann")
    assert client.get("/api/v1/snapshot").json["audience"] == "restricted"


def test_sql_is_for_analysts_and_who_may_not_is_told_whom_to_ask(pages):
    client = pages().test_client()
    asked = client.get("/query?q=select+1")
    assert asked.status_code == 302
    assert asked.headers["Location"] == "/login?next=/query?q%3Dselect%2B1"
    log_in(client, "vera")
    refused = client.get("/query?q=select 1")
    assert refused.status_code == 403
    assert "needs the role analyst. The Head of Performance can give it to you." in refused.text
    assert client.get("/query.csv?q=select 1").status_code == 403
    log_in(client, "ann")
    assert '<td class="number">42</td>' in client.get("/query?q=select 42").text


def test_after_login_the_reader_is_where_they_wished_to_be(pages):
    client = pages().test_client()
    assert log_in(client, "ann", "/query?q=select+1").headers["Location"] == "/query?q=select+1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example/", "\\/evil.example",
        "javascript:alert(1)", "http:/evil.example", "/\t/evil.example", "/%0d%0aSet-Cookie:x",
        " //evil.example", "evil.example", "", "/login?next=/login", "/logout", "/" + "x" * 3000,
    ],
)  # fmt: skip
def test_after_login_nobody_is_sent_elsewhere(pages, elsewhere):
    client = pages().test_client()
    sent = log_in(client, "ann", elsewhere).headers["Location"]
    parts = urlsplit(sent)
    assert (parts.scheme, parts.netloc) == ("", "")
    assert sent.startswith("/") and not sent.startswith(("//", "/\\", "/login", "/logout"))
    assert "\r" not in sent and "\n" not in sent


def test_an_address_of_ours_is_kept_as_it_was_asked_for():
    assert local_path("/measures?q=a%20b&show=signal") == "/measures?q=a%20b&show=signal"


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=forged", "?state=", "?error=x",
                                   "?error=access_denied&state=forged"])  # fmt: skip
def test_an_answer_that_no_login_of_this_browser_asked_for_is_refused(pages, query):
    client = pages().test_client()
    client.get("/login")
    response = client.get(f"/login/callback{query}")
    assert response.status_code == 400
    assert "belongs to no login that was begun in this browser" in response.text
    assert client.get("/api/v1/snapshot").json["audience"] == "public"


def test_a_login_begun_in_one_browser_cannot_be_ended_in_another(pages):
    app = pages()
    victim, attacker = app.test_client(), app.test_client()
    begun = attacker.get("/login")
    answer = path_of(ask_provider(begun.headers["Location"], sub="ann"))
    assert victim.get(answer).status_code == 400
    assert attacker.get(answer).status_code == 303


def test_an_answer_is_taken_once(pages):
    client = pages().test_client()
    begun = client.get("/login")
    answer = path_of(ask_provider(begun.headers["Location"], sub="vera"))
    assert client.get(answer).status_code == 303
    assert client.get(answer).status_code == 400


def test_a_forged_code_is_refused_though_the_state_is_right(pages, written):
    client = pages().test_client()
    state = parse_qs(urlsplit(client.get("/login").headers["Location"]).query)["state"][0]
    response = client.get(f"/login/callback?code=forged&state={state}")
    assert response.status_code == 400
    assert "could not be checked" in response.text
    assert [(action, who) for action, who, _ in written] == [("login", "nobody")]


def test_a_token_made_for_another_login_is_refused(pages):
    """The code is real and the state is right; only the nonce is that of another login."""
    client = pages().test_client()
    first = client.get("/login").headers["Location"]
    second = client.get("/login").headers["Location"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(second).query).items()}
    old = {name: values[0] for name, values in parse_qs(urlsplit(first).query).items()}
    mixed = second.replace(query["nonce"], old["nonce"])
    assert client.get(path_of(ask_provider(mixed, sub="ann"))).status_code == 400
    assert client.get("/api/v1/snapshot").json["audience"] == "public"


def test_a_login_that_was_declined_is_a_plain_page_without_the_providers_words(pages):
    client = pages().test_client()
    begun = client.get("/login")
    state = parse_qs(urlsplit(begun.headers["Location"]).query)["state"][0]
    answer = path_of(ask_provider(begun.headers["Location"], action="deny"))
    assert "error=access_denied" in answer
    response = client.get(f"{answer}&state={state}&error_description=Ring+0900+123")
    assert response.status_code == 403
    assert "declined" in response.text
    assert "0900" not in response.text


def test_a_provider_that_cannot_be_reached_is_a_plain_page(pages):
    response = pages(issuer="http://127.0.0.1:9").test_client().get("/login")
    assert response.status_code == 503
    assert "127.0.0.1 cannot be reached. Try again" in response.text


def test_a_provider_that_answers_for_another_is_refused(pages, issuer):
    response = pages(issuer=issuer.replace("127.0.0.1", "localhost")).test_client().get("/login")
    assert response.status_code == 303  # the provider takes its name from the host it is asked by
    response = pages(issuer=f"{issuer}/.well-known/..").test_client().get("/login")
    assert response.status_code == 503


def test_who_is_in_too_many_groups_is_told_what_mends_it(pages):
    client = pages().test_client()
    refused = log_in(client, "olga")
    assert refused.status_code == 403
    assert "more groups than the login service lists" in refused.text
    assert "docs/login.md" in refused.text


def test_roles_may_come_from_the_providers_application_roles(pages):
    client = pages(claim="roles", roles={"analyst": "of-vera"}).test_client()
    log_in(client, "vera")
    assert client.get("/api/v1/snapshot").json["audience"] == "restricted"


def test_the_account_page_says_who_and_what_they_may_do(pages, words_of):
    client = pages().test_client()
    assert "You are not logged in. You read what everyone may read." in words_of(client, "/account")
    log_in(client, "eddie")
    words = words_of(client, "/account")
    assert "You are Eddie Editor (eddie@opcc.example)." in words
    assert "Editor: write commentary, annotations, decisions and answers." in words
    assert "logged out after 30 minutes without a page, and 12 hours after logging in" in words


def test_who_has_no_role_is_told_whom_to_ask(pages, words_of):
    client = pages().test_client()
    log_in(client, "nora")
    words = words_of(client, "/account")
    assert "no role here yet. The Head of Performance can give you one." in words


def test_logging_out_is_final_and_is_told_to_the_provider(pages, issuer, written):
    client = pages().test_client()
    log_in(client, "ann")
    cookie = client.get_cookie(client.application.config["SESSION_COOKIE_NAME"])
    left = client.post("/logout", data={"csrf_token": token_on(client, "/account")})
    wait, address = left.headers["Refresh"].split("; url=")
    asked = parse_qs(urlsplit(address).query)
    assert (left.status_code, wait) == (200, "0")
    assert address.startswith(f"{issuer}/oauth2/end_session?")
    assert asked["post_logout_redirect_uri"] == ["http://localhost/logged-out"]
    assert asked["id_token_hint"][0].count(".") == 2
    assert client.get("/api/v1/snapshot").json["audience"] == "public"

    client.set_cookie(cookie.key, cookie.value)  # as somebody would who had copied it
    stolen = client.get("/api/v1/snapshot")
    assert stolen.status_code == 401
    assert "Your session is over." in stolen.json["detail"]
    events = [details["event"] for action, _, details in written if action == "login"]
    assert events == ["logged in", "logged out"]


@pytest.mark.parametrize("form", [{}, {"csrf_token": "forged"}])
def test_a_form_without_its_token_is_refused_in_a_plain_page_and_does_nothing(pages, form):
    client = pages().test_client()
    log_in(client, "ann")
    refused = client.post("/logout", data=form)
    assert refused.status_code == 400
    assert "Nothing was changed." in refused.text
    assert client.get("/api/v1/snapshot").json["audience"] == "restricted"


def test_the_token_of_one_browser_is_of_no_use_in_another(pages):
    app = pages()
    mine, theirs = app.test_client(), app.test_client()
    log_in(mine, "ann")
    log_in(theirs, "adam")
    token = token_on(mine, "/account")
    assert theirs.post("/logout", data={"csrf_token": token}).status_code == 400


def test_nobody_is_logged_out_by_a_link(pages):
    client = pages().test_client()
    log_in(client, "ann")
    assert client.get("/logout").status_code == 405
    assert client.get("/logout").headers["Allow"] == "OPTIONS, POST"


def test_a_session_without_use_ends_and_says_so(pages, clock):
    client = pages(idle_minutes=30).test_client()
    log_in(client, "ann")
    clock.pass_minutes(29)
    assert client.get("/api/v1/snapshot").json["audience"] == "restricted"
    clock.pass_minutes(29)
    assert client.get("/api/v1/snapshot").json["audience"] == "restricted"
    clock.pass_minutes(30)
    response = client.get("/quality?x=1")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"]
    assert "No page was asked for in 30 minutes." in response.text
    assert 'href="/login?next=/quality?x%3D1"' in response.text
    assert client.get("/api/v1/snapshot").json["audience"] == "public"


def test_a_session_ends_after_its_longest_time_however_it_is_used(pages, clock):
    client = pages(absolute_hours=2).test_client()
    log_in(client, "ann")
    for _ in range(5):
        clock.pass_minutes(20)
        assert client.get("/api/v1/snapshot").json["audience"] == "restricted"
    clock.pass_minutes(20)
    response = client.get("/")
    assert response.status_code == 401
    assert "2 hours have passed since the login." in response.text


def test_a_login_makes_a_new_session_and_ends_the_one_before(pages):
    client = pages().test_client()
    log_in(client, "vera")
    with client.session_transaction() as session:
        first = session["login"]
    log_in(client, "ann")
    with client.session_transaction() as session:
        assert session["login"] != first
        session["login"] = first
    assert client.get("/api/v1/snapshot").status_code == 401


def test_where_the_public_may_read_nothing_each_page_asks_for_a_login(pages):
    client = pages(public_without_login=False).test_client()
    for address in CLOSED:
        response = client.get(address)
        assert response.status_code == 302, address
        assert response.headers["Location"].startswith("/login?next=/"), address
    assert client.get("/api/v1/measures").status_code == 401
    assert client.get("/static/site.css").status_code == 200
    assert client.get("/nowhere").status_code == 404
    log_in(client, "nora")
    refused = client.get("/quality")
    assert refused.status_code == 403
    assert "The Head of Performance can give it to you." in refused.text
    assert "no role here yet" in client.get("/account").text
    log_in(client, "vera")
    assert BOARD in client.get("/quality").text


def test_every_address_asks_for_a_login_where_the_public_may_read_nothing(pages):
    """No address was forgotten: those that are open are named one by one."""
    app = pages(public_without_login=False)
    open_ones = {"static", "plotly.script", "plotly.stylesheet", "login.begin", "login.answer",
                 "login.ended", "account.page"}  # fmt: skip
    values = {"metric_id": "x", "area_code": "x", "theme_id": "x", "name": "x", "form": "csv",
              "query_id": "x"}  # fmt: skip
    asked = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in open_ones or "GET" not in rule.methods:
            continue
        with app.test_request_context():
            wanted = {name: values.get(name, "x") for name in rule.arguments}
            if "form" in wanted and rule.endpoint == "dictionary.file":
                wanted["form"] = "md"
            address = app.url_for(rule.endpoint, **wanted)
        assert app.test_client().get(address).status_code in {302, 401}, address
        asked += 1
    assert asked > 20


def test_what_one_reader_was_sent_is_kept_by_no_cache_between(pages):
    client = pages().test_client()
    before = client.get("/quality").headers
    assert "Cookie" in before["Vary"]
    assert "private" not in before["Cache-Control"]
    log_in(client, "ann")
    after = client.get("/quality").headers
    assert "private" in after["Cache-Control"]
    assert {"Cookie", "Accept-Encoding"} <= set(after["Vary"].split(", "))
    assert client.get("/account").headers["Cache-Control"] == "no-store, private"
    assert "Set-Cookie" not in after
    assert "Cookie" not in client.get("/static/site.css").headers.get("Vary", "")


def test_no_kept_page_says_who_reads_it(pages):
    client = pages().test_client()
    log_in(client, "ann")
    for address in ("/", "/quality", "/measures/prosecution_possible_rate", "/governance"):
        page = client.get(address).text
        assert "Ann Analyst" not in page and "csrf_token" not in page
        assert '<a href="/account">Account</a>' in page


def test_behind_tls_the_cookie_is_bound_to_the_host_and_hidden_from_scripts(pages):
    client = pages(base_url="https://plan.example").test_client()
    begun = client.get("/login", base_url="https://plan.example")
    cookie = begun.headers["Set-Cookie"]
    assert cookie.startswith("__Host-pcplan-")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert begun.headers["Strict-Transport-Security"] == "max-age=31536000"
    asked = parse_qs(urlsplit(begun.headers["Location"]).query)
    assert asked["redirect_uri"] == ["https://plan.example/login/callback"]


def test_pages_are_asked_for_by_the_name_in_the_settings_and_by_no_other(pages):
    client = pages(base_url="https://plan.example", allowed_hosts=["inside.example"]).test_client()
    for host, status in (("plan.example", 200), ("inside.example", 200), ("evil.example", 400)):
        assert client.get("/", headers={"Host": host}).status_code == status


def test_many_logins_begun_and_not_ended_leave_a_small_cookie(pages):
    client = pages().test_client()
    for _ in range(8):
        begun = client.get("/login")
    assert len(begun.headers["Set-Cookie"]) < 2_000
    answer = path_of(ask_provider(begun.headers["Location"], sub="vera"))
    assert client.get(answer).status_code == 303


def test_the_audit_log_has_who_read_the_restricted_figures_and_what_they_took_away(pages, written):
    client = pages().test_client()
    client.get("/quality")
    client.get("/measures/prosecution_possible_rate.csv")
    assert written == []  # the public leaves no trace
    log_in(client, "ann")
    client.get("/quality")
    client.get("/measures")
    client.get("/measures/prosecution_possible_rate.csv")
    client.get("/query?q=select 42 as x")
    assert [(action, who) for action, who, _ in written] == [
        (action, "Ann Analyst <ann@opcc.example>")
        for action in ("login", "read", "export", "query")
    ]
    assert written[0][2] == {"event": "logged in", "roles": ["analyst"]}
    assert written[2][2]["address"] == "/measures/prosecution_possible_rate.csv"
    assert (written[3][2]["query"], written[3][2]["rows"]) == ("select 42 as x", 1)
