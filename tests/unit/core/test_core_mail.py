"""A letter holds what was meant, and nobody can add a header to it (reliability 6.38)."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.mail import ConsoleMailer, FileMailer, Mail, NotTakenError, SmtpMailer, letter, make_mailer

FROM = "Throughline <throughline@localhost>"


def mail(**changes: str) -> Mail:
    told = {"to": "lead@council.example", "subject": "Your link", "body": "Hello\n", "reference": "sign-in-1"}
    return Mail(**{**told, **changes})


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r", "\r\n\r\n", "\n\n"])
@pytest.mark.parametrize("field", ["to", "subject"])
def test_a_line_break_adds_no_header_and_no_reader(field: str, breaks: str) -> None:
    message = letter(mail(**{field: f"x{breaks}Bcc: spy@evil.example{breaks}{breaks}And a body"}), FROM)
    parsed = message_from_bytes(bytes(message), policy=policy.default)
    assert parsed["Bcc"] is None
    assert sorted(parsed.keys()) == sorted(letter(mail(), FROM).keys())
    assert parsed.get_content() == "Hello\n"


def test_a_line_break_in_the_senders_setting_adds_no_header() -> None:
    message = letter(mail(), f"{FROM}\nBcc: spy@evil.example")
    assert message_from_bytes(bytes(message), policy=policy.default)["Bcc"] is None


@given(st.text(max_size=80))
def test_whatever_the_subject_the_letter_has_the_same_headers(subject: str) -> None:
    try:
        message = letter(mail(subject=subject), FROM)
        sent = bytes(message)
    except ValueError as refused:
        assert "linefeed" in str(refused)  # noqa: PT017  (refusing a line break of another kind is right too)
        return
    assert "Bcc" not in message_from_bytes(sent, policy=policy.default)


def test_letters_to_a_folder_are_files_named_by_reference(tmp_path: Path) -> None:
    mailer = make_mailer(f"file://{tmp_path}/mail%20box", FROM)
    assert isinstance(mailer, FileMailer)
    mailer.send(mail(reference="../../etc/passwd 1"))
    (file,) = (tmp_path / "mail box").iterdir()
    assert file.name == "-etc-passwd-1.eml"
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["To"] == "lead@council.example"


def test_letters_to_the_console(capsys: pytest.CaptureFixture[str]) -> None:
    mailer = make_mailer("console:", FROM)
    assert isinstance(mailer, ConsoleMailer)
    mailer.send(mail())
    assert "To: lead@council.example" in capsys.readouterr().err


def test_the_address_of_a_mail_server_is_read_whole() -> None:
    mailer = make_mailer("smtps://us%40er:p%3Aw@mail.example:465", FROM)
    assert mailer == SmtpMailer("mail.example", 465, "us@er", "p:w", True, FROM)
    assert make_mailer("smtp://mail.example", FROM) == SmtpMailer("mail.example", 587, "", "", False, FROM)


class _Post(socketserver.StreamRequestHandler):
    """As much of a mail server as a letter needs."""

    def handle(self) -> None:
        self.say("220 here")
        for raw in self.rfile:
            line = raw.decode().strip()
            self.server.heard.append(line)  # type: ignore[attr-defined]
            word = line.split(" ")[0].upper()
            if word == "EHLO":
                self.say("250 here")
            elif word == "DATA":
                self.say("354 go on")
                while (part := self.rfile.readline().decode().strip()) != ".":
                    self.server.heard.append(part)  # type: ignore[attr-defined]
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 gone")
                return
            else:
                self.say("250 well" if "nobody" not in line else "550 nobody of that name")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def post() -> Iterator[socketserver.TCPServer]:
    with socketserver.TCPServer(("127.0.0.1", 0), _Post) as server:
        server.heard = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_letter_goes_through_a_mail_server(post: socketserver.TCPServer) -> None:
    make_mailer(f"smtp://127.0.0.1:{post.server_address[1]}", FROM).send(mail())
    heard = post.heard  # type: ignore[attr-defined]
    assert "rcpt TO:<lead@council.example>" in heard
    assert any(line.startswith("mail FROM:<throughline@localhost>") for line in heard)
    assert "Subject: Your link" in heard


def test_a_refusal_of_the_mail_server_is_no_success(post: socketserver.TCPServer) -> None:
    """It is told without the address, and so is what led to it."""
    with pytest.raises(NotTakenError, match="550") as told:
        make_mailer(f"smtp://127.0.0.1:{post.server_address[1]}", FROM).send(mail(to="nobody@council.example"))
    assert "nobody" not in str(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__
