"""Addresses of what belongs to stories."""

from django.urls import path

from rostra.news.views import versions

app_name = "news"
urlpatterns = [
    path("topic/<id:topic_id>/versions/", versions.versions, name="versions"),
]
