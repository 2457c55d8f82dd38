"""Signing in: Flask-Security with our own pages, and a CSRF token in every form of the desk."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_login.utils import _user_context_processor
from flask_security import Security
from flask_wtf import CSRFProtect

from socialmap.config import Settings
from socialmap.db import now
from socialmap.people.accounts import datastore

csrf = CSRFProtect()


def _configuration(settings: Settings) -> dict[str, object]:
    https = settings.public_url.startswith("https:")
    return {
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=8),
        # A form may stand open as long as the session lasts.
        "WTF_CSRF_TIME_LIMIT": None,
        "SECURITY_PASSWORD_SALT": "socialmap",
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_DATETIME_FACTORY": now,
        "SECURITY_LOGIN_URL": "/inloggen",
        "SECURITY_LOGOUT_URL": "/uitloggen",
        "SECURITY_POST_LOGIN_VIEW": "/beheer",
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_CLI_USERS_NAME": False,
        "SECURITY_CLI_ROLES_NAME": False,
    }


def register(app: Flask, settings: Settings) -> None:
    """Open the door for who has an account."""
    app.config.update(_configuration(settings))
    csrf.init_app(app)
    Security(app, datastore)
    _leave_residents_alone(app)


def _leave_residents_alone(app: Flask) -> None:
    """Look at the session only where a view asks who is there: public pages are the same to all."""
    security, manager = app.extensions["security"], app.login_manager  # type: ignore[attr-defined]
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    app.after_request_funcs[None].remove(manager._update_remember_cookie)
    app.template_context_processors[None].remove(_user_context_processor)
