"""What can be done with requests."""

from santong.domains.platform.requests.actions.asking import discard, put_draft, remind, send, withdraw
from santong.domains.platform.requests.actions.deciding import agree, decision_of, refuse, return_to
from santong.domains.platform.requests.actions.keeping import (
    draw_path,
    make_kind,
    put_in_force,
    seat_everybody_anew,
    seat_request_anew,
)
from santong.domains.platform.requests.actions.signing import (
    add_signers,
    call_back,
    circulate,
    hand_over,
    lend,
    note,
    remove_signer,
)
from santong.domains.platform.requests.actions.substituting import end_substitution, substitute

__all__ = [
    "add_signers",
    "agree",
    "call_back",
    "circulate",
    "decision_of",
    "discard",
    "draw_path",
    "end_substitution",
    "hand_over",
    "lend",
    "make_kind",
    "note",
    "put_draft",
    "put_in_force",
    "refuse",
    "remind",
    "remove_signer",
    "return_to",
    "seat_everybody_anew",
    "seat_request_anew",
    "send",
    "substitute",
    "withdraw",
]
