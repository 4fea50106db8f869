from __future__ import annotations

from django.contrib import admin
from django.urls import path

from archive.signin import account, sign_in

urlpatterns = [
    path("login/", sign_in.sign_in, name="login"),
    path("login/code/", sign_in.code, name="sign_in_code"),
    path("password_change/", admin.site.admin_view(account.ChangePassword.as_view())),
    path("account/", admin.site.admin_view(account.account), name="account"),
    path("account/end/", admin.site.admin_view(account.end), name="end_session"),
    path("account/second-factor/", admin.site.admin_view(account.set_up), name="set_up_second_factor"),
    path("account/second-factor/change/", admin.site.admin_view(account.change_factor), name="change_second_factor"),
    path("sessions/", admin.site.admin_view(account.sessions), name="sessions"),
]
