"""The photos and logos on the map, each at an address that never gets another picture."""

from __future__ import annotations

from flask import Blueprint, Response, request

from socialmap.guards import everybody
from socialmap.images.queries import content_of

blueprint = Blueprint("pictures", __name__)
YEAR = 365 * 24 * 3600  # seconds


@blueprint.get("/afbeeldingen/<string(length=64):digest>-<int:size>.webp")
@everybody
def show(digest: str, size: int) -> Response:
    """A picture in one size, to be kept by browsers for a year: its digest is in its address."""
    answer = Response(content_of(digest, size), mimetype="image/webp")
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    # Who shows our listings may show their pictures too.
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.set_etag(f"{digest[:32]}-{size}")
    answer.make_conditional(request)
    return answer
