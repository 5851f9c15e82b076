"""Channels of the demonstration region: e-mail and web push are switched on, and lead nowhere."""

from __future__ import annotations

from santong.domains.platform.channels.actions import set_up_channel
from santong.domains.platform.channels.models import Channel
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

SETTINGS = {
    "email": {
        "host": "smtp.example.cn", "port": "465", "safety": "tls", "user": "notices", "sender": "notices@example.cn",
    },
    "push": {"contact": "it@example.cn"},
}  # fmt: skip


def set_some_up(region: Region) -> None:
    """Nothing is ever sent: nobody in the region has a confirmed address, and there is no such mail server."""
    for medium, values in SETTINGS.items():
        channel = Channel.objects.by_installation().get(medium=medium)
        set_up_channel(acting=SYSTEM, channel=channel, per_minute=600, values=values, secrets={"password": "invented"})
        Channel.objects.again([channel]).update(is_on=True)
