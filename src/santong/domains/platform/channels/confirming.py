"""Having an address confirmed: a code goes there, and whoever types it owns the address."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from santong.domains.platform.channels import sealing
from santong.domains.platform.channels.adapters.answers import Answer, Outcome, Parcel, Trouble
from santong.domains.platform.channels.models import Address, Channel
from santong.domains.platform.channels.sending import adapter_of

VALID = timedelta(minutes=15)
TRIES = 5
"""Wrong codes after which a new one has to be asked for."""
DIGITS = 6


def send_code_now(address_id: int) -> None:
    """Make a code, keep its digest, and send it; what goes wrong is kept for the owner to read."""
    address: Address | None = (
        Address.objects.by_installation().select_related("person").filter(pk=address_id, confirmed_at=None).first()
    )
    channel = Channel.objects.by_installation().filter(medium=address.medium, is_on=True).first() if address else None
    if address is None or channel is None:
        return
    code = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
    row = Address.objects.again([address])
    row.update_quietly(
        code=sealing.digest_of_code(address.pk, code), code_until=timezone.now() + VALID, code_tries=0, problem=""
    )
    answer = ask_through(channel, _parcel(address, code), address.person.language)
    if answer.outcome is not Outcome.DELIVERED:
        row.update_quietly(problem=answer.problem, code="", code_until=None)


def _parcel(address: Address, code: str) -> Parcel:
    with translation.override(address.person.language or settings.LANGUAGE_CODE):
        title = _("%(code)s is your code for messages of %(product)s") % {
            "code": code, "product": settings.PRODUCT_NAME
        }  # fmt: skip
    key = f"code-{secrets.token_hex(8)}"
    return Parcel(key, key, address.text, title, f"{settings.PUBLIC_URL}/account/channels/", code, is_urgent=True)


def ask_through(channel: Channel, parcel: Parcel, language: str = "") -> Answer:
    """Send one message at once; what the other side says of it, trouble with the whole channel too."""
    adapter = adapter_of(channel)
    try:
        with translation.override(language or settings.LANGUAGE_CODE):
            ((_parcel_sent, answer),) = next(iter(adapter.send([parcel])))
    except Trouble as trouble:
        return Answer(Outcome.LATER, trouble.problem, trouble.detail, trouble.after)
    finally:
        adapter.close()
    return answer


def fits(address: Address, code: str) -> bool:
    """Whether this is the code that was sent there, and still works."""
    typed = code.strip().replace(" ", "")
    if not address.code or address.code_until is None or address.code_until < timezone.now():
        return False
    return secrets.compare_digest(address.code, sealing.digest_of_code(address.pk, typed))
