"""The addresses of this kind of user's pages."""

from django.urls import URLPattern

app_name = "review"

urlpatterns: list[URLPattern] = []
