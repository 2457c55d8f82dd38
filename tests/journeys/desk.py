"""Who is signed in at the desk in a browser: the cookies of somebody with a role."""

from socialmap.db import db, start_writing
from tests.desk import a_person, sign_in


def signed_in(app, address, email, **role):
    """What a browser must have to be this person on a site: `visit(…, storage_state=…)`."""
    with app.app_context():
        start_writing()
        client = app.test_client()
        sign_in(client, a_person(email=email, **role))
        db.session.commit()
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        db.session.remove()
    host = address.split("://")[1].split(":")[0]
    kept = {"name": name, "value": cookie.value, "domain": host, "path": "/"}
    more = {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    return {"cookies": [kept | more], "origins": []}
