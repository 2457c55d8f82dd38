"""A small OpenID Connect provider, run as a process of its own: strict, and easy to make lie."""

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "socialmap", "only for tests"
KEY = RSAKey.generate_key(2048, {"kid": "one"}, auto_kid=False)
STRANGE = RSAKey.generate_key(2048, {"kid": "one"}, auto_kid=False)
# What is given out: codes, each with the request that asked for it. Who signs in next, and how.
CODES = {}
STATE = {"claims": {}, "lie": "", "back": ""}


class Provider(BaseHTTPRequestHandler):
    """Authorization code with PKCE (S256), an exact address to come back to, and a nonce."""

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def do_GET(self):
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/.well-known/openid-configuration":
            self.answer(self.about())
        elif url.path == "/keys":
            self.answer({"keys": [KEY.as_dict(private=False)]})
        elif url.path == "/authorize":
            self.authorize(asked)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/control":
            STATE.update(json.loads(body))
            self.answer({})
        elif self.path == "/token":
            self.give_token({name: values[0] for name, values in parse_qs(body).items()})

    def about(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorize(self, asked):
        strict = (
            asked.get("client_id") == CLIENT
            and asked.get("response_type") == "code"
            and "openid" in asked.get("scope", "").split()
            and asked.get("redirect_uri") == STATE["back"]
            and asked.get("code_challenge_method") == "S256"
            and len(asked.get("code_challenge", "")) == 43
            and asked.get("state")
            and asked.get("nonce")
        )
        if not strict:
            self.answer({"error": "invalid_request"}, 400)
            return
        code = secrets.token_urlsafe(16)
        CODES[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{back}")
        self.end_headers()

    def give_token(self, sent):
        asked = CODES.pop(sent.get("code"), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        basic = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        strict = (
            asked
            and sent.get("grant_type") == "authorization_code"
            and sent.get("redirect_uri") == asked["redirect_uri"]
            and challenge == asked["code_challenge"]
            and self.headers.get("Authorization") in {f"Basic {basic}", f"Basic {plain}"}
        )
        if not strict:
            self.answer({"error": "invalid_grant"}, 400)
            return
        self.answer(
            {
                "access_token": "of no use",
                "token_type": "Bearer",
                "expires_in": 60,
                "id_token": self.id_token(asked),
            }
        )

    def id_token(self, asked):
        lie, now = STATE["lie"], int(time.time())
        claims = {
            "iss": "http://kwaad.example" if lie == "issuer" else self.issuer,
            "aud": "somebody else" if lie == "audience" else CLIENT,
            "nonce": "another" if lie == "nonce" else asked["nonce"],
            "iat": now - (7200 if lie == "old" else 0),
            "exp": now - 3600 if lie == "old" else now + 60,
        }
        key = STRANGE if lie == "key" else KEY
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims | STATE["claims"], key)

    def answer(self, told, status=200):
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        print(server.server_port, flush=True)
        server.serve_forever()
    sys.exit()
