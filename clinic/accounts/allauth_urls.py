"""Addresses that allauth asks for by names of its own."""

from django.urls import path

from clinic.accounts import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", views.second_step, name="mfa_authenticate"),
]
