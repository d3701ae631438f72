from django.urls import path

from rostra.web import views

app_name = "web"
urlpatterns = [path("look/", views.look, name="look")]
