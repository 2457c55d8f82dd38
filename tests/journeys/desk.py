"""Sign a browser in at the desk: the cookies of a person with a role."""

import uuid

from socialmap.db import db, start_writing
from tests.desk import a_person, sign_in


def signed_in(app, address, email, **role):
    """Add a person; return the state of a browser signed in as them: `visit(…, storage_state=…)`."""
    with app.app_context():
        start_writing()
        client = app.test_client()
        sign_in(client, a_person(email=email, **role))
        db.session.commit()
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        db.session.remove()
    host = address.split("://")[1].split(":")[0]
    session_cookie = {"name": name, "value": cookie.value, "domain": host, "path": "/"}
    rest = {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    return {"cookies": [session_cookie | rest], "origins": []}


def somebody_new(app, address, name, **role):
    """The state of a browser of a person without drafts: those are saved after a window closes too."""
    return signed_in(app, address, f"{name}-{uuid.uuid4().hex}@example.org", **role)
