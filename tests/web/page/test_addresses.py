import pytest

from socialmap.web.page.addresses import url_for, with_args


def test_an_address_keeps_to_where_the_site_stands(app):
    with app.test_request_context("/"):
        assert url_for("public.initiative", slug="thee") == "/initiatief/thee"
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/kaart"}):
        assert url_for("public.initiative", slug="thee") == "/kaart/initiatief/thee"


def test_a_whole_address_names_the_host_of_the_request(app):
    for host in ("een.example.org", "twee.example.org"):
        with app.test_request_context("/", base_url=f"https://{host}"):
            assert url_for("public.home", _external=True) == f"https://{host}/"
            assert url_for("agenda.show", vanaf=None) == "/agenda"
            assert url_for("pages.about", _anchor="tip").endswith("#tip")


@pytest.mark.parametrize(
    ("pairs", "address"),
    [
        ([], "/zoeken"),
        ([("soort", "warm_place"), ("vak", "5.1,52.0,5.2,52.1")],
         "/zoeken?soort=warm_place&vak=5.1,52.0,5.2,52.1"),
        ([("wat", "thee & taart"), ("waar", "’s-Hertogenbosch")],
         "/zoeken?wat=thee+%26+taart&waar=%E2%80%99s-Hertogenbosch"),
        ([("wat", 'a"b#c=d')], "/zoeken?wat=a%22b%23c%3Dd"),
    ],
)  # fmt: skip
def test_what_someone_typed_is_quoted_in_an_address(pairs, address):
    assert with_args("/zoeken", pairs) == address
