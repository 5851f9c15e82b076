"""What conversations hear of."""

from __future__ import annotations

from santong.domains.platform.conversations.keeping import take_words_out
from santong.domains.platform.records.public import ErasureCarriedOut
from santong.kit.events import subscribe


def connect() -> None:
    """Called once at start-up. Inside the transaction: somebody is taken out everywhere, or nowhere."""
    subscribe(ErasureCarriedOut, hear_of_erasure, inside=True)


def hear_of_erasure(event: ErasureCarriedOut) -> None:
    """What somebody said goes with their records."""
    take_words_out(event.person_id)
