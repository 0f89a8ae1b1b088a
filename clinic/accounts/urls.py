"""The addresses of signing in and out, and of the administrator's pages about staff."""

from django.urls import path

from clinic.accounts import views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("staff/", views.staff, name="staff"),
    path("staff/permissions/", views.permissions, name="permissions"),
]
