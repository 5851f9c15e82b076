"""What the pages about appointments keep, as all declared pages do."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.platform.access.appointment_views import AppointmentPages, StalePages
from santong.domains.platform.access.factor_views import FactorPages
from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.testing import PagesContract, Region, somebody


class TestAppointments(PagesContract):
    pages = AppointmentPages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Appointment:
        return somebody("subject_teacher", region.lake, f"teacher{number}").appointments.get()


class TestStaleAppointments(PagesContract):
    pages = StalePages
    keeper = "school_it"

    @classmethod
    def make(cls, region: Region, number: int) -> Appointment:
        person = somebody("subject_teacher", region.lake, f"teacher{number}")
        person.last_login = timezone.now() - timedelta(days=400)
        person.save()
        return person.appointments.get()


class TestSecondFactors(PagesContract):
    pages = FactorPages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Appointment:
        return somebody("teaching_affairs", region.lake, f"affairs{number}").appointments.get()
