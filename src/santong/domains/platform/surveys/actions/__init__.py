"""What can be done with surveys."""

from santong.domains.platform.surveys.actions.answering import draft_answer, send_anonymous_answer, send_answer
from santong.domains.platform.surveys.actions.building import change_questions, put_in_force, revise
from santong.domains.platform.surveys.actions.opening import (
    close_survey,
    open_survey,
    remind_of_survey,
    reopen_survey,
)
from santong.domains.platform.surveys.actions.writing import (
    add_audience,
    copy_survey,
    drop_audience,
    offer_survey,
    put_survey,
    withhold_survey,
)

__all__ = [
    "add_audience",
    "change_questions",
    "close_survey",
    "copy_survey",
    "draft_answer",
    "drop_audience",
    "offer_survey",
    "open_survey",
    "put_in_force",
    "put_survey",
    "remind_of_survey",
    "reopen_survey",
    "revise",
    "send_anonymous_answer",
    "send_answer",
    "withhold_survey",
]
