"""A web process that asks for jobs, one transaction each, until it is killed: `python chaos_web.py NAME`.

It prints `committed KEY` once the transaction of that job has been committed, and not before.
"""

import os
import sys
import time

from core.jobs import request_job
from core.process import Process
from core.scope import Scope
from core.settings import Settings
from core.transaction import transaction
from web.factory import create_app

app = create_app(Settings.from_environment(os.environ), process=Process.WEB)
with app.app_context():
    for number in range(1000):
        key = f"{sys.argv[1]}-{number}"
        with transaction(Scope.EVERYTHING) as session:
            request_job(session, kind="chaos.work", key=key, subject=key, authority_id=None)
        print("committed", key, flush=True)
        time.sleep(0.12)
