"""Every address of the website, by kind of user."""

from django.urls import include, path

from clinic import branding, views
from clinic.accounts.admin_site import staff_admin
from clinic.health import views as health

urlpatterns = [
    path("", views.home, name="home"),
    path("i/", include("clinic.intake.urls")),
    path("review/", include("clinic.review.urls")),
    path("desk/", include("clinic.desk.urls")),
    path("rulebook/", include("clinic.rulebook.urls")),
    path("audit/", include("clinic.audit.urls")),
    path("data/", include("clinic.data.urls")),
    path("accounts/", include("clinic.accounts.urls")),
    path("accounts/", include("clinic.accounts.allauth_urls")),
    path("admin/", staff_admin.urls),
    path("clinic/logo-<slug:digest>", branding.logo, name="clinic_logo"),
    path("clinic/colour-<slug:digest>.css", branding.stylesheet, name="clinic_stylesheet"),
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
    path("healthz/serving", health.serving, name="serving"),
    path("metrics", health.metrics, name="metrics"),
]

handler400 = "clinic.errors.bad_request"
handler403 = "clinic.errors.permission_denied"
handler404 = "clinic.errors.not_found"
handler500 = "clinic.errors.server_error"
