"""A provider whose answers cannot be trusted: a real server that signs what a test tells it to."""

import json
import threading
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from joserfc.jws import JWSRegistry
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

KEY = RSAKey.generate_key(2048, {"kid": "ours"})
ANOTHER_KEY = RSAKey.generate_key(2048, {"kid": "ours"})
SECRET = OctKey.import_key("of the test, and long enough to sign with it")


class Provider:
    """Answers as OpenID providers do; `token` makes the identity token of the next login."""

    def __init__(self):
        self.token = None
        self.server = make_server("127.0.0.1", 0, self.answer, threaded=True)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, environ, start_response):
        request = Request(environ)
        said = {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            },
            "/keys": {"keys": [KEY.as_dict(private=False)]},
            "/token": {"access_token": "x", "token_type": "Bearer", "id_token": self.token},
        }[request.path]
        wanted = {name: value for name, value in said.items() if value is not None}
        return Response(json.dumps(wanted), content_type="application/json")(
            environ, start_response
        )


@pytest.fixture
def provider():
    provider = Provider()
    threading.Thread(target=provider.server.serve_forever, daemon=True).start()
    yield provider
    provider.server.shutdown()
    provider.server.server_close()


@pytest.fixture
def answer_of(pages, provider):
    """Log in with the token that a test makes from true claims; return what the pages answer."""
    client = pages(issuer=provider.issuer).test_client()

    def answer_of(make, address="/api/v1/snapshot"):
        begun = client.get("/login")
        asked = {n: v[0] for n, v in parse_qs(urlsplit(begun.headers["Location"]).query).items()}
        now = int(time.time())
        claims = {
            "iss": provider.issuer, "aud": "pcplan", "sub": "ann", "name": "Ann Analyst",
            "iat": now, "exp": now + 600, "nonce": asked["nonce"], "groups": ["group-of-analysts"],
        }  # fmt: skip
        provider.token = make(claims)
        answer = client.get(f"/login/callback?code=x&state={asked['state']}")
        read = client.get(address)
        return answer.status_code, read.json["audience"] if read.is_json else read.text

    return answer_of


def signed(claims, key=KEY, algorithm="RS256", **changes):
    kept = {name: value for name, value in (claims | changes).items() if value is not None}
    header = {"alg": algorithm, "kid": "ours"}
    return jwt.encode(header, kept, key, registry=JWSRegistry(algorithms=[algorithm]))


def test_a_true_token_lets_its_person_in(answer_of):
    assert answer_of(signed) == (303, "restricted")


LONG_AGO = int(time.time()) - 7200
DISHONEST = {
    "signed by another key": lambda claims: signed(claims, ANOTHER_KEY),
    "signed by nobody": lambda claims: signed(claims, algorithm="none"),
    "signed with a shared secret": lambda claims: signed(claims, SECRET, "HS256"),
    "of another issuer": lambda claims: signed(claims, iss="https://evil.example"),
    "without an issuer": lambda claims: signed(claims, iss=None),
    "for another application": lambda claims: signed(claims, aud="another"),
    "for another application beside us": lambda claims: signed(
        claims, aud=["another"], azp="another"
    ),
    "for nobody": lambda claims: signed(claims, aud=None),
    "run out": lambda claims: signed(claims, exp=LONG_AGO),
    "without an end": lambda claims: signed(claims, exp=None),
    "not valid yet": lambda claims: signed(claims, nbf=claims["exp"] + 3600),
    "without a nonce": lambda claims: signed(claims, nonce=None),
    "with another nonce": lambda claims: signed(claims, nonce="another"),
    "without a subject": lambda claims: signed(claims, sub=None),
    "no token at all": lambda claims: None,
    "cut off": lambda claims: signed(claims)[:-20],
    "no token but words": lambda claims: "not.a.token",
}


@pytest.mark.parametrize("make", DISHONEST.values(), ids=DISHONEST.keys())
def test_a_token_that_cannot_be_trusted_lets_nobody_in(answer_of, make):
    assert answer_of(make) == (400, "public")


def test_a_name_from_the_provider_is_shown_in_one_line_and_never_run(answer_of):
    evil = "<script>alert(1)</script>\n\u202eAnn " + "x" * 500
    status, page = answer_of(lambda claims: signed(claims, name=evil), "/account")
    assert status == 303
    assert "You are &lt;script&gt;alert(1)&lt;/script&gt; Ann xxx" in page
    assert "<script>alert" not in page
    assert "x" * 201 not in page
