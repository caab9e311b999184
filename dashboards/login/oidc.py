"""Logging in through an OpenID provider: the code flow with PKCE, by Authlib.

State, nonce and the PKCE verifier lie in the signed cookie of who logs in. What the provider
answers is believed after its signature, issuer, audience, time and nonce were checked.
"""

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, request, session
from joserfc.errors import JoseError

from dashboards.login.people import Person, RefusedError
from dashboards.login.settings import Login

_LOGGER = logging.getLogger(__name__)
_NAME = "provider"
_MOST_BEGUN = 3  # logins begun in one browser and not ended: older ones are forgotten
_SECONDS = 10
# What may sign a token: nothing that the client's own secret, or nobody, could have signed.
_SIGNATURES = [f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)]
_LONGEST_HINT = 4_000  # an identity token that lists hundreds of groups fits into no address
# What the exchange raises where the provider does not answer, or not as it should.
_NOT_BELIEVED: tuple[type[Exception], ...] = (OAuthError, JoseError, OSError, ValueError, KeyError)
_TRY_AGAIN = "Try again in a moment; if it goes on, tell whoever keeps pcplan."


@dataclass(frozen=True)
class Arrival:
    """Someone whom the provider sent back, logged in."""

    person: Person
    id_token: str
    next_path: str


class Provider:
    """The provider that site.toml names."""

    def __init__(self, app: Flask, login: Login) -> None:
        self.login = login
        self._client = OAuth(app).register(
            _NAME,
            client_id=login.client_id,
            client_secret=login.client_secret,
            server_metadata_url=f"{login.issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "default_timeout": _SECONDS,
            },
        )

    @property
    def host(self) -> str:
        """Name the provider, for people."""
        return urlsplit(self.login.issuer).hostname or self.login.issuer

    def address_to_log_in(self, next_path: str) -> str:
        """Begin a login: return the provider's address, and remember what was begun."""
        self._metadata()
        _forget_all_but_the_last()
        back = f"{self.login.base_url}/login/callback"
        begun = self._client.create_authorization_url(back)
        self._client.save_authorize_data(redirect_uri=back, next=next_path, **begun)
        return str(begun["url"])

    def arrival(self) -> Arrival:
        """Check what the provider answers, and say who came."""
        begun = self._client.framework.get_state_data(session, request.args.get("state", ""))
        if not begun:
            raise RefusedError(
                400, "This answer belongs to no login that was begun in this browser. Log in again."
            )
        if error := request.args.get("error"):
            self._client.framework.clear_state_data(session, request.args["state"])
            _LOGGER.warning("The provider refused a login: %s", error[:100])
            raise _declined(error)
        self._metadata()
        try:
            token = self._client.authorize_access_token(claims_options=self._claims())
        except _NOT_BELIEVED as fault:
            _LOGGER.warning("An answer of the provider was not believed: %r", fault)
            raise RefusedError(
                400, f"What {self.host} answered could not be checked. Log in again."
            ) from fault
        claims = token.get("userinfo")
        if not claims:
            raise RefusedError(400, f"{self.host} did not say who you are. Log in again.")
        next_path = str(begun.get("next") or "/")
        return Arrival(self._person(dict(claims)), str(token["id_token"]), next_path)

    def address_to_log_out(self, id_token: str) -> str | None:
        """Return where the provider's own session is ended, if it says where."""
        try:
            metadata = self._metadata()
        except RefusedError:
            return None
        if not metadata.get("end_session_endpoint"):
            return None
        address = self._client.create_logout_url(
            post_logout_redirect_uri=f"{self.login.base_url}/logged-out",
            id_token_hint=id_token if len(id_token) <= _LONGEST_HINT else None,
            client_id=self.login.client_id,
        )
        return str(address["url"])

    def _claims(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self._metadata()["issuer"]},
            "aud": {"essential": True, "value": self.login.client_id},
        }

    def _metadata(self) -> dict[str, Any]:
        """Read what the provider says of itself; refuse one that says it is another."""
        try:
            metadata: dict[str, Any] = self._client.load_server_metadata()
        except (OSError, ValueError) as error:
            _LOGGER.warning("The provider's configuration cannot be read: %r", error)
            raise RefusedError(503, f"{self.host} cannot be reached. {_TRY_AGAIN}") from error
        if str(metadata.get("issuer", "")).rstrip("/") != self.login.issuer:
            _LOGGER.error("The provider calls itself %s.", metadata.get("issuer"))
            raise RefusedError(
                503, f"{self.host} answers as another issuer than site.toml names. {_TRY_AGAIN}"
            )
        metadata["id_token_signing_alg_values_supported"] = _SIGNATURES
        return metadata

    def _person(self, claims: dict[str, Any]) -> Person:
        """Turn what the provider says of someone into a person with roles."""
        claim = self.login.claim
        if claim not in claims and _has_too_many_groups(claims):
            contact = self.login.contact or "whoever keeps the login service"
            raise RefusedError(
                403,
                "Your account is in more groups than the login service lists, so your role is "
                f"not known. Ask {contact} to have it list only the groups assigned to this "
                "application, or to use application roles. docs/login.md says how.",
            )
        email = str(claims.get("email") or claims.get("preferred_username") or "")
        name = str(claims.get("name") or email or claims["sub"])
        roles = self.login.roles_of(claims.get(claim, []))
        return Person(_clean(name), _clean(email), roles, _clean(str(claims["sub"])))


def try_provider(login: Login) -> str:
    """Ask the provider who it is; return its name. Raises RefusedError where that is not well."""
    provider = Provider(Flask(__name__), login)
    provider._metadata()
    return provider.host


def _has_too_many_groups(claims: dict[str, Any]) -> bool:
    """Know Entra ID's "overage": instead of the groups it names a place to ask for them."""
    named = claims.get("_claim_names")
    return bool(claims.get("hasgroups")) or (isinstance(named, dict) and "groups" in named)


def _declined(error: str) -> RefusedError:
    if error == "access_denied":
        return RefusedError(403, "The login was declined, by you or by the login service.")
    return RefusedError(502, f"The login service could not log you in. {_TRY_AGAIN}")


def _forget_all_but_the_last() -> None:
    """Keep the cookie small, however many logins were begun."""
    begun = [key for key in session if key.startswith(f"_state_{_NAME}_")]
    begun.sort(key=lambda key: float(session[key].get("exp", 0)))
    for key in begun[: len(begun) - _MOST_BEGUN + 1]:
        session.pop(key)


def _clean(text: str) -> str:
    """Keep what can be shown in one line."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())[:200]
