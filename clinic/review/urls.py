"""The addresses of the practitioner's pages."""

from django.urls import path

from clinic.review import views
from clinic.review.views import treatment

app_name = "review"

urlpatterns = [
    path("", views.worklist, name="worklist"),
    path("<uuid:appointment_id>/", views.summary, name="summary"),
    path("<uuid:appointment_id>/evaluations/<int:sequence>/", views.evaluation, name="evaluation"),
    path("<uuid:appointment_id>/reschedule/", views.reschedule, name="reschedule"),
    path("<uuid:appointment_id>/procedure/", views.procedure, name="procedure"),
    path("<uuid:appointment_id>/clinic-answers/", views.clinic_answers, name="clinic_answers"),
    path("<uuid:appointment_id>/treatment/", treatment.treatment, name="treatment"),
    path("<uuid:appointment_id>/treatment/<uuid:record_id>/", treatment.amend, name="treatment_amend"),
    path(
        "<uuid:appointment_id>/treatment/<uuid:record_id>/withdraw/",
        treatment.withdraw,
        name="treatment_withdraw",
    ),
]
