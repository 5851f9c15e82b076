"""Signed statements."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from santong.domains.platform.records.tests.cast import new_id, statement
from santong.domains.platform.records.xapi.attachments import SIGNATURE
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.signing import ALGORITHMS, check_signature


@cache
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def certificate() -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "signer")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key().public_key())
        .serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key(), hashes.SHA256())
    )  # fmt: skip
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


def url64(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def sign(payload: Any, algorithm: str = "RS256", **header: Any) -> bytes:
    first = url64(json.dumps({"alg": algorithm, **header}).encode())
    text = first + b"." + url64(json.dumps(payload).encode())
    return text + b"." + url64(key().sign(text, padding.PKCS1v15(), ALGORITHMS.get(algorithm, hashes.SHA256)()))


def signed(one: dict[str, Any], signature: bytes) -> dict[str, Any]:
    note = {
        "usageType": SIGNATURE, "display": {"en": "signature"}, "contentType": "application/octet-stream",
        "length": len(signature), "sha2": hashlib.sha256(signature).hexdigest(),
    }  # fmt: skip
    return {**one, "attachments": [note]}


def check(one: dict[str, Any], signature: bytes, content_type: str = "application/octet-stream") -> None:
    check_signature(signed(one, signature), signature, content_type, "attachments[0]")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_good_signatures(algorithm):
    one = statement(id=new_id())
    check(one, sign(one, algorithm))
    check(one, sign(one, algorithm, x5c=[certificate()]))


def test_bad_signatures():
    one = statement(id=new_id())
    good = sign(one, x5c=[certificate()])
    for signature, content_type, problem in (
        (good, "text/plain", "content type"),
        (sign(one, "HS256"), "application/octet-stream", "algorithm"),
        (sign(one | {"verb": {"id": "http://x.org/v"}}), "application/octet-stream", "something other"),
        (sign(one | {"id": new_id()}), "application/octet-stream", "something other"),
        (sign([1]), "application/octet-stream", "something other"),
        (b"a.b", "application/octet-stream", "compact"),
        (b"\xff\xfe.x.y", "application/octet-stream", "compact"),
        (sign(one, x5c=["x"]), "application/octet-stream", "certificate"),
        (good[:-8] + b"AAAAAAAA", "application/octet-stream", "doesn't fit"),
    ):
        with pytest.raises(Invalid, match=problem):
            check(one, signature, content_type)
