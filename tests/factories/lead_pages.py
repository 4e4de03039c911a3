"""A lead's browser at the pages of a return: what it sends, and where it is led."""

import io
from typing import Any

from factories.pages import words
from fixtures.identities import SignedInClient
from werkzeug.test import TestResponse


def send_file(client: SignedInClient, base: str, content: bytes, name: str = "return.csv") -> TestResponse:
    return client.post(
        f"{base}/upload",
        data={"csrf_token": client.form_token(), "file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def check_of(client: SignedInClient, base: str, content: bytes) -> str:
    answer = send_file(client, base, content)
    assert answer.status_code == 303, words(answer)
    return str(answer.location)


def store(client: SignedInClient, base: str, content: bytes, **fields: Any) -> TestResponse:
    return client.send(f"{check_of(client, base, content)}/confirm", **fields)
