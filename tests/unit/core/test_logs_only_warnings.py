"""A command that tells its steps itself is not interrupted by log lines."""

import pytest

from core.logs import logger, only_warnings, set_up_logs


def test_only_warnings_come_through_within_the_block(capsys: pytest.CaptureFixture[str]):
    set_up_logs("json")
    with only_warnings():
        logger().info("job.started")
        logger().warning("job.overdue")
    logger().info("job.finished")
    told = capsys.readouterr().err
    assert "job.started" not in told
    assert "job.overdue" in told
    assert "job.finished" in told, "and afterwards everything is as before"
