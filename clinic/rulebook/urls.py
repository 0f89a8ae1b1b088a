"""The addresses of the rulebook."""

from django.urls import include, path

from clinic.rulebook import views
from clinic.rulebook.versions import views as versions

app_name = "rulebook"

urlpatterns = [
    path("", views.index, name="index"),
    path("rules/<str:rule_id>/", views.rule, name="rule"),
    path("questions/", views.questions, name="questions"),
    path("medicines/", views.medicines, name="medicines"),
    path("treatments/", views.treatments, name="treatments"),
    path("sources/", views.sources, name="sources"),
    path("sources/due/", views.due, name="sources_due"),
    path("cases/", views.cases, name="cases"),
    path("statistics/", views.statistics, name="statistics"),
    path("versions/", versions.versions, name="versions"),
    path("versions/<int:number>/", versions.version, name="version"),
    path("versions/<int:number>/roll-back/", versions.back, name="roll_back"),
    path("download/", views.download, name="download"),
    path("drafts/", include("clinic.rulebook.workshop.urls")),
    path("", include("clinic.rulebook.languages.urls")),
]
