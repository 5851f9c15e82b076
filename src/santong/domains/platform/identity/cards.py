"""What the home page says about one's account."""

from __future__ import annotations

from django.template.loader import render_to_string

from santong.domains.platform.identity import second_factor
from santong.domains.platform.identity.http import PersonRequest


def second_factor_card(request: PersonRequest) -> str:
    """How many days are left to set up a second factor; "" for whom none is lacking."""
    need = second_factor.need_of(request)
    if need.state is not second_factor.State.SOON:
        return ""
    return render_to_string("identity/second_factor_card.html", {"need": need}, request=request)
