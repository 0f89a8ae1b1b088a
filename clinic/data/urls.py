"""The addresses of the pages about what is stored."""

from django.urls import path

from clinic.data import views

app_name = "data"

urlpatterns = [
    path("", views.index, name="index"),
    path("records/<uuid:patient_id>/", views.overview, name="record"),
    path("records/<uuid:patient_id>/export/", views.export, name="export"),
    path("records/<uuid:patient_id>/hold/", views.hold, name="hold"),
    path("records/<uuid:patient_id>/release/", views.release, name="release"),
    path("records/<uuid:patient_id>/erase/", views.erase, name="erase"),
]
