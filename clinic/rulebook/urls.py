"""The addresses of the rulebook."""

from django.urls import include, path

from clinic.rulebook import views

app_name = "rulebook"

urlpatterns = [
    path("", views.index, name="index"),
    path("rules/<str:rule_id>/", views.rule, name="rule"),
    path("questions/", views.questions, name="questions"),
    path("medicines/", views.medicines, name="medicines"),
    path("treatments/", views.treatments, name="treatments"),
    path("sources/", views.sources, name="sources"),
    path("cases/", views.cases, name="cases"),
    path("versions/", views.versions, name="versions"),
    path("download/", views.download, name="download"),
    path("drafts/", include("clinic.rulebook.workshop.urls")),
]
