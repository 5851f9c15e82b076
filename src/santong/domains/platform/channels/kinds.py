"""What people are told outside the product, by kind; the values stand in rows and never change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Kinds of message. In the product all of them are always told."""

    RECEIPTS = "receipts", _("Notices that ask me to acknowledge")
    WAITING = "waiting", _("Requests that wait for me")
    ANSWERS = "answers", _("Answers to what I asked for")
    MESSAGES = "messages", _("Messages in conversations")
    SECURITY = "security", _("What others did to my account")
    DIGEST = "digest", _("All other notices, once a day together")


class Medium(models.TextChoices):
    """Ways out of the product."""

    EMAIL = "email", _("E-mail")
    PUSH = "push", _("This browser")
    SMS = "sms", _("Text message")
    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")
    FEISHU = "feishu", _("Feishu")
    WECHAT = "wechat", _("WeChat service account")


TYPED = (Medium.EMAIL, Medium.SMS)
"""Whose addresses people type themselves."""
ENTERED = (Medium.WECOM, Medium.DINGTALK, Medium.FEISHU, Medium.WECHAT)
"""Whose addresses are ids that an import brings: nobody knows their own."""
CHOSEN_AT_FIRST: dict[str, frozenset[str]] = {Medium.SMS: frozenset({Kind.SECURITY, Kind.RECEIPTS})}
"""What is sent to a new address until its owner chooses; all, where nothing is said. Text messages cost money."""


def chosen_at_first(medium: str) -> frozenset[str]:
    """The kinds that are sent to a new address of a medium."""
    return CHOSEN_AT_FIRST.get(medium, frozenset(Kind.values))
