"""Report what is wrong with a listing: open to everybody, without an account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, validates_schema

from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.queries import initiative_by_slug
from socialmap.db import writes
from socialmap.guards import everybody
from socialmap.proposals import actions as proposals
from socialmap.proposals.actions import LONGEST_TEXT
from socialmap.proposals.models import Subject
from socialmap.web.page import forms
from socialmap.web.page.forms import (
    Errors,
    FormSchema,
    Typed,
    load,
    one_of,
    read_typed,
    translated,
    wrong,
)
from socialmap.web.page.robots import Pace, make_token, refuse_other_sites, token_trouble
from socialmap.web.public.contributions import (
    PERSONAL_DATA,
    personal_errors,
    read_changes,
    read_mail,
)
from socialmap.wording import N_

blueprint = Blueprint("proposals", __name__)
pace = Pace()

SUBJECTS = {
    Subject.CHANGED: N_("Er is iets veranderd, zoals de tijd, het adres of het telefoonnummer"),
    Subject.GONE: N_("Dit is er niet meer"),
    Subject.OTHER: N_("Er is iets anders"),
    Subject.UNLIST: N_("Ik ben van dit initiatief en wil niet op de kaart staan"),
}
# The fields in which somebody may type how it should be.
FIELDS = ("hours", "address", "reach", "cost", "mail")
LABELS = {
    "text": N_("Vertel er iets over"),
    "hours": N_("Tijden"),
    "address": N_("Adres"),
    "reach": N_("Telefoon, mailadres of website"),
    "cost": N_("Kosten"),
    "mail": N_("Jouw mailadres"),
}


class ProposalSchema(FormSchema):
    """The fields of the form: its subject, and a text without personal data."""

    reason = Typed(one_of(SUBJECTS, N_("Kies wat er aan de hand is.")))
    text = Typed(forms.text(LONGEST_TEXT))

    @validates_schema
    def check_text(self, data: dict[str, Any], **_: object) -> None:
        """Refuse personal data, and a vague report without a text."""
        if data["reason"] in (Subject.OTHER, Subject.UNLIST) and not data["text"]:
            raise wrong(N_("Schrijf kort wat er niet klopt."), "text")
        if personal := personal_errors(data["text"], PERSONAL_DATA):
            raise ValidationError({"text": personal})


@dataclass(frozen=True)
class ProposalForm:
    """The form on a page: its token, the typed values, and what is wrong with them."""

    token: str
    subject: str = ""
    text: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


def open_form(
    slug: str, sent: Mapping[str, str] | None = None, errors: Errors | None = None
) -> ProposalForm:
    """The form about an initiative: empty, or with what was sent and the errors in it."""
    sent = sent or {}
    return ProposalForm(
        token=make_token("proposal", slug),
        subject=sent.get("reason", ""),
        text=sent.get("text", ""),
        typed=read_typed(sent, FIELDS),
        errors=errors or {},
        subjects=translated(SUBJECTS),
        labels=translated(LABELS),
    )


@blueprint.get("/melden/<slug:slug>")
@everybody
def new(slug: str) -> ResponseReturnValue:
    """Show the form on a page of its own."""
    initiative = initiative_by_slug(slug)
    return render_template("proposals/new.html", initiative=initiative, form=open_form(slug))


@blueprint.post("/melden/<slug:slug>")
@everybody
@writes
def make(slug: str) -> ResponseReturnValue:
    """Save a report, or show the form again with what to correct."""
    refuse_other_sites(request)
    initiative = initiative_by_slug(slug)
    thanks = redirect(url_for("proposals.thanks", slug=slug), 303)
    # Only a robot fills in a field that nobody sees; it learns nothing from the answer.
    if request.form.get("website"):
        return thanks
    values, errors = load(ProposalSchema(), request.form)
    if errors:
        return _again(initiative, request.form, errors)
    if trouble := token_trouble("proposal", slug, request.form.get("token", "")):
        return _again(initiative, request.form, {"form": [trouble]})
    typed = read_typed(request.form, FIELDS)
    changes, errors = read_changes(typed, latest_listing(initiative.id))
    mail = read_mail(typed, errors)
    if errors:
        return _again(initiative, request.form, errors)
    if pace.is_too_fast(request.remote_addr or ""):
        abort(429)
    subject = Subject(values["reason"])
    proposals.make(initiative, subject, values["text"], changes=changes, email=mail)
    return thanks


def _again(initiative: Initiative, sent: Mapping[str, str], errors: Errors) -> ResponseReturnValue:
    form = open_form(initiative.slug, sent, errors)
    return render_template("proposals/new.html", initiative=initiative, form=form), 422


@blueprint.get("/melden/<slug:slug>/bedankt")
@everybody
def thanks(slug: str) -> ResponseReturnValue:
    """Say thank you, and what happens now."""
    return render_template("proposals/thanks.html", initiative=initiative_by_slug(slug))
