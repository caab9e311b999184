"""Mail and webhooks against real servers: what arrives, what is tried again, what is never told."""

import socket
import threading

import pytest

from pipelines.monitoring.notifications import web
from pipelines.monitoring.notifications.errors import UnsentError
from pipelines.monitoring.notifications.mail import send_mail
from pipelines.monitoring.notifications.settings import Mail
from tests.pipelines.monitoring.notifications.conftest import HASTY, free_port, mail_server, text_of

SENDER, TO = "pcplan@opcc.example", ("ann@opcc.example", "bob@opcc.example")


def plain(port, **changes):
    return Mail(**{"host": "127.0.0.1", "port": port, "security": "none", "sender": SENDER,
                   **changes})  # fmt: skip


@pytest.fixture
def silent_port():
    """A server that takes connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_mail_arrives_as_written_with_every_letter(box, smtp_port):
    text = "Trosedd yn ôl ardal: £3m, “mwy” \U0001f6a8\n" + "long " * 300 + "\n"
    send_mail(plain(smtp_port), TO, "pcplan: tŷ, £", text)
    ((envelope, message),) = box.messages
    assert envelope.mail_from == SENDER
    assert tuple(envelope.rcpt_tos) == TO
    assert message["Subject"] == "pcplan: tŷ, £"
    assert text_of(message) == text
    assert message["Auto-Submitted"] == "auto-generated"
    assert max(map(len, envelope.content.split(b"\r\n"))) <= 998


def test_a_subject_cannot_smuggle_in_a_header(box, smtp_port):
    send_mail(plain(smtp_port), TO, "well\r\nBcc: all@opcc.example\r\n\r\nevil", "text\n")
    ((envelope, message),) = box.messages
    assert message["Bcc"] is None
    assert message["Subject"] == "well Bcc: all@opcc.example evil"
    assert tuple(envelope.rcpt_tos) == TO
    assert text_of(message) == "text\n"


def test_a_line_that_begins_with_a_full_stop_does_not_end_the_mail(box, smtp_port):
    send_mail(plain(smtp_port), TO, "dots", "one\n.\nthree\n")
    assert box.texts == ["one\n.\nthree\n"]


@pytest.mark.parametrize(
    ("answers", "arrives"),
    [(["451 later"], True), (["451 later", "421 later"], True), (["451 later"] * 3, False)],
)
def test_a_server_that_asks_for_patience_is_tried_three_times(box, smtp_port, answers, arrives):
    box.answers = [*answers]
    trial = lambda: send_mail(plain(smtp_port), TO, "again", "text\n")  # noqa: E731
    if arrives:
        HASTY.call(trial)
    else:
        with pytest.raises(UnsentError, match="answered with 451"):
            HASTY.call(trial)
    assert (len(box.messages), box.answers) == (int(arrives), [])


def test_a_server_that_refuses_for_good_is_not_asked_again(box, smtp_port):
    box.answers = ["554 no", "554 no"]
    with pytest.raises(UnsentError, match="answered with 554"):
        HASTY.call(lambda: send_mail(plain(smtp_port), TO, "no", "text\n"))
    assert box.answers == ["554 no"]


def test_addresses_that_do_not_exist_are_counted_and_not_named(box, smtp_port):
    with pytest.raises(UnsentError, match="refuses 1 of 2 addresses"):
        send_mail(plain(smtp_port), ("nobody@opcc.example", TO[0]), "half", "text\n")
    assert len(box.messages) == 1
    with pytest.raises(UnsentError, match=r"refuses the address$"):
        send_mail(plain(smtp_port), ("nobody@opcc.example",), "none", "text\n")


def test_a_server_that_is_not_there_is_said_to_be_out_of_reach():
    with pytest.raises(UnsentError, match="cannot be reached") as error:
        send_mail(plain(free_port()), TO, "x", "y\n")
    assert error.value.may_come_right


def test_a_server_that_says_nothing_is_given_up(silent_port):
    with pytest.raises(UnsentError, match="did not answer"):
        send_mail(plain(silent_port), TO, "x", "y\n")


def test_mail_is_encrypted_and_the_password_goes_only_where_it_is_trusted(
    box, encryption, certificate, monkeypatch
):
    options = {"tls_context": encryption, "require_starttls": True,
               "authenticator": box.authenticate, "auth_required": True}  # fmt: skip
    with mail_server(box, **options) as port:
        server = plain(port, security="starttls", user="pcplan", password="right")
        with pytest.raises(UnsentError, match="certificate is not trusted"):
            send_mail(server, TO, "x", "y\n")
        assert box.logins == []

        monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
        send_mail(server, TO, "x", "y\n")
        assert box.logins == [(b"pcplan", b"right")]
        assert box.texts == ["y\n"]

        wrong = plain(port, security="starttls", user="pcplan", password="wrong-secret")
        with pytest.raises(UnsentError, match="refuses the user or the password") as error:
            send_mail(wrong, TO, "x", "y\n")
        assert "wrong-secret" not in str(error.value)


def test_a_server_without_encryption_is_not_sent_a_word(box, smtp_port):
    with pytest.raises(UnsentError, match="does not offer this smtp_security"):
        send_mail(plain(smtp_port, security="starttls"), TO, "x", "y\n")
    with pytest.raises(UnsentError):
        send_mail(plain(smtp_port, security="tls"), TO, "x", "y\n")
    assert box.messages == []


def test_mail_over_tls_from_the_first_byte(box, encryption, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    taken = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def converse():
            with encryption.wrap_socket(listener.accept()[0], server_side=True) as talk:
                reply = talk.makefile("rwb")
                reply.write(b"220 hello\r\n")
                reply.flush()
                for line in reply:
                    taken.append(line)
                    if line.upper().startswith(b"DATA"):
                        reply.write(b"354 go on\r\n")
                    elif line == b".\r\n" or not is_data(taken):
                        reply.write(
                            b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 OK\r\n"
                        )
                    reply.flush()
                    if line.upper().startswith(b"QUIT"):
                        return

        thread = threading.Thread(target=converse)
        thread.start()
        send_mail(plain(listener.getsockname()[1], security="tls"), TO, "x", "well\n")
        thread.join(10)
    assert b"well\r\n" in taken


def is_data(taken):
    begun = next((n for n, line in enumerate(taken) if line.upper().startswith(b"DATA")), None)
    return begun is not None and b".\r\n" not in taken[begun:]


def test_json_arrives_as_posted(service):
    web.post_json(service.url, {"text": "tŷ £ \U0001f6a8"})
    ((path, headers, _),) = service.requests
    assert path == "/hook?sig=very-secret"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert service.bodies == [{"text": "tŷ £ \U0001f6a8"}]


@pytest.mark.parametrize(
    ("answers", "tries", "said"),
    [
        ([500, 503], 3, ""),
        ([500, 500, 500], 3, "answered with 500"),
        ([429], 2, ""),
        ([404], 1, "answered with 404"),
    ],
)
def test_a_webhook_is_tried_again_where_that_may_help(service, answers, tries, said):
    service.answers = [*answers]
    if said:
        with pytest.raises(UnsentError, match=said) as error:
            HASTY.call(lambda: web.post_json(service.url, {}))
        assert "secret" not in str(error.value)
    else:
        HASTY.call(lambda: web.post_json(service.url, {}))
    assert len(service.requests) == tries


def test_nothing_is_followed_to_another_address(service, other_service):
    service.answers, service.location = [307], other_service.url
    with pytest.raises(UnsentError, match="another address, which is not followed"):
        web.post_json(service.url, {"text": "x"})
    assert other_service.requests == []


def test_a_webhook_that_does_not_answer_or_is_not_there_is_given_up(service):
    service.delay = 1.5
    with pytest.raises(UnsentError, match="did not answer"):
        web.post_json(service.url, {})
    with pytest.raises(UnsentError, match="cannot be reached") as error:
        web.post_json(f"http://127.0.0.1:{free_port()}/very-secret", {})
    assert "very-secret" not in str(error.value)


def test_an_address_that_is_not_safe_is_not_even_tried():
    with pytest.raises(UnsentError, match="neither https nor on this machine"):
        web.post_json("http://hooks.example/", {})


def test_what_stays_on_this_machine_goes_through_no_proxy(service, other_service, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", other_service.url)
    monkeypatch.setenv("http_proxy", other_service.url)
    web.post_json(service.url, {})
    assert (len(service.requests), other_service.requests) == (1, [])


@pytest.mark.parametrize(
    ("is_well", "path"), [(True, "/hook?sig=very-secret"), (False, "/hook/fail?sig=very-secret")]
)
def test_a_ping_says_by_its_address_whether_the_night_was_well(service, is_well, path):
    web.ping(service.url, is_well=is_well, text="exit status 0")
    ((asked, _, body),) = service.requests
    assert (asked, body) == (path, b"exit status 0")
