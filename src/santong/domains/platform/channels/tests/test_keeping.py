"""What is kept, how long, and how it is sealed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from santong.domains.platform.channels.jobs import look_after, remove_old
from santong.domains.platform.channels.models import Address, Channel, Delivery, Message
from santong.domains.platform.channels.tests.conftest import send_all
from santong.kit.jobs.models import Job
from santong.kit.jobs.testing import run_due
from santong.lib.keyrings import Keyring, new_key, new_keyring

pytestmark = pytest.mark.django_db


def test_the_old_key_can_go(cast, settings, capsys):
    text, new = new_keyring(), f"k2={new_key()}"
    settings.FIELD_KEYS = Keyring.parse(text)
    row = cast.channel("wecom", corp="ww1", agent="1")
    cast.address("ann")
    settings.FIELD_KEYS = Keyring.parse(f"{text} {new}")
    call_command("reseal")
    assert "2 addresses and channels" in capsys.readouterr().out
    settings.FIELD_KEYS = Keyring.parse(f"{text.split()[0]} {new}")
    assert Address.objects.get().text == "ann@example.cn"
    assert Channel.objects.get(pk=row.pk).open_secrets() == {"secret": "s3cret"}


def test_an_address_that_was_copied_to_another_opens_nowhere(cast):
    ann, bob = cast.address("ann"), cast.address("bob")
    Address.objects.filter(pk=bob.pk).update_quietly(cipher=ann.cipher)
    bob.refresh_from_db()
    with pytest.raises(ValueError, match="sealed for another purpose"):
        _text = bob.text


def test_after_a_month_nothing_is_left_of_what_was_sent(cast, mail):
    cast.email(mail)
    for name in ("ann", "bob"):
        cast.address(name)
    cast.awake("ann", "bob")
    cast.asking()
    run_due()
    send_all()
    first = Delivery.objects.order_by("pk").first()
    Delivery.objects.filter(pk=first.pk).update(done_at=timezone.now() - timedelta(days=31))
    Message.objects.update(made_at=timezone.now() - timedelta(days=31))
    remove_old.func()
    assert Delivery.objects.count() == 1
    assert Message.objects.count() == 1
    Delivery.objects.update(done_at=timezone.now() - timedelta(days=31))
    remove_old.func()
    assert not Message.objects.exists()


def test_what_nobody_sends_is_found(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann")
    cast.asking()
    run_due()
    Job.objects.all().delete()
    look_after.func()
    assert Job.objects.filter(key__startswith="channels-send-email-").count() == 1
