"""Addresses of sources and requests for them."""

from django.urls import path

from rostra.evidence.views import claims, requests, sources

app_name = "evidence"
urlpatterns = [
    path("post/<id:post_id>/sources/", sources.sources, name="sources"),
    path("post/<id:post_id>/sources/<id:use_id>/", sources.source_of_post),
    path("post/<id:post_id>/ask-source/", requests.ask, name="ask"),
    path("source/<id:source_id>/", sources.source, name="source"),
    path("source-request/<id:request_id>/", requests.source_request, name="request"),
    path("post/<id:post_id>/claim/", claims.make, name="make-claim"),
    path("claims/", claims.claims, name="claims"),
    path("claim/<id:claim_id>/", claims.claim, name="claim"),
    path("claim/<id:claim_id>/unlink/", claims.unlink, name="unlink-claim"),
    path("claim/<id:claim_id>/positions/", claims.drop),
    path("sources-wanted/", requests.wanted, name="wanted"),
]
