"""What other modules may use of requests."""

from santong.domains.platform.requests.actions import agree, put_draft, refuse, return_to, send, substitute, withdraw
from santong.domains.platform.requests.actions.deciding import decision_of
from santong.domains.platform.requests.colleagues import colleague_field
from santong.domains.platform.requests.engine.stages import Decider, How, Source, Stage
from santong.domains.platform.requests.events import RequestMoved
from santong.domains.platform.requests.fields import FieldKind, RequestField, half_days, period_in_words
from santong.domains.platform.requests.kinds import RequestKind
from santong.domains.platform.requests.models import DECIDE, Opinion, Request
from santong.domains.platform.requests.models.paths import ASK
from santong.domains.platform.requests.models.request import waiting_for
from santong.domains.platform.requests.queries import homes_of, who_may_be_asked
from santong.domains.platform.requests.showing import is_late, way_of
from santong.domains.platform.requests.sources import DeciderSource

__all__ = [
    "ASK",
    "DECIDE",
    "Decider",
    "DeciderSource",
    "FieldKind",
    "How",
    "Opinion",
    "Request",
    "RequestField",
    "RequestKind",
    "RequestMoved",
    "Source",
    "Stage",
    "agree",
    "colleague_field",
    "decision_of",
    "half_days",
    "homes_of",
    "is_late",
    "period_in_words",
    "put_draft",
    "refuse",
    "return_to",
    "send",
    "substitute",
    "waiting_for",
    "way_of",
    "who_may_be_asked",
    "withdraw",
]
