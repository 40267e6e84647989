"""Addresses of signing in, of one's account and of all accounts: allauth's pages at Polish addresses, and ours."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as spare
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import include, path, re_path

from core.signin.views import administrator, factors, person
from core.web.page import entrance, signed_in

own = signed_in()

account_pages = [
    path("", person.account, name="account-page"),
    path("role/", person.hats, name="hats"),
    path("drugi-skladnik/", person.second_factor, name="second-factor"),
    path("zaproszenie/<str:token>/", person.invitation, name="invitation"),
    path("sesje/", person.sessions, name="usersessions_list"),
    path("sesje/<int:pk>/zakoncz/", person.end_session, name="session-end"),
    path("logowanie/", entrance(account.login), name="account_login"),
    path("logowanie/kod/", entrance(mfa.authenticate), name="mfa_authenticate"),
    path("logowanie/klucz/", entrance(keys.login_webauthn), name="mfa_login_webauthn"),
    path("wylogowanie/", entrance(account.logout), name="account_logout"),
    path("nieaktywne/", entrance(account.account_inactive), name="account_inactive"),
    path("rejestracja/", entrance(account.signup), name="account_signup"),
    path("haslo/", own(account.password_change), name="account_change_password"),
    path("haslo/ustaw/", own(account.password_set), name="account_set_password"),
    path("haslo/nowe/", entrance(account.password_reset), name="account_reset_password"),
    path("haslo/nowe/wyslano/", entrance(account.password_reset_done), name="account_reset_password_done"),
    path(
        "haslo/nowe/gotowe/",
        entrance(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^haslo/nowe/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("adres/", own(account.email), name="account_email"),
    path("adres/wyslano/", entrance(account.email_verification_sent), name="account_email_verification_sent"),
    path("adres/<str:key>/", entrance(account.confirm_email), name="account_confirm_email"),
    path("potwierdz/haslo/", own(account.reauthenticate), name="account_reauthenticate"),
    path("potwierdz/kod/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("potwierdz/klucz/", own(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("zabezpieczenia/", own(mfa.index), name="mfa_index"),
    path("zabezpieczenia/kody/wlacz/", own(factors.ActivateTOTP.as_view()), name="mfa_activate_totp"),
    path("zabezpieczenia/kody/wylacz/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("zabezpieczenia/zapasowe/", own(spare.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("zabezpieczenia/zapasowe/nowe/", own(spare.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("zabezpieczenia/zapasowe/plik/", own(spare.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("zabezpieczenia/klucze/", own(keys.list_webauthn), name="mfa_list_webauthn"),
    path("zabezpieczenia/klucze/dodaj/", own(factors.AddKey.as_view()), name="mfa_add_webauthn"),
    path("zabezpieczenia/klucze/<int:pk>/", own(keys.edit_webauthn), name="mfa_edit_webauthn"),
    path("zabezpieczenia/klucze/<int:pk>/usun/", own(keys.remove_webauthn), name="mfa_remove_webauthn"),
]

administrator_pages = [
    path("", administrator.accounts, name="accounts"),
    path("zapros/", administrator.invite, name="account-invite"),
    path("zaproszenia/<str:public_id>/wycofaj/", administrator.revoke, name="invitation-revoke"),
    path("<str:public_id>/", administrator.account, name="account-admin"),
    path("<str:public_id>/nadaj/", administrator.grant, name="account-grant"),
    path("<str:public_id>/odbierz/", administrator.withdraw, name="account-withdraw"),
    path("<str:public_id>/drugi-skladnik/", administrator.reset, name="account-reset"),
    path("<str:public_id>/odejscie/", administrator.leave, name="account-leave"),
    path("<str:public_id>/otworz/", administrator.reopen, name="account-reopen"),
]
urlpatterns = [
    path("konto/", include(account_pages)),
    path("administracja/konta/", include(administrator_pages)),
]
