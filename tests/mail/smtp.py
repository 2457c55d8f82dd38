"""A mail server for tests: small, real SMTP on a port of its own, that can say no or fall silent."""

import socketserver
import threading
from email import message_from_bytes
from email.policy import default


class Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    def handle(self):
        self.say("220 test")
        while line := self.rfile.readline():
            verb = line[:4].strip().upper().decode()
            if verb == "DATA":
                if not self.take():
                    return
            elif verb == "QUIT":
                self.say("221 bye")
                return
            elif verb == "RCPT":
                self.say(self.server.answers.get(line.decode().strip()[9:-1], "250 ok"))
            else:
                self.say("250 ok")

    def take(self):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        mail = message_from_bytes(b"".join(lines), policy=default)
        self.server.got.append(mail)
        answer = self.server.answers.get(f"data {mail['To']}", "250 taken")
        if answer == "silence":
            self.server.hung.set()
            self.server.go_on.wait(30)
            return False
        if answer == "hang up":
            return False
        self.say(answer)
        return True

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail; `answers` are per address (or "data address") when they are not 250."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, **answers):
        super().__init__(("127.0.0.1", 0), Talk)
        self.answers = answers
        self.got = []
        self.hung = threading.Event()
        self.go_on = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def __exit__(self, *_):
        self.go_on.set()
        self.shutdown()
        self.server_close()

    @property
    def environ(self):
        """The settings that send mail here."""
        return {
            "SOCIALMAP_MAIL": "smtp",
            "SOCIALMAP_MAIL_HOST": "127.0.0.1",
            "SOCIALMAP_MAIL_PORT": str(self.server_address[1]),
            "SOCIALMAP_MAIL_SECURITY": "none",
            "SOCIALMAP_MAIL_SENDER": "kaart@example.org",
        }
