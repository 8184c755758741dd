"""Log-in by OpenID Connect: authorization code with PKCE (RFC 7636), state and nonce, by Authlib.

What a log-in leaves is a signed cookie with the name, those of the groups that mean something here, and its end. It is
HttpOnly, Secure and SameSite=Lax, and holds for `HOURS`, whatever is done meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2  # what Authlib asks with
from authlib.integrations.starlette_client import OAuth, OAuthError
from fastapi import Request
from joserfc.errors import JoseError

from corpus.errors import NotKnown, ServerUnreachable
from search_api.access.identity import GROUPS, NAME, UNTIL
from search_api.settings import Settings

HOURS = 8
COOKIE = "beslutsminne"
ANSWER = "/logga-in/svar"  # where the provider sends the visitor back to
_BACK = "till"  # where the visitor wanted to go
_SECONDS = 10.0  # for each call of the provider


class Provider:
    """The provider of log-ins that `settings` name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = OAuth().register(
            "oidc",
            server_metadata_url=f"{(settings.oidc_issuer or '').rstrip('/')}/.well-known/openid-configuration",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            client_kwargs={
                "scope": settings.oidc_scope,
                "code_challenge_method": "S256",
                "timeout": _SECONDS,
                "trust_env": False,
            },
        )

    @property
    def origin(self) -> str:
        """Where visitors are sent to log in, as browsers write it (RFC 6454): that of the issuer."""
        parts = urlsplit(self._settings.oidc_issuer or "")
        return f"{parts.scheme}://{parts.netloc}"

    async def begin(self, request: Request, back: str) -> Any:
        """The response that sends the visitor to the provider; `back` is the path to come back to."""
        request.session.clear()  # a log-in that was begun and left, or another's
        request.session[_BACK] = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
        try:
            return await self._client.authorize_redirect(request, f"{self._settings.public_url}{ANSWER}")
        except (httpx2.HTTPError, RuntimeError, ValueError) as error:
            raise self._unreachable(error) from error

    async def finish(self, request: Request) -> str:
        """Log the visitor in by what the provider answered; returns the path to go to.

        Raises `NotKnown` where the answer is none to a question of ours, or is not the provider's.
        """
        back = str(request.session.get(_BACK, "/"))
        try:
            metadata = await self._client.load_server_metadata()
            if metadata.get("issuer") != self._settings.oidc_issuer:
                raise NotKnown(
                    f"Inloggningstjänsten kallar sig ”{metadata.get('issuer')}” och inte"
                    f" ”{self._settings.oidc_issuer}”. Rätta BESLUTSMINNE_OIDC_ISSUER."
                )
            token: dict[str, Any] = await self._client.authorize_access_token(request)
        except (OAuthError, JoseError) as error:
            raise NotKnown(
                f"Inloggningen gick inte att slutföra ({error.error}). Försök igen från början: /logga-in."
            ) from error
        except (httpx2.HTTPError, RuntimeError, ValueError) as error:
            raise self._unreachable(error) from error
        if "userinfo" not in token:  # a provider that sent no id_token
            raise NotKnown("Inloggningstjänsten sade inte vem som loggar in. Kontrollera dess klient (scope openid).")
        self._keep(request, token["userinfo"])
        return back

    def _keep(self, request: Request, claims: Mapping[str, Any]) -> None:
        name = str(claims.get(self._settings.oidc_name_claim) or claims["sub"])
        told = claims.get(self._settings.oidc_groups_claim) or ()
        groups: Collection[object] = told if isinstance(told, list | tuple) else [told]
        request.session.clear()
        kept = [group for group in groups if group in self._settings.groups]  # a cookie holds 4 KB
        request.session.update({NAME: name, GROUPS: kept, UNTIL: time.time() + HOURS * 3600})

    async def leave(self, request: Request) -> str:
        """Log the visitor out here; returns where to go: to the provider, where it can end its own log-in too."""
        request.session.clear()
        home = f"{self._settings.public_url}/"
        try:
            end = (await self._client.load_server_metadata()).get("end_session_endpoint")
        except (httpx2.HTTPError, RuntimeError, ValueError):  # the visitor is logged out of ours all the same
            return home
        asked = {"client_id": self._settings.oidc_client_id, "post_logout_redirect_uri": home}
        return f"{end}?{urlencode(asked)}" if end else home

    def _unreachable(self, error: Exception) -> ServerUnreachable:
        return ServerUnreachable(
            f"Inloggningstjänsten {self._settings.oidc_issuer} svarar inte som den ska ({type(error).__name__})."
            " Försök igen om en stund."
        )
