"""`[tell]` in site.toml: off by default, each wrong setting named, no secret ever shown."""

import pytest

from pipelines.errors import ConfigurationError
from pipelines.monitoring.after_night import is_anybody_told
from pipelines.monitoring.notifications.settings import is_safe, read_settings
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
    (site.state / "smtp").write_text("geheim\n")
    (site.state / "teams").write_text("https://teams.example/hook?sig=geheim\n")
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
    ("said", "named"),
    [
        ("mail_two = 1", "tell.mail_two"),
        (MAIL + 'mail_to = ["ann@opcc.example\\nBcc: all@opcc.example"]', "tell.mail_to"),
        (MAIL + "mail_to = [7]", "tell.mail_to"),
        (MAIL + "mail_to = 7", "tell.mail_to"),
        ('mail_to = ["ann@opcc.example"]', "tell.smtp_host"),
        ('smtp_host = "mail\\r\\nRCPT"', "tell.smtp_host"),
        ('smtp_host = "mail.opcc.example"', "tell.mail_from"),
        (MAIL + 'smtp_security = "none"', "tell.smtp_security"),
        (MAIL + "smtp_port = 0", "tell.smtp_port"),
        (MAIL + 'smtp_port = "25"', "tell.smtp_port"),
        (MAIL + 'smtp_password_file = "nowhere"', "tell.smtp_password_file"),
        ('digest_day = "Someday"', "tell.digest_day"),
        ('digest_audience = "restricted"', "tell.digest_audience"),
        ('owners = "all"', "tell.owners"),
        (MAIL + '[tell.owners]\n"Analyst, OPCC" = ["nobody"]', "tell.owners.Analyst, OPCC"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(make_site, said, named):
    with pytest.raises(ConfigurationError) as error:
        read_settings(make_site(said))
    assert f"{named} cannot be used" in str(error.value)


def test_what_is_no_table_is_refused(make_site):
    site = make_site()
    (site.root / "site.toml").write_text('tell = "me"')
    with pytest.raises(ConfigurationError, match="make it a table"):
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
