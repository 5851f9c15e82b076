"""Signed statements: JSON web signatures (1.0.3 Data 2.6; 2.0 §4.2.6)."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm

from santong.domains.platform.records.xapi.comparing import same_before_signing
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.reading import read_json

ALGORITHMS: dict[str, type[HashAlgorithm]] = {"RS256": SHA256, "RS384": SHA384, "RS512": SHA512}

_part = re.compile(r"[A-Za-z0-9_\-]+")


def check_signature(statement: dict[str, Any], signature: bytes, content_type: str, path: str) -> None:
    """Refuse a signature that is malformed, signs something else, or doesn't fit its certificate.

    A signature without an `x5c` header can't be checked against a key; its form and payload are.
    """
    if content_type != "application/octet-stream":
        raise Invalid(path, "a signature has the content type application/octet-stream")
    try:
        first, second, third = signature.decode("ascii").strip().split(".")
    except ValueError:
        raise Invalid(path, "not a JSON web signature in compact form") from None
    header = read_json(_decoded(first, path), path)
    if not isinstance(header, dict) or header.get("alg") not in ALGORITHMS:
        raise Invalid(path, f"the algorithm must be {', '.join(ALGORITHMS)}")
    payload = read_json(_decoded(second, path), path)
    if not _is_statement(payload) or not same_before_signing(statement, payload):
        raise Invalid(path, "signs something other than this statement")
    signed = _decoded(third, path)
    if "x5c" in header:
        _verify(header, f"{first}.{second}".encode(), signed, path)


def _is_statement(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(name), dict) for name in ("actor", "verb", "object"))


def _decoded(part: str, path: str) -> bytes:
    if not _part.fullmatch(part):
        raise Invalid(path, "not a JSON web signature in compact form")
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error:
        raise Invalid(path, "not a JSON web signature in compact form") from None


def _verify(header: dict[str, Any], signed: bytes, signature: bytes, path: str) -> None:
    key = _certificate(header["x5c"], path).public_key()
    if not isinstance(key, RSAPublicKey):
        raise Invalid(path, "the certificate's key is not an RSA key")
    try:
        key.verify(signature, signed, padding.PKCS1v15(), ALGORITHMS[header["alg"]]())
    except InvalidSignature:
        raise Invalid(path, "the signature doesn't fit the certificate in its x5c header") from None


def _certificate(chain: Any, path: str) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(base64.b64decode(chain[0], validate=True))
    except (TypeError, KeyError, IndexError, ValueError):
        raise Invalid(path, "the x5c header holds no X.509 certificate") from None
