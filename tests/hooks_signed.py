"""Clients of CDS Hooks with keys, and the tokens that they sign."""

import json
import time
import uuid
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from tests.hooks_made import VIEW

ADDRESS, ISSUER, KID = "https://pinprick.example.org", "https://sandbox.cds-hooks.org", "44823f3d-0b01-4a6c"
CURVE, RSA = ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)


def jwk(key: Any, **more: Any) -> dict[str, Any]:
    """A public key as a client tells it."""
    algorithm: Any = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    made: dict[str, Any] = algorithm.to_jwk(key.public_key(), as_dict=True)
    return made | {"kid": KID, "use": "sig"} | more


def file_of(folder: Path, keys: dict[str, bytes], issuer: str = ISSUER, address: str = f"{ADDRESS}/") -> Path:
    """A file that names one client with these files of keys."""
    for name, content in keys.items():
        (folder / name).write_bytes(content)
    path = folder / "clients.yaml"
    known = [{"issuer": issuer, "keys": list(keys)}]
    path.write_text(json.dumps({"address": address, "clients": known}))
    return path


def jwks(*keys: Any, **more: Any) -> bytes:
    return json.dumps({"keys": [jwk(key, **more) for key in keys]}).encode()


def token(
    aud: Any = ADDRESS + VIEW,
    key: Any = CURVE,
    algorithm: str = "ES384",
    head: dict[str, Any] | None = None,
    **change: Any,
) -> str:
    """A token in the shape of the public sandbox; a claim that is None is left out."""
    now = round(time.time())
    claims = {"iss": ISSUER, "aud": aud, "exp": now + 300, "iat": now, "jti": str(uuid.uuid4())} | change
    claims = {name: value for name, value in claims.items() if value is not None}
    named = {"kid": KID, "jku": f"{ISSUER}/.well-known/jwks.json", "typ": "JWT"} | (head or {})
    return jwt.encode(claims, key, algorithm=algorithm, headers=named)
