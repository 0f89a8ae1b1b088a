"""The addresses of the audit trail's pages."""

from django.urls import path

from clinic.audit import views

app_name = "audit"

urlpatterns = [path("", views.trail, name="trail")]
