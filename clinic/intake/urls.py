"""The addresses of this kind of user's pages."""

from django.urls import URLPattern

app_name = "intake"

urlpatterns: list[URLPattern] = []
