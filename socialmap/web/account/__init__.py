"""Sign in: Flask-Security with our own pages, and a CSRF token in every form of the desk."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request, make_response, render_template
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_login.utils import _user_context_processor
from flask_security import Security
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

from socialmap.config import Settings
from socialmap.people.accounts import datastore
from socialmap.web.account import forms, oidc, pages, parts, second_step, sessions
from socialmap.web.account.settings import configuration
from socialmap.web.page.errors import old_form_answer

csrf = CSRFProtect()

FORMS = {
    "login_form": forms.SignInForm,
    "two_factor_verify_code_form": forms.CodeForm,
    "mf_recovery_form": forms.RecoveryForm,
    "verify_form": forms.AgainForm,
    "change_password_form": forms.NewPasswordForm,
    "forgot_password_form": forms.ForgottenForm,
}


class _Security(Security):  # type: ignore[misc]
    """Flask-Security without qrcode and nh3, two libraries that our own parts replace."""

    def _check_modules(self, module: str, config_name: str) -> object:
        return module in {"qrcode", "nh3"} or super()._check_modules(module, config_name)


class _Cookies(SecureCookieSessionInterface):
    """Sessions in a signed cookie; a request without a cookie, as most are, verifies none."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request."""
        has_cookie = self.get_cookie_name(app) in request.cookies
        return super().open_session(app, request) if has_cookie else self.session_class()


def register(app: Flask, settings: Settings) -> None:
    """Let people with an account sign in to the app."""
    app.config.update(configuration(settings))
    csrf.init_app(app)
    security = _Security(
        app,
        datastore,
        mail_util_cls=parts.Mail,
        password_util_cls=parts.Passwords,
        totp_cls=parts.Codes,
        webauthn_util_cls=parts.Passkeys,
        render_template=_page,
        **FORMS,
    )
    security.want_json(lambda _request: False)
    sessions.register(app, security)
    app.register_blueprint(pages.blueprint)
    oidc.register(app, settings)
    app.register_error_handler(CSRFError, _on_old_form)
    _leave_residents_alone(app)


def _page(template: str, **context: Any) -> ResponseReturnValue:
    """Render a page of Flask-Security, with status 422 when a form on it has errors."""
    template, context = second_step.page_of(template, context)
    wrong = any(getattr(form, "errors", None) for name, form in context.items() if "form" in name)
    return make_response(render_template(template, **context), 422 if wrong else 200)


def _on_old_form(_error: CSRFError) -> ResponseReturnValue:
    return old_form_answer()


def _leave_residents_alone(app: Flask) -> None:
    """Read the session only where a view asks who is signed in; public pages are alike to all."""
    security, manager = app.extensions["security"], app.login_manager  # type: ignore[attr-defined]
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    app.after_request_funcs[None].remove(manager._update_remember_cookie)
    app.template_context_processors[None].remove(_user_context_processor)
    app.session_interface = _Cookies()
