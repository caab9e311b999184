"""Real servers on this machine: a mail server and a web server that keep what they are sent."""

import contextlib
import datetime as dt
import http.server
import ipaddress
import json
import socket
import ssl
import threading
import time
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from pipelines.monitoring.notifications import mail, web
from pipelines.monitoring.notifications.send import RetryPolicy
from pipelines.site.site import Site

HASTY = RetryPolicy(attempts=3, first_wait=0.01)


def text_of(message):
    return message.get_content().replace("\r\n", "\n")


class MailBox:
    """What a mail server took; `answers` are given first, one to each message."""

    def __init__(self):
        self.messages, self.answers, self.logins = [], [], []
        self.delay = 0.0

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's own name)
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.messages.append((envelope, message_from_bytes(envelope.content, policy=default)))
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("nobody@"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def authenticate(self, server, session, envelope, mechanism, data):
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)

    @property
    def texts(self):
        return [text_of(message) for _, message in self.messages]

    @property
    def subjects(self):
        return [message["Subject"] for _, message in self.messages]


class WebService:
    """What a web service was sent; `answers` are statuses, given first, one to each request."""

    def __init__(self):
        self.requests, self.answers = [], []
        self.delay = 0.0
        self.location = ""
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.requests.append((self.path, dict(self.headers), body))
                time.sleep(service.delay)
                with contextlib.suppress(OSError):
                    self.send_response(service.answers.pop(0) if service.answers else 202)
                    if service.location:
                        self.send_header("Location", service.location)
                    self.end_headers()

            def do_GET(self):
                service.requests.append((self.path, dict(self.headers), b""))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook?sig=very-secret"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def bodies(self):
        return [json.loads(body) for _, _, body in self.requests]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Wait less long for servers that do not answer."""
    monkeypatch.setattr(mail, "TIMEOUT", 1.0)
    monkeypatch.setattr(web, "TIMEOUT", 0.5)


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@contextlib.contextmanager
def mail_server(box, **options):
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture
def box():
    return MailBox()


@pytest.fixture
def smtp_port(box):
    with mail_server(box) as port:
        yield port


@pytest.fixture
def service():
    found = WebService()
    yield found
    found.close()


@pytest.fixture
def other_service():
    found = WebService()
    yield found
    found.close()


@pytest.fixture
def make_site(tmp_path):
    """Make a site whose `[tell]` says what a test gives."""

    def make(tell="", before=""):
        root = tmp_path / "site"
        (root / "state").mkdir(parents=True, exist_ok=True)
        (root / "site.toml").write_text(f"{before}\n[tell]\n{tell}\n", encoding="utf-8")
        return Site(root)

    return make


def by_mail(port, more=""):
    return (
        f'smtp_host = "127.0.0.1"\nsmtp_port = {port}\nsmtp_security = "none"\n'
        f'mail_from = "pcplan@opcc.example"\nmail_to = ["analyst@opcc.example"]\n{more}'
    )


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate of this machine's own, and its key, as files."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder


@pytest.fixture
def encryption(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context
