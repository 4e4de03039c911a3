"""`celery -A worker worker` and `celery -A worker beat`: the Celery application that the Flask factory builds."""

from core.process import Process
from web.factory import create_app
from worker.schedule import SCHEDULE

app = create_app(process=Process.WORKER).extensions["celery"]
app.conf.beat_schedule = SCHEDULE
