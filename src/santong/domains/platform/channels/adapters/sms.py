"""Text messages: through Alibaba Cloud or Tencent Cloud, whichever the region has a contract with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.channels.adapters.aliyun import AliyunAdapter
from santong.domains.platform.channels.adapters.answers import Adapter, Parcel, Said, Setting
from santong.domains.platform.channels.adapters.talking import HttpAdapter
from santong.domains.platform.channels.adapters.tencent import TencentAdapter

ALIYUN, TENCENT = "aliyun", "tencent"
PROVIDERS: dict[str, type[HttpAdapter]] = {ALIYUN: AliyunAdapter, TENCENT: TencentAdapter}


class SmsAdapter(Adapter):
    """Hands over to the provider's adapter. Templates have one place: for the title, and in the other for the code."""

    repeats = True
    settings = (
        Setting(
            "provider", _("Provider"), initial=ALIYUN,
            choices=((ALIYUN, _("Alibaba Cloud")), (TENCENT, _("Tencent Cloud"))),
        ),
        Setting(
            "address", _("Address of the interface"), _("Left empty: the provider's own."),
            is_required=False, is_address=True,
        ),
        Setting("key", _("Key's id (AccessKey ID, SecretId)")),
        Setting("secret", _("Key's secret"), is_secret=True),
        Setting("sign", _("Signature")),
        Setting("template", _("Template's id"), _("For messages, with one place for the title.")),
        Setting("code_template", _("Template's id for codes"), _("With one place for the code.")),
        Setting("app", _("Application (SmsSdkAppId)"), _("Tencent Cloud only."), is_required=False),
    )  # fmt: skip

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Said]:
        return PROVIDERS[self.given["provider"] or ALIYUN](self.given).send(parcels)
