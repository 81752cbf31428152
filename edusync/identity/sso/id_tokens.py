"""Checks of ID tokens (OpenID Connect Core 1.0, 3.1.3.7), stricter than allauth's: always signed, always with nonce."""

import hmac
import json
from collections.abc import Mapping
from typing import Any

import jwt
from jwt.algorithms import get_default_algorithms

from edusync.identity.sso.problems import AnswerRefused

# Asymmetric only: a key that is published cannot be taken for a shared secret, and `none` is no signature.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
KEY_TYPES = {"R": "RSA", "P": "RSA", "E": "EC"}
LEEWAY_SECONDS = 60


def verify_id_token(
    id_token: str, *, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """The claims of a token that this provider made for this client and this sign-in. Raises AnswerRefused."""
    try:
        header = jwt.get_unverified_header(id_token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise AnswerRefused("algorithm")
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key=_key_for(header, keys),
            algorithms=[algorithm],
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as error:
        raise AnswerRefused(type(error).__name__) from error
    _check_party(claims, client_id)
    if not nonce or not hmac.compare_digest(str(claims.get("nonce", "")), nonce):
        raise AnswerRefused("nonce")
    return claims


def _check_party(claims: Mapping[str, Any], client_id: str) -> None:
    """A token for several parties must name this one as the one it was made for."""
    audience = claims["aud"]
    authorized = claims.get("azp")
    if isinstance(audience, list) and len(audience) > 1 and authorized is None:
        raise AnswerRefused("audience")
    if authorized is not None and authorized != client_id:
        raise AnswerRefused("audience")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise AnswerRefused("subject")


def _key_for(header: Mapping[str, Any], keys: Mapping[str, Any]) -> Any:
    """The provider's public key that the header names; the only fitting one where it names none."""
    algorithm = str(header["alg"])
    kind = "OKP" if algorithm == "EdDSA" else KEY_TYPES[algorithm[0]]
    listed = keys.get("keys")
    fitting = [
        key
        for key in (listed if isinstance(listed, list) else [])
        if isinstance(key, dict) and key.get("kty") == kind and key.get("use", "sig") == "sig"
    ]
    key_id = header.get("kid")
    if key_id is not None:
        fitting = [key for key in fitting if key.get("kid") == key_id]
    if len(fitting) != 1:
        raise AnswerRefused("key")
    return get_default_algorithms()[algorithm].from_jwk(json.dumps(fitting[0]))
