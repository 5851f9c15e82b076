"""Ways out of the product, one file each; see `answers.Adapter` for what they have in common."""

from __future__ import annotations

from santong.domains.platform.channels.adapters.answers import Adapter
from santong.domains.platform.channels.adapters.dingtalk import DingTalkAdapter
from santong.domains.platform.channels.adapters.email import EmailAdapter
from santong.domains.platform.channels.adapters.feishu import FeishuAdapter
from santong.domains.platform.channels.adapters.push import PushAdapter
from santong.domains.platform.channels.adapters.sms import SmsAdapter
from santong.domains.platform.channels.adapters.wechat import WeChatAdapter
from santong.domains.platform.channels.adapters.wecom import WeComAdapter

ADAPTERS: dict[str, type[Adapter]] = {
    "email": EmailAdapter,
    "push": PushAdapter,
    "sms": SmsAdapter,
    "wecom": WeComAdapter,
    "dingtalk": DingTalkAdapter,
    "feishu": FeishuAdapter,
    "wechat": WeChatAdapter,
}
"""By the medium of a channel."""
