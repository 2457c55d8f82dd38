"""Who may open what: the whole of it, on one page."""

# Residents have no account.
ACCESS = dict.fromkeys(
    [
        "public.home",
        "public.search",
        "public.initiative",
        "public.agenda",
        "public.suggestions",
        "search.search",
        "maps.pins_in_box",
        "maps.background",
        "guide.choose",
        "classifying.method",
        "classifying.suggest",
        "proposals.new",
        "proposals.make",
        "proposals.thanks",
        "pages.about",
        "pages.privacy",
        "pages.accessibility",
        "pages.help_index",
        "pages.help_page",
        "pages.robots",
        "pages.security_txt",
    ],
    "everybody",
)


def pages(app):
    """Each endpoint of ours with its view and its rules; static files are served before the app."""
    return {
        rule.endpoint: app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
    }


def test_every_page_says_who_may_open_it(app):
    found = {name: getattr(view, "access", "NOT SAID") for name, view in pages(app).items()}
    assert found == ACCESS


def test_a_get_never_writes(app):
    writing = {name for name, view in pages(app).items() if getattr(view, "writes", False)}
    reading = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if {"GET", "HEAD"} & (rule.methods or set())
    }
    assert not writing & reading


def test_addresses_are_plain(app):
    for rule in app.url_map.iter_rules():
        path = "/".join(part for part in rule.rule.split("/") if "<" not in part)
        assert path == path.lower(), rule.rule
        assert "_" not in path, rule.rule
