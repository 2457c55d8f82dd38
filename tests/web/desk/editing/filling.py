"""Fill in a form as a browser does: with what stands in it, and what somebody types."""

from bs4 import BeautifulSoup
from werkzeug.datastructures import MultiDict


def filled(page, form="#formulier"):
    """What a browser would send of a form on a page, without a button."""
    element = BeautifulSoup(page.text, "html.parser").select_one(form)
    sent = MultiDict()
    for field in element.select("input[name], select[name], textarea[name]"):
        name = field["name"]
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent.add(name, chosen.get("value", chosen.text) if chosen else "")
        elif field.name == "textarea":
            # A browser leaves out one newline at the beginning.
            sent.add(name, "\r\n".join(field.text.removeprefix("\n").splitlines()))
        elif field.get("type") not in {"checkbox", "radio"}:
            sent.add(name, field.get("value", ""))
        elif field.has_attr("checked"):
            sent.add(name, field.get("value", "on"))
    return sent


def send(client, page, do, typed=None, form="#formulier", to=None):
    """Send the form of a page with other values (a list for more than one), by a button."""
    sent = filled(page, form)
    for name, value in (typed or {}).items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    address = to or BeautifulSoup(page.text, "html.parser").select_one(form)["action"]
    return client.post(address, data=sent | {"do": do} if do else sent)


def words(page):
    """All that a page says, on one line."""
    return " ".join(BeautifulSoup(page.text, "html.parser").get_text(" ").split())
