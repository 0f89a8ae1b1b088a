"""The addresses of the patient's pages. Only a link and a calendar feed hold a token."""

from django.urls import path

from clinic.intake import views

app_name = "intake"

urlpatterns = [
    path("form/", views.resume, name="resume"),
    path("form/questions/<slug:section_id>/", views.section, name="section"),
    path("form/questions/<slug:section_id>/follow-up/", views.follow_up, name="follow_up"),
    path("form/questions/<slug:section_id>/answer/", views.answer, name="answer"),
    path("form/names/", views.names, name="names"),
    path("form/check/", views.check, name="check"),
    path("form/treatment/", views.treatment, name="treatment"),
    path("form/consent/", views.consent, name="consent"),
    path("form/consent/copy/", views.consent_copy, name="consent_copy"),
    path("form/consented/", views.consented, name="consented"),
    path("form/asked/", views.asked, name="asked"),
    path("form/asked/follow-up/", views.asked_follow_up, name="asked_follow_up"),
    path("form/changed/", views.changed, name="changed"),
    path("form/sent/", views.sent, name="sent"),
    path("form/copy/", views.copy, name="copy"),
    path("form/leave/", views.leave, name="leave"),
    path("form/left/", views.left, name="left"),
    path("form/alive/", views.alive, name="alive"),
    path("form/resting/", views.resting, name="resting"),
    path("data/", views.mydata, name="mydata"),
    path("data/json/", views.mydata_data, name="mydata_data"),
    path("data/pdf/", views.mydata_copy, name="mydata_copy"),
    path("data/correction/<slug:about>/", views.mydata_correction, name="mydata_correction"),
    path("data/withdraw/", views.withdraw, name="withdraw"),
    path("data/withdrawn/", views.withdrawn, name="withdrawn"),
    path("language/", views.language, name="language"),
    path("plan/", views.plan, name="plan"),
    path("plan/pdf/", views.plan_copy, name="plan_copy"),
    path("plan/calendar/", views.plan_calendar, name="plan_calendar"),
    path("plan/reminders/", views.plan_feed, name="plan_feed"),
    path("calendar/<str:token>.ics", views.feed, name="feed"),
    path("<str:token>/", views.open_link, name="open"),
]
