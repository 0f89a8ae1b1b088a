"""The addresses of the desk."""

from django.urls import path

from clinic.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.day, name="day"),
    path("week/", views.week, name="week"),
    path("recall/", views.recall, name="recall"),
    path("patients/", views.patients, name="patients"),
    path("patients/new/", views.new_patient, name="new_patient"),
    path("patients/<uuid:patient_id>/", views.patient, name="patient"),
    path("patients/<uuid:patient_id>/edit/", views.edit_patient, name="edit_patient"),
    path("patients/<uuid:patient_id>/book/", views.book, name="book"),
    path("patients/<uuid:patient_id>/merge/", views.other_record, name="other_record"),
    path("patients/<uuid:patient_id>/merge/<uuid:other_id>/", views.merge, name="merge"),
    path("merges/<uuid:merge_id>/undo/", views.undo, name="undo_merge"),
    path("appointments/<uuid:appointment_id>/", views.appointment, name="appointment"),
    path("appointments/<uuid:appointment_id>/change/", views.change, name="change"),
    path("appointments/<uuid:appointment_id>/cancel/", views.cancel, name="cancel"),
    path("appointments/<uuid:appointment_id>/asked/", views.ask_again, name="ask_again"),
    path("appointments/<uuid:appointment_id>/link/send/", views.send, name="send"),
    path("appointments/<uuid:appointment_id>/link/copy/", views.copy, name="copy"),
    path("appointments/<uuid:appointment_id>/link/print/", views.print_code, name="print_code"),
    path("appointments/<uuid:appointment_id>/link/revoke/", views.revoke, name="revoke"),
    path("appointments/<uuid:appointment_id>/answers/", views.behalf, name="behalf"),
    path("appointments/<uuid:appointment_id>/tablet/", views.tablet, name="tablet"),
    path("wishes/", views.wishes, name="wishes"),
    path("wishes/<uuid:request_id>/", views.wish, name="wish"),
    path("import/", views.upload, name="import"),
    path("import/sample.csv", views.sample, name="import_sample"),
    path("import/<uuid:import_id>/", views.preview, name="import_preview"),
]
