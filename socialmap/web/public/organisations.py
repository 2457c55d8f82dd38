"""The page of an organisation for residents: what it is, how to reach it, and what it offers."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from socialmap.catalogue.models import Organisation
from socialmap.catalogue.organisations import organisation_by_slug, public_page
from socialmap.errors import NotFoundProblem
from socialmap.guards import everybody
from socialmap.wording import N_

blueprint = Blueprint("organisation_pages", __name__, url_prefix="/organisatie")


@blueprint.get("/<slug:slug>")
@everybody
def show(slug: str) -> ResponseReturnValue:
    """Show an organisation, or redirect to the one that it was merged into."""
    organisation = organisation_by_slug(slug)
    if organisation.slug != slug:
        return redirect(url_for("organisation_pages.show", slug=organisation.slug), 301)
    page = public_page(organisation.id, request.args.get("pagina", 1, type=int))
    if not page.total and not is_described(organisation):
        # Of what is not on the map, nobody learns the name.
        raise NotFoundProblem(N_("Deze organisatie staat niet (meer) op de kaart."))
    return render_template("organisation_pages/show.html", organisation=organisation, page=page)


def is_described(organisation: Organisation) -> bool:
    """Whether somebody wrote on the page of an organisation."""
    facts = ("description", "logo", "website", "email", "phones")
    return any(getattr(organisation, name) for name in facts)
