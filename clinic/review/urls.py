"""The addresses of the practitioner's pages."""

from django.urls import path

from clinic.review import views
from clinic.review.views import as_case, document, plan, readers, treatment, wishing

app_name = "review"

urlpatterns = [
    path("", views.worklist, name="worklist"),
    path("<uuid:appointment_id>/", views.summary, name="summary"),
    path("<uuid:appointment_id>/evaluations/<int:sequence>/", views.evaluation, name="evaluation"),
    path(
        "<uuid:appointment_id>/evaluations/<int:sequence>/pdf/",
        document.earlier_document,
        name="evaluation_document",
    ),
    path("<uuid:appointment_id>/reschedule/", views.reschedule, name="reschedule"),
    path("<uuid:appointment_id>/procedure/", views.procedure, name="procedure"),
    path("<uuid:appointment_id>/clinic-answers/", views.clinic_answers, name="clinic_answers"),
    path("<uuid:appointment_id>/pdf/", document.document, name="document"),
    path("<uuid:appointment_id>/plan/", plan.plan, name="plan"),
    path("<uuid:appointment_id>/plan/pdf/", plan.plan_document, name="plan_document"),
    path("<uuid:appointment_id>/treatment/", treatment.treatment, name="treatment"),
    path("<uuid:appointment_id>/treatment/<uuid:record_id>/", treatment.amend, name="treatment_amend"),
    path(
        "<uuid:appointment_id>/treatment/<uuid:record_id>/withdraw/",
        treatment.withdraw,
        name="treatment_withdraw",
    ),
    path("<uuid:appointment_id>/findings/<slug:code>/", views.finding, name="finding"),
    path("<uuid:appointment_id>/decisions/<uuid:decision_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:appointment_id>/decisions/<uuid:decision_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:appointment_id>/answers/<slug:code>/", views.correct, name="correct"),
    path("<uuid:appointment_id>/ask/", views.ask, name="ask"),
    path("<uuid:appointment_id>/ask/withdraw/", views.ask_no_more, name="ask_no_more"),
    path("<uuid:appointment_id>/sign-off/", views.sign_off, name="sign_off"),
    path("<uuid:appointment_id>/case/", as_case.as_case, name="as_case"),
    path("<uuid:appointment_id>/readers/", readers.readers, name="readers"),
    path("<uuid:appointment_id>/notes/", views.note, name="note"),
    path("<uuid:appointment_id>/letters/", views.add_letter, name="add_letter"),
    path("<uuid:appointment_id>/letters/<uuid:letter_id>/", views.letter, name="letter"),
    path("<uuid:appointment_id>/clearance/", views.clearance, name="clearance"),
    path("<uuid:appointment_id>/recheck/", views.recheck, name="recheck"),
    path("<uuid:appointment_id>/wishes/<uuid:request_id>/", wishing.wish, name="wish"),
    path("<uuid:appointment_id>/presence/<int:revision>/", views.presence, name="presence"),
]
