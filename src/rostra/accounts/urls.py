from django.urls import path

from rostra.accounts.views import signing

app_name = "accounts"
urlpatterns = [
    path("sign-up/", signing.sign_up, name="sign-up"),
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-out/", signing.sign_out, name="sign-out"),
]
