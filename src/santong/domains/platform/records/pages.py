"""The pages about data providers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Min, Q, QuerySet, Sum
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.records.actions.credentials import change_provider, create_provider
from santong.domains.platform.records.forms import ProviderForm
from santong.domains.platform.records.models import CredentialUse, Provider
from santong.domains.platform.records.queries.providers import last_stored_by
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import (
    Column,
    DateColumn,
    Fact,
    FactsPanel,
    FilterSet,
    HistoryPanel,
    ModelPages,
    NameColumn,
    NumberColumn,
    PageAction,
    SearchFilter,
    Table,
    TagColumn,
    TemplatePanel,
)

DAYS = 30


class StateColumn(TagColumn):
    """Whether a provider may send and read, and whether it soon may no longer."""

    def __init__(self) -> None:
        tones = {"True": "ok", "False": "bad"}
        super().__init__(verbose_name=_("Status"), accessor="is_active", order_by="is_active", tones=tones)

    def render(self, value: Any, record: Provider) -> Any:
        return super().render(self.value(value, record), record)

    def value(self, value: Any, record: Any) -> str:
        if not record.is_active:
            return str(_("Stopped"))
        return str(_("Credentials expire soon") if expires_soon(record.next_expiry) else _("Active"))


def expires_soon(moment: datetime | None) -> bool:
    """Whether credentials end within the next days."""
    return moment is not None and moment < timezone.now() + timedelta(days=DAYS)


class ProviderTable(Table):
    """Providers with what they did in the last 30 days."""

    name = NameColumn(verbose_name=_("provider's name"), below="purpose")
    organisation = Column(verbose_name=_("organisation"), accessor="organisation__name", order_by="path")
    stored = NumberColumn(verbose_name=_("Stored in 30 days"), accessor="recent_stored", phone=False)
    refused = NumberColumn(verbose_name=_("Refused in 30 days"), accessor="recent_refused", phone=False)
    last = DateColumn(verbose_name=_("Last used"), accessor="last_day")
    status = StateColumn()


class ProviderFilter(FilterSet):
    """By name or purpose."""

    q = SearchFilter("name", "purpose", placeholder=_("Name or purpose"))

    class Meta:
        model = Provider
        fields = ["q"]


def credentials_of(request: Request, provider: Provider) -> dict[str, Any] | None:
    """What the panel of a provider's credentials shows; the platform itself needs none."""
    if provider.is_platform:
        return None
    since = timezone.localdate() - timedelta(days=DAYS)
    rows = (
        provider.credentials.visible_to(request.viewer)
        .filter(revoked=None)
        .annotate(
            requests=Sum("uses__requests", filter=_recent("uses__day", since)),
            last_day=Max("uses__day"),
        )
    )
    may_change = request.viewer.can("providers.change", provider.path)
    return {
        "credentials": rows,
        "expiring": {row.pk for row in rows if expires_soon(row.expires)},
        "may_change": may_change,
    }


def status_of(request: Request, provider: Provider) -> dict[str, Any]:
    """What the panel of a provider's status shows: its last statement, and today and 30 days in numbers."""
    today = timezone.localdate()
    uses = CredentialUse.objects.filter(credential__provider=provider)
    periods = ((_("This day"), today), (_("30 days"), today - timedelta(days=DAYS)))
    sums = {name: Sum(name) for name in ("requests", "stored", "refused", "limited")}
    rows = [{"label": label, **uses.filter(day__gte=first).aggregate(**sums)} for label, first in periods]
    return {"last_stored": last_stored_by(provider.pk), "rows": rows, "is_platform": provider.is_platform}


def _recent(field: str, since: date) -> Q:
    return Q(**{f"{field}__gte": since})


def _in_force() -> Q:
    return Q(credentials__revoked=None, credentials__expires__gt=timezone.now())


def people_allowed(provider: Provider) -> str:
    """As whom people may appear, in words."""
    return str(_("Opaque accounts only") if provider.accounts_only else _("Any identifier"))


class ProviderPages(ModelPages):
    """Who sends and reads learning records, and what they did."""

    model = Provider
    name = "providers"
    namespace = "records"
    title = _("Data providers")
    icon = "database"
    table = ProviderTable
    filterset = ProviderFilter
    form = ProviderForm
    create = change = "providers.change"
    export = "providers.view"
    sort = "path"
    new_label = _("New data provider")
    empty_text = _("Systems that send or read learning records appear here.")
    list_actions = (
        PageAction(
            _("Check statements"), lambda row: reverse("records:inspector"), "records.inspect", icon="clipboard-check"
        ),
    )
    detail_actions = (
        PageAction(
            _("New credentials"),
            lambda row: reverse("records:issue", args=[row.pk]),
            "providers.change",
            icon="key",
            shown=lambda viewer, row: not row.is_platform,
        ),
        PageAction(
            _("Stop the provider"),
            lambda row: reverse("records:switch", args=[row.pk]),
            "providers.change",
            icon="ban",
            shown=lambda viewer, row: row.is_active and not row.is_platform,
        ),
        PageAction(
            _("Let the provider go on"),
            lambda row: reverse("records:switch", args=[row.pk]),
            "providers.change",
            icon="player-play",
            shown=lambda viewer, row: not row.is_active and not row.is_platform,
        ),
    )
    panels = (
        TemplatePanel(_("Status"), template="records/status.html", context=status_of),
        TemplatePanel(_("Credentials"), template="records/credentials.html", context=credentials_of),
        FactsPanel(
            _("The provider"),
            facts=(
                "organisation",
                "purpose",
                "contact",
                Fact(people_allowed, _("People appear as")),
                "keep_months",
            ),
        ),
        HistoryPanel(_("History"), side=True),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        since = timezone.localdate() - timedelta(days=DAYS)
        recent = _recent("credentials__uses__day", since)
        return (
            super()
            .rows(viewer)
            .select_related("organisation")
            .annotate(
                recent_stored=Sum("credentials__uses__stored", filter=recent),
                recent_refused=Sum("credentials__uses__refused", filter=recent),
                last_day=Max("credentials__uses__day"),
                next_expiry=Min("credentials__expires", filter=_in_force()),
            )
        )

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return ProviderForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Provider:
        if row is None:
            return create_provider(acting=acting, **form.cleaned_data)
        return change_provider(acting=acting, provider=row, **form.cleaned_data)
