"""Posts whose chance of a change has reached the level that the support team set (features B7)."""

from flask import url_for
from sqlalchemy.orm import Session

from leadership.succession.alert import list_alerts
from web.home.task import Task

MOST = 8


def alert_tasks(session: Session) -> list[Task]:
    """One task a post until somebody has marked it as seen, and one that leads to all of them."""
    alerts = list_alerts(session)
    tasks = [
        Task(
            f"{alert.authority.name}: {alert.post.title}",
            url_for("leaders.post", code=alert.authority.code, post_id=alert.post.id),
            "The chance of a change within 12 months has reached your level.",
            "Look at",
            "attention",
        )
        for alert in alerts[:MOST]
    ]
    if tasks:
        tasks.append(
            Task(
                "Posts that have reached your level",
                url_for("succession_reports.alerts"),
                f"{len(alerts)} in all. Mark there what you have seen.",
                "To see",
                "info",
            )
        )
    return tasks
