"""Keys that seal short texts at rest, and a keyed index that finds them without opening any.

A keyring is written as `name=base64` entries divided by commas, blanks or lines. The entry named
`index` is the key of the index (HMAC-SHA-256, RFC 2104); every other is a sealing key
(AES-256-GCM, NIST SP 800-38D). All have 32 bytes. The last sealing key is the newest and seals;
the others still open what they sealed once, so a key is replaced by adding a line.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

INDEX = "index"
KEY_BYTES = 32
NONCE_BYTES = 12
_NAME = re.compile(r"[a-z0-9]{1,8}")
_DIVIDERS = re.compile(r"[,\s]+")


class BadKeyring(ValueError):
    """The text is no keyring; the message says why and never shows a key."""


class CannotOpen(ValueError):
    """Sealed with a key that the keyring lacks, for another purpose, or tampered with."""


@dataclass(frozen=True)
class Keyring:
    """Sealing keys by name, oldest first, and the key of the index."""

    sealing: dict[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Keyring:
        """Read a keyring; raises `BadKeyring`."""
        keys: dict[str, bytes] = {}
        for entry in filter(None, _DIVIDERS.split(text)):
            name, key = _entry(entry)
            if name in keys:
                raise BadKeyring(f"the key {name!r} stands there twice")
            keys[name] = key
        index_key = keys.pop(INDEX, None)
        if index_key is None or not keys:
            raise BadKeyring(f"it needs one key named {INDEX!r} and at least one other")
        return cls(keys, index_key)

    @property
    def newest(self) -> str:
        """The name of the key that seals."""
        return next(reversed(self.sealing))

    def seal(self, text: str, purpose: str) -> str:
        """Seal a text as `key.base64`; only the same purpose opens it again."""
        name, nonce = self.newest, secrets.token_bytes(NONCE_BYTES)
        sealed = _cipher(self.sealing[name]).encrypt(nonce, text.encode(), purpose.encode())
        return f"{name}.{_to_base64(nonce + sealed)}"

    def open(self, sealed: str, purpose: str) -> str:
        """The text that was sealed for this purpose; raises `CannotOpen`."""
        name, _, content = sealed.partition(".")
        key = self.sealing.get(name)
        if key is None:
            raise CannotOpen(f"the keyring has no key {name[:8]!r}")
        try:
            raw = _from_base64(content)
            return _cipher(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise CannotOpen(f"sealed for another purpose, or damaged: {type(error).__name__}") from None

    def seal_bytes(self, content: bytes, purpose: str) -> bytes:
        """Seal a file's content as the key's name, a dot, and the sealed bytes."""
        name, nonce = self.newest, secrets.token_bytes(NONCE_BYTES)
        return name.encode() + b"." + nonce + AESGCM(self.sealing[name]).encrypt(nonce, content, purpose.encode())

    def open_bytes(self, sealed: bytes, purpose: str) -> bytes:
        """The content that was sealed for this purpose; raises `CannotOpen`."""
        name, _, raw = sealed.partition(b".")
        key = self.sealing.get(name[:8].decode("ascii", "replace"))
        if key is None:
            raise CannotOpen("the keyring lacks the key that sealed this")
        try:
            return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotOpen(f"sealed for another purpose, or damaged: {type(error).__name__}") from None

    def is_newest(self, sealed: str) -> bool:
        """Whether the newest key sealed this."""
        return sealed.startswith(f"{self.newest}.")

    def index(self, text: str, purpose: str) -> str:
        """43 characters that are the same for the same text and purpose, and tell nothing else."""
        return _to_base64(hmac.digest(self.index_key, f"{purpose}\0{text}".encode(), "sha256"))


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    """Setting a key up takes as long as sealing a number with it."""
    return AESGCM(key)


def new_keyring() -> str:
    """The text of a fresh keyring with one sealing key."""
    return f"{INDEX}={new_key()}\nk1={new_key()}\n"


def new_key() -> str:
    """A random key as a keyring writes it."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _entry(entry: str) -> tuple[str, bytes]:
    name, equals, text = entry.partition("=")
    if not equals or not _NAME.fullmatch(name):
        raise BadKeyring("a key's name has one to eight small letters or digits, then '='")
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise BadKeyring(f"the key {name!r} is not base64") from None
    if len(key) != KEY_BYTES:
        raise BadKeyring(f"the key {name!r} has {len(key)} bytes instead of {KEY_BYTES}")
    return name, key


def _to_base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _from_base64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
