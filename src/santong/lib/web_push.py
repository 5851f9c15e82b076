"""Web push: messages that only the browser can read (RFC 8291), sent by a server that shows who it is (RFC 8292)."""

from __future__ import annotations

import base64
import json
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096
"""Bytes of a record (RFC 8188); a message is a single one."""
LONGEST = 3000
"""Bytes of a message: push services take 4096 bytes with all around it (RFC 8030, 7.2)."""
VALID = 12 * 3600
"""Seconds that a signature is good; a day at most (RFC 8292, 2)."""
CURVE = ec.SECP256R1()


class BadSubscription(ValueError):
    """What a browser gave can't be sent to; the text says why."""


@dataclass(frozen=True)
class Subscription:
    """Where a browser listens: the push service's address, the browser's public key, the shared secret."""

    endpoint: str
    p256dh: bytes
    auth: bytes

    @classmethod
    def parse(cls, text: str) -> Subscription:
        """From the JSON of `PushSubscription.toJSON()`; raises `BadSubscription`."""
        try:
            data = json.loads(text)
            keys = data["keys"]
            found = cls(str(data["endpoint"]), from_base64(keys["p256dh"]), from_base64(keys["auth"]))
            ec.EllipticCurvePublicKey.from_encoded_point(CURVE, found.p256dh)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadSubscription(f"no subscription: {type(error).__name__}") from None
        if len(found.auth) != 16:
            raise BadSubscription("the secret has not 16 bytes")
        return found

    def as_text(self) -> str:
        """The JSON that `parse` reads."""
        keys = {"p256dh": to_base64(self.p256dh), "auth": to_base64(self.auth)}
        return json.dumps({"endpoint": self.endpoint, "keys": keys})


def new_private_key() -> str:
    """A key by which push services know this server, in base64."""
    return to_base64(ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(32, "big"))


def public_key(private: str) -> str:
    """What a browser is told when it subscribes (`applicationServerKey`), in base64."""
    return to_base64(_point(_private(private).public_key()))


def encrypt(
    message: bytes, to: Subscription, *, salt: bytes | None = None, key: ec.EllipticCurvePrivateKey | None = None
) -> bytes:
    """The body of the request, content coding aes128gcm (RFC 8291, 3.4, and RFC 8188, 2).

    `salt` (16 bytes) and `key` are made anew for each message; they are given only by the test vectors of the RFC.
    """
    salt, key = salt or secrets.token_bytes(16), key or ec.generate_private_key(CURVE)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, to.p256dh)
    ours = _point(key.public_key())
    info = b"WebPush: info\0" + to.p256dh + ours
    secret = _derive(key.exchange(ec.ECDH(), theirs), to.auth, info, 32)
    content_key = _derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(secret, salt, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(content_key).encrypt(nonce, message + b"\x02", None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours + sealed


def authorization(endpoint: str, private: str, contact: str, *, now: float | None = None) -> str:
    """The Authorization header (RFC 8292, 3): signed for the push service's origin, with whom to write to."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((time.time() if now is None else now) + VALID),
        "sub": contact,
    }
    head = to_base64(json.dumps({"typ": "JWT", "alg": "ES256"}).encode())
    signed = f"{head}.{to_base64(json.dumps(claims).encode())}"
    r, s = decode_dss_signature(_private(private).sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = to_base64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={public_key(private)}"


def to_base64(raw: bytes) -> str:
    """URL-safe, without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_base64(text: str) -> bytes:
    """What `to_base64` wrote."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_base64(text), "big"), CURVE)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
