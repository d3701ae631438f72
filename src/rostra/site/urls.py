"""Every address of the site; each package lists its own."""

from django.urls import include, path

urlpatterns = [
    # First what is asked for most: addresses are tried one after the other.
    path("", include("rostra.forum.urls")),
    path("", include("rostra.news.urls")),
    path("", include("rostra.web.urls")),
    # Before accounts, where /claim/ is followed by a letter's secret, never by a number.
    path("", include("rostra.evidence.urls")),
    path("", include("rostra.accounts.urls")),
    path("control/", include("rostra.control.urls")),
]

handler400 = "rostra.web.errors.bad_request"
handler403 = "rostra.web.errors.forbidden"
handler404 = "rostra.web.errors.not_found"
handler429 = "rostra.web.errors.too_many"  # Django-allauth looks for it.
handler500 = "rostra.web.errors.server_error"
