"""What other modules may use of requests."""

from santong.domains.platform.requests.actions import agree, put_draft, refuse, return_to, send, substitute, withdraw
from santong.domains.platform.requests.engine.stages import Decider, How, Source, Stage
from santong.domains.platform.requests.events import RequestMoved
from santong.domains.platform.requests.fields import FieldKind, RequestField, half_days, period_in_words
from santong.domains.platform.requests.kinds import RequestKind
from santong.domains.platform.requests.models import Request
from santong.domains.platform.requests.models.paths import ASK
from santong.domains.platform.requests.sources import DeciderSource

__all__ = [
    "ASK",
    "Decider",
    "DeciderSource",
    "FieldKind",
    "How",
    "Request",
    "RequestField",
    "RequestKind",
    "RequestMoved",
    "Source",
    "Stage",
    "agree",
    "half_days",
    "period_in_words",
    "put_draft",
    "refuse",
    "return_to",
    "send",
    "substitute",
    "withdraw",
]
