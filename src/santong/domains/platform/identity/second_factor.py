"""The second factor: who needs one, who has one, and what may be removed."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from santong.domains.platform.identity.http import PersonRequest
from santong.kit.access import Viewer
from santong.kit.registry import registry

HAS_ONE = "second_factor"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_strong(viewer: Viewer) -> bool:
    """Whether a role that the viewer acts in asks for a second factor."""
    return any(registry.roles[grant.role].strong for grant in viewer.grants)


def is_required(viewer: Viewer) -> bool:
    """Strong roles need one, except in the demonstration, which anybody enters with one click."""
    return is_strong(viewer) and not settings.DEMO


def count_of(person_id: int) -> int:
    """How many authenticator apps and passkeys a person has."""
    return Authenticator.objects.filter(user_id=person_id, type__in=FACTORS).count()


def is_lacking(request: PersonRequest, viewer: Viewer) -> bool:
    """Whether the person has to set one up first; a session asks the database until there is one."""
    if not is_required(viewer) or request.session.get(HAS_ONE):
        return False
    if not count_of(request.user.pk):
        return True
    request.session[HAS_ONE] = True
    return False


def may_remove_one(viewer: Viewer) -> bool:
    """Whether the viewer keeps enough: a strong role can't give up its last second factor."""
    return viewer.person_id is not None and (not is_required(viewer) or count_of(viewer.person_id) > 1)
