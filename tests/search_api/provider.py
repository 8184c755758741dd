"""A provider of log-ins by OpenID Connect, real and small: it signs with a key of its own, and can be told to lie.

Whoever comes is logged in as `user` without being asked anything. It holds to what it is told of the flow: the client,
its secret, the address to send back to, and the challenge of PKCE (RFC 7636).
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI, Form, Header, HTTPException
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.search_api.conftest import listening

CLIENT, SECRET = "beslutsminne", "en hemlighet"


@dataclass
class Provider:
    """What a provider tells: of whom, and where it lies; `seen` are the questions that it got."""

    url: str = ""
    user: dict[str, object] = field(default_factory=lambda: {"sub": "1", "preferred_username": "anna"})
    claims: dict[str, object] = field(default_factory=dict)  # in the place of the true ones
    another_key: bool = False
    issuer: str = ""
    seen: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider on a free port."""
    provider, app = Provider(), FastAPI()
    key, other = (RSAKey.generate_key(2048, {"kid": "1"}) for _ in range(2))
    codes: dict[str, dict[str, str]] = {}

    @app.get("/.well-known/openid-configuration")
    def metadata() -> dict[str, object]:
        return {
            "issuer": provider.issuer or provider.url,
            "authorization_endpoint": f"{provider.url}/authorize",
            "token_endpoint": f"{provider.url}/token",
            "jwks_uri": f"{provider.url}/jwks",
            "end_session_endpoint": f"{provider.url}/logout",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    @app.get("/jwks")
    def jwks() -> dict[str, object]:
        return {"keys": [key.as_dict(private=False)]}

    @app.get("/authorize")
    def authorize(
        client_id: str, redirect_uri: str, state: str, nonce: str, code_challenge: str, code_challenge_method: str
    ) -> RedirectResponse:
        assert (client_id, code_challenge_method) == (CLIENT, "S256")
        code = secrets.token_urlsafe()
        codes[code] = {"nonce": nonce, "challenge": code_challenge, "redirect_uri": redirect_uri}
        provider.seen.append({"state": state, "nonce": nonce, "redirect_uri": redirect_uri})
        return RedirectResponse(f"{redirect_uri}?{urlencode({'code': code, 'state': state})}", status_code=302)

    @app.post("/token")
    def token(
        code: str = Form(),
        code_verifier: str = Form(),
        redirect_uri: str = Form(),
        authorization: str = Header(),
    ) -> dict[str, object]:
        given = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        asked = codes.pop(code, None)
        digest = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
        if given not in (f"{CLIENT}:{SECRET}", f"{CLIENT}:en+hemlighet", f"{CLIENT}:en%20hemlighet"):
            raise HTTPException(401)
        if asked is None or asked["challenge"] != digest or asked["redirect_uri"] != redirect_uri:
            raise HTTPException(400)
        now = int(time.time())
        said = {
            "iss": provider.issuer or provider.url, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"],
        } | provider.user | provider.claims  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, said, other if provider.another_key else key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}

    with listening(uvicorn.Config(app, log_level="warning")) as url:
        provider.url = url
        yield provider
