"""Web push: encrypted so that a browser opens it, signed, and what push services answer."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from santong.domains.platform.channels.adapters.answers import Given, Outcome, Parcel
from santong.domains.platform.channels.adapters.push import PushAdapter
from santong.domains.platform.channels.models import Delivery
from santong.domains.platform.channels.tests.conftest import send_all
from santong.kit.jobs.testing import run_due
from santong.lib.web_push import (
    BadSubscription,
    Subscription,
    encrypt,
    from_base64,
    new_private_key,
    public_key,
    to_base64,
)

PARCEL = Parcel("k-1", "message-1", "", "期中家长会安排", "https://edu.example.cn/notices/of/1/")


def browser(endpoint: str) -> tuple[ec.EllipticCurvePrivateKey, Subscription]:
    """A browser's key and what it gives to servers."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key, Subscription(endpoint, point(key), b"0123456789abcdef")


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def opened(body: bytes, key: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """What a browser does with a message (RFC 8291, section 3, from the receiver's side; RFC 8188, section 2)."""
    salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    theirs, sealed = body[21 : 21 + length], body[21 + length :]
    assert len(sealed) <= size
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))

    def derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
        return HKDF(hashes.SHA256(), length, salt, info).derive(secret)

    secret = derive(shared, auth, b"WebPush: info\0" + point(key) + theirs, 32)
    content_key = derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derive(secret, salt, b"Content-Encoding: nonce\0", 12)
    plain = AESGCM(content_key).decrypt(nonce, sealed, None)
    content, delimiter = plain.rstrip(b"\0")[:-1], plain.rstrip(b"\0")[-1:]
    assert delimiter == b"\x02"
    return content


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_base64(text), "big"), ec.SECP256R1())


def test_the_example_of_the_standard():
    """RFC 8291, section 5 and appendix A."""
    to = Subscription(
        "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
        from_base64("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        from_base64("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    body = encrypt(
        b"When I grow up, I want to be a watermelon", to,
        salt=from_base64("DGv6ra1nlYgDCS1FRnbzlw"), key=private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
    )  # fmt: skip
    assert to_base64(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3j"
        "l7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"endpoint":"https://x","keys":{"p256dh":"AAAA","auth":"AAAA"}}'])
def test_what_is_no_subscription_is_refused(text):
    with pytest.raises(BadSubscription):
        Subscription.parse(text)


def sent(web, status=201, headers=None, parcel=PARCEL):
    """Send one message to a push service that answers so."""
    web.answer = lambda asked: (status, headers or {}, {})
    key, subscription = browser(f"{web.url}/s/1")
    secret = new_private_key()
    adapter = PushAdapter(Given({"contact": "it@example.cn", "key": secret}, loopback=True))
    [((_parcel, answer),)] = adapter.send([replace(parcel, to=subscription.as_text())])
    return answer, key, subscription, secret


def test_the_browser_reads_title_and_way_back(web):
    answer, key, subscription, _secret = sent(web)
    assert answer.outcome is Outcome.DELIVERED
    [asked] = web.asked
    assert asked.headers["content-encoding"] == "aes128gcm"
    assert asked.headers["ttl"] == "86400"
    assert len(asked.headers["topic"]) <= 32
    message = json.loads(opened(asked.body, key, subscription.auth))
    assert message["title"] == PARCEL.title
    assert message["link"] == PARCEL.link
    assert PARCEL.title.encode() not in asked.body


def test_the_server_shows_who_it_is(web):
    """RFC 8292: a token signed for the push service's origin with the key that the browser was given."""
    _answer, _key, _subscription, secret = sent(web)
    token, key = web.asked[0].headers["authorization"].removeprefix("vapid t=").split(", k=")
    assert key == public_key(secret)
    head, claims, signature = token.split(".")
    found = json.loads(from_base64(claims))
    assert found["aud"] == web.url
    assert found["sub"] == "mailto:it@example.cn"
    assert time.time() < found["exp"] <= time.time() + 86_400
    raw = from_base64(signature)
    pair = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    private(secret).public_key().verify(pair, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize(
    ("status", "headers", "outcome", "problem", "after"),
    [
        (404, {}, Outcome.NEVER, "address", 0),
        (410, {}, Outcome.NEVER, "address", 0),
        (413, {}, Outcome.NEVER, "content", 0),
        (403, {}, Outcome.NEVER, "key", 0),
        (429, {"Retry-After": "120"}, Outcome.LATER, "pace", 120),
        (503, {"Retry-After": "soon"}, Outcome.LATER, "busy", 0),
    ],
)
def test_what_push_services_answer(web, status, headers, outcome, problem, after):
    answer, *_rest = sent(web, status, headers)
    assert (answer.outcome, answer.problem, answer.after) == (outcome, problem, after)


@pytest.mark.django_db
def test_a_browser_that_is_gone_is_told_no_more(cast, web):
    cast.channel("push", contact="it@example.cn")
    _key, subscription = browser(f"{web.url}/s/1")
    row = cast.address("ann", "push", subscription.as_text())
    cast.awake("ann")
    web.answer = lambda asked: (410, {}, {})
    cast.asking()
    run_due()
    send_all("push")
    row.refresh_from_db()
    assert not row.is_used
    assert Delivery.objects.get().state == "given_up"
    cast.asking()
    run_due()
    assert Delivery.objects.count() == 1
