"""What the worker does of itself about keeping."""

from celery import shared_task

from web.retention.carry_out import carry_out


@shared_task(name="retention.carry_out")
def carry_out_rules() -> None:
    """Take away what has been kept for its time."""
    carry_out()
