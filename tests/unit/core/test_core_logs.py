"""Logs: one line an event, constant text, values as fields that cannot forge a line (reliability 6.62 to 6.64)."""

import json
from collections.abc import Iterator

import pytest
import structlog

from core.logs import bind_request_id, current_request_id, logger, new_request_id, set_up_logs

FORGED = 'x\n{"event": "forged"}\r\x1b[31mred\x1b[0m\u2028end'


@pytest.fixture(autouse=True)
def _own_context() -> Iterator[None]:
    structlog.contextvars.clear_contextvars()
    yield
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_a_value_cannot_begin_a_line_of_its_own(log_format: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(log_format)
    logger().info("upload.refused", file=FORGED)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "\x1b" not in said
    assert "\r" not in said


def test_a_line_is_json_with_its_moment_level_and_request(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("json")
    bind_request_id("abc-123")
    logger().warning("job.failed", job_id=7)
    line = json.loads(capsys.readouterr().err)
    assert {key: line[key] for key in ("event", "level", "job_id", "request_id")} == {
        "event": "job.failed",
        "level": "warning",
        "job_id": 7,
        "request_id": "abc-123",
    }
    assert line["timestamp"].endswith("Z")


def test_details_for_those_who_debug_are_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("json")
    logger().debug("noise")
    assert capsys.readouterr().err == ""


def test_a_new_request_forgets_the_one_before() -> None:
    bind_request_id("first-request")
    structlog.contextvars.bind_contextvars(kind="risk.predict")
    bind_request_id("second-request")
    assert structlog.contextvars.get_contextvars() == {"request_id": "second-request"}
    assert current_request_id() == "second-request"


def test_outside_a_request_there_is_no_id_and_new_ones_differ() -> None:
    assert current_request_id() is None
    assert len({new_request_id() for _ in range(100)}) == 100
