from django.urls import include, path

from rostra.accounts import signing_urls

urlpatterns = [path("", include(signing_urls))]
