"""The addresses of signing in and out, of one's own account, and of the pages about staff."""

from django.urls import path

from clinic.accounts import views
from clinic.accounts.views import joining, own, people, staff, steps

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/passkey/", views.passkey_options, name="passkey_options"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("join/<str:token>/", joining.join, name="join"),
    path("me/", steps.security, name="security"),
    path("me/confirm/", own.confirm, name="confirm"),
    path("me/alive/", own.alive, name="alive"),
    path("me/password/", own.password, name="password"),
    path("me/app/", steps.add_app, name="add_app"),
    path("me/passkey/", steps.add_passkey, name="add_passkey"),
    path("me/steps/<int:step_id>/remove/", steps.remove_step, name="remove_step"),
    path("me/codes/", steps.recovery_codes, name="codes"),
    path("me/codes/new/", steps.new_recovery_codes, name="new_codes"),
    path("me/sessions/", own.sessions, name="sessions"),
    path("me/sessions/end/", own.end_other_sessions, name="end_other_sessions"),
    path("me/sessions/<int:session_id>/end/", own.end_session, name="end_session"),
    path("staff/", staff.staff, name="staff"),
    path("staff/permissions/", staff.permissions, name="permissions"),
    path("staff/invite/", people.invite, name="invite"),
    path("staff/<uuid:user_id>/", people.person, name="person"),
    path("staff/<uuid:user_id>/switch/", people.switch, name="switch"),
    path("staff/<uuid:user_id>/link/", people.send_link_again, name="send_link"),
    path("staff/<uuid:user_id>/reset/", people.reset, name="reset"),
]
