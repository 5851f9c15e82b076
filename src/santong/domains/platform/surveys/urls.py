"""Addresses of surveys."""

from django.urls import path

from santong.domains.platform.surveys.views import answering, asking, building, results

app_name = "surveys"

urlpatterns = [
    *asking.PAGES.urls(),
    *answering.ToAnswerPages().urls(),
    *results.AnswerPages().urls(),
    path("surveys/count/", asking.count, name="count"),
    path("surveys/templates/", asking.templates, name="templates"),
    path("surveys/people/", answering.people, name="people"),
    path("surveys/places/", answering.places, name="places"),
    path("surveys/audience/<int:pk>/leave-out/", asking.leave_out, name="leave-out"),
    path("surveys/<int:pk>/go/", asking.entry, name="entry"),
    path("surveys/<int:pk>/choose/", asking.choose, name="choose"),
    path("surveys/<int:pk>/copy/", asking.copy, name="copy"),
    path("surveys/<int:pk>/questions/", building.build, name="build"),
    path("surveys/<int:pk>/questions/kinds/", building.kinds, name="kinds"),
    path("surveys/<int:pk>/questions/new/<slug:kind>/", building.new_field, name="new-field"),
    path("surveys/<int:pk>/questions/arrange/", building.arrange, name="arrange"),
    path("surveys/<int:pk>/questions/version/", building.begin_version, name="begin-version"),
    path("surveys/<int:pk>/questions/force/", building.force, name="force"),
    path("surveys/<int:pk>/questions/<slug:name>/", building.edit_field, name="edit-field"),
    path("surveys/<int:pk>/sections/<int:at>/", building.section, name="section"),
    path("surveys/<int:pk>/preview/", building.preview, name="preview"),
    path("surveys/<int:pk>/results/", results.results, name="results"),
    path("surveys/<int:pk>/results/export/", results.export, name="results-export"),
    path("surveys/<int:pk>/missing/", results.missing, name="missing"),
    path("to-answer/<int:pk>/", answering.answer, name="answer"),
    path("to-answer/<int:pk>/thanks/", answering.thanks, name="thanks"),
]
