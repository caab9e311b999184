"""`[tell]` in site.toml: off by default, each wrong setting named, no secret ever shown."""

import os

import pytest

from pipelines.errors import ConfigurationError
from pipelines.monitoring.after_night import is_anybody_told
from pipelines.monitoring.notifications.settings import read_settings
from pipelines.settings.secrets import is_safe
from pipelines.site.site import Site

MAIL = 'smtp_host = "mail.opcc.example"\nmail_from = "pcplan@opcc.example"\n'


def test_nobody_is_told_of_anything_until_somebody_asks_for_it(make_site):
    site = make_site()
    settings = read_settings(site)
    assert settings.channels == []
    assert (settings.mail, settings.ping_url, settings.digest_day) == (None, "", None)
    assert not is_anybody_told(site)


def test_the_usual_settings_are_encrypted_mail_on_the_usual_port(make_site):
    mail = read_settings(make_site(MAIL + 'mail_to = ["ann@opcc.example"]')).mail
    assert (mail.security, mail.port, mail.to) == ("starttls", 587, ("ann@opcc.example",))
    mail = read_settings(make_site(MAIL + 'smtp_security = "tls"')).mail
    assert (mail.security, mail.port) == ("tls", 465)


def test_secrets_come_from_the_environment_or_from_a_file_of_their_own(make_site, monkeypatch):
    site = make_site(
        MAIL + 'smtp_password_file = "state/smtp"\nteams_url_file = "state/teams"\n'
        'mail_to = "ann@opcc.example"'
    )
    for name, secret in (
        ("smtp", "geheim\n"),
        ("teams", "https://teams.example/hook?sig=geheim\n"),
    ):
        (site.state / name).write_text(secret)
        (site.state / name).chmod(0o600)
    settings = read_settings(site)
    assert settings.mail.password == "geheim"
    assert settings.channels == ["mail", "Teams"]
    assert "geheim" not in repr(settings)
    monkeypatch.setenv("PCPLAN_SMTP_PASSWORD", "other")
    assert read_settings(Site(site.root)).mail.password == "other"


def test_an_address_from_the_environment_alone_is_enough(make_site, monkeypatch):
    monkeypatch.setenv("PCPLAN_PING_URL", "https://ping.example/abc")
    site = make_site()
    assert is_anybody_told(site)
    assert read_settings(site).ping_url == "https://ping.example/abc"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("mail_two = 1", "tell.mail_two is not known here: did you mean mail_to?"),
        (MAIL + 'mail_to = ["ann@opcc.example\\nBcc: all@opcc.example"]',
         "tell.mail_to must be a mail address such as name@example.org"),
        (MAIL + "mail_to = [7]", "tell.mail_to must be a mail address"),
        (MAIL + "mail_to = 7", "tell.mail_to must be a list of addresses; found 7"),
        ('mail_to = ["ann@opcc.example"]', "tell.smtp_host is missing: name the office's mail server"),
        ('smtp_host = "mail\\r\\nRCPT"', "tell.smtp_host must be one line of text"),
        ('smtp_host = "mail.opcc.example"', "tell.mail_from is missing: write a mail address"),
        (MAIL + 'smtp_security = "none"',
         "tell.smtp_security is 'none', and mail without encryption goes to this machine only"),
        (MAIL + "smtp_port = 0", "tell.smtp_port must be a port such as 587; found 0"),
        (MAIL + 'smtp_port = "25"', "tell.smtp_port must be a whole number; found '25'"),
        (MAIL + 'smtp_password = "geheim"', "tell.smtp_password may not stand in site.toml"),
        (MAIL + 'smtp_password_file = "nowhere"', "tell.smtp_password_file names "),
        ('digest_day = "Someday"', "tell.digest_day is 'Someday'. Use one of Monday, Tuesday"),
        ('digest_audience = "restricted"',
         "tell.digest_audience is 'restricted'. Use one of board, public."),
        ('owners = "all"', "tell.owners must be a table; found 'all'"),
        (MAIL + '[tell.owners]\n"Analyst, OPCC" = ["nobody"]',
         "tell.owners.Analyst, OPCC must be a mail address"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named_with_its_line(make_site, said, words):
    with pytest.raises(ConfigurationError) as error:
        read_settings(make_site(said))
    assert words in str(error.value)
    assert "site.toml, line " in str(error.value)
    assert "geheim" not in str(error.value)


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights than these.")
@pytest.mark.parametrize("name", ["smtp_password_file", "webhook_url_file", "ping_url_file"])
def test_a_secret_that_others_can_read_is_refused(make_site, name):
    site = make_site(MAIL + f'{name} = "state/secret"')
    secret = site.state / "secret"
    secret.write_text("https://hooks.example/geheim")
    secret.chmod(0o640)
    with pytest.raises(ConfigurationError, match=f"tell.{name} names .*Run: chmod 600"):
        read_settings(site)
    secret.chmod(0o600)
    read_settings(site)


def test_what_is_no_table_is_refused(make_site):
    site = make_site()
    (site.root / "site.toml").write_text('tell = "me"')
    with pytest.raises(ConfigurationError, match=r"tell must be a table.*Write a line \[tell\]"):
        read_settings(Site(site.root))


@pytest.mark.parametrize("name", ["teams_url", "webhook_url", "ping_url"])
def test_an_address_that_others_could_overhear_is_refused_without_being_shown(make_site, name):
    with pytest.raises(ConfigurationError) as error:
        read_settings(make_site(f'{name} = "http://hooks.example/very-secret"'))
    assert name in str(error.value)
    assert "very-secret" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://hooks.example/x", True),
        ("http://127.0.0.1:8000/x", True),
        ("http://localhost/x", True),
        ("http://[::1]:80/x", True),
        ("http://127.0.0.1.evil.example/x", False),
        ("http://localhost@evil.example/x", False),
        ("ftp://localhost/x", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://hooks.example:0/x", False),
        ("https://hooks.example:port/x", False),
        ("https://hooks.example/x\r\nHost: evil", False),
        ("//hooks.example", False),
    ],
)
def test_only_https_and_this_machine_are_safe(url, safe):
    assert is_safe(url) is safe
