"""Logs: one line an event, constant text, values as fields that cannot forge a line (reliability 6.62 to 6.64)."""

import json
import logging
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
    logging.getLogger().handlers = [
        handler for handler in logging.getLogger().handlers if type(handler).__module__ != "core.logs"
    ]


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


@pytest.mark.parametrize("by_library", [False, True])
def test_an_exception_is_told_by_types_and_places_not_by_values(
    by_library: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs("json")
    try:
        try:
            int("Priscilla Canary")
        except ValueError as error:
            raise KeyError("Priscilla Canary") from error
    except KeyError:
        if by_library:
            logging.getLogger("some.library").exception("It broke")
        else:
            logger().exception("it.broke")
    said = capsys.readouterr().err
    assert "Canary" not in said
    told = json.loads(said)["exception"]
    assert [link["type"] for link in told] == ["builtins.KeyError", "builtins.ValueError"]
    assert "test_core_logs.py" in told[0]["at"][0]


def test_a_failed_task_is_named_without_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    """As Celery itself logs it: the exception stands in the arguments of the message."""
    set_up_logs("json")
    told = {"name": "accounts.send_welcome", "id": "some-id", "exc": "ValueError('Canary')", "description": "raised"}
    logging.getLogger("celery.app.trace").error(
        "Task %(name)s[%(id)s] %(description)s: %(exc)s", told, extra={"data": told}
    )
    said = capsys.readouterr().err
    assert "Canary" not in said
    assert {key: json.loads(said)[key] for key in ("event", "task", "task_id")} == {
        "event": "task.failed",
        "task": "accounts.send_welcome",
        "task_id": "some-id",
    }


def test_setting_up_twice_logs_once(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        set_up_logs("json")
    logging.getLogger("some.library").warning("It is late")
    logging.getLogger("some.library").info("noise")
    assert capsys.readouterr().err.count("It is late") == 1


def test_on_a_terminal_an_exception_is_told_whole(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("text")
    try:
        int("seven")
    except ValueError:
        logger().exception("it.broke")
    assert "invalid literal for int() with base 10: 'seven'" in capsys.readouterr().err
