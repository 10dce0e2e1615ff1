"""The addresses of this room, under /staff/."""

from django.urls import path

from helpline.accounts.views import account, entry, people

app_name = "accounts"

urlpatterns = [
    path("sign-in/", entry.sign_in, name="sign_in"),
    path("second-factor/", entry.second_factor_step, name="second_factor"),
    path("sign-out/", entry.sign_out, name="sign_out"),
    path("invitation/<str:token>/", entry.invitation, name="invitation"),
    path("set-up/", entry.set_up, name="set_up"),
    path("set-up/qr.svg", entry.set_up_qr, name="set_up_qr"),
    path("confirm/", entry.confirm, name="confirm"),
    path("start/", account.landing, name="landing"),
    path("account/", account.account, name="account"),
    path("account/passphrase/", account.passphrase, name="passphrase"),
    path("account/backup-codes/", account.backup_codes, name="backup_codes"),
    path("account/authenticator/new/", account.new_authenticator, name="new_authenticator"),
    path("account/authenticator/", account.authenticator, name="authenticator"),
    path("account/authenticator/qr.svg", account.authenticator_qr, name="authenticator_qr"),
    path("account/sessions/<uuid:session_id>/end/", account.end_session, name="end_session"),
    path("account/sign-out-everywhere/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<uuid:public_id>/", people.person, name="person"),
    path("people/<uuid:public_id>/roles/", people.roles, name="roles"),
    path("people/<uuid:public_id>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<uuid:public_id>/new-link/", people.new_link, name="new_link"),
    path("people/<uuid:public_id>/end-sessions/", people.end_sessions, name="end_sessions"),
]
