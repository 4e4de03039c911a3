"""The `session` fixture: works under the worker's role over everything, and leaves nothing behind."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.outbox import OutboxMessage, send_after_commit


@pytest.mark.parametrize("_", range(2))
def test_what_is_committed_is_gone_in_the_next_test(session: Session, _: int) -> None:
    assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
    send_after_commit(session, "any.task", 1)
    session.commit()
    assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 1


def test_its_role_is_the_worker_s_and_its_scope_is_everything(session: Session) -> None:
    for _ in range(2):  # the second time after a rollback
        role, scope = session.execute(text("SELECT current_user, current_setting('app.authorities', true)")).one()
        assert (role, scope) == ("throughline_worker", "all")
        session.rollback()
