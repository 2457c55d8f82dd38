import re

import pytest
from flask import request

from socialmap import create_app
from socialmap.web.page.headers import tiles_origin

PATHS = ("/", "/zoeken", "/agenda", "/over", "/niets", "/suggesties.json?q=ko", "/robots.txt")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_allows_only_our_own(client, town, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=(self)" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", [*PATHS, "/initiatief/koffie-bij-noor", "/melden/taalmaatjes"])
def test_residents_get_no_cookies(client, town, path):
    assert "Set-Cookie" not in client.get(path).headers


def test_every_answer_has_a_nonce_of_its_own(client):
    nonces = [
        re.search(r"'nonce-([^']+)'", client.get("/over").headers["Content-Security-Policy"])[1]
        for _ in range(2)
    ]
    assert nonces[0] != nonces[1]
    assert len(nonces[0]) >= 20


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("", ""),
        ("/tegels/{z}/{x}/{y}.png", ""),
        ("https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"),
        ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", "https://*.tiles.example.org"),
    ],
)
def test_tiles_may_come_from_where_the_setting_says(url, origin):
    assert tiles_origin(url) == origin


def test_a_page_points_at_no_other_host(client, town):
    for path in ("/", "/zoeken?waar=utrecht", "/agenda", "/over"):
        loaded = re.findall(r'(?:src|href)="(https?:[^"]+)"', client.get(path).text)
        assert not loaded


def test_what_has_no_scripts_of_its_own_names_no_nonce(client, town):
    assert "nonce" not in client.get("/zoeken.json").headers["Content-Security-Policy"]
    assert "nonce" in client.get("/zoeken").headers["Content-Security-Policy"]


def test_only_a_proxy_of_ours_says_who_asks_and_over_which_line(environ):
    headers = {"X-Forwarded-For": "8.8.4.4, 9.9.9.9", "X-Forwarded-Proto": "https"}
    for proxies, address, secure in (("0", "127.0.0.1", False), ("1", "9.9.9.9", True)):
        app = create_app(environ | {"SOCIALMAP_PROXIES": proxies})
        app.add_url_rule("/who", view_func=lambda: f"{request.remote_addr}")
        answer = app.test_client().get("/who", headers=headers)
        assert answer.text == address
        assert ("Strict-Transport-Security" in answer.headers) == secure
