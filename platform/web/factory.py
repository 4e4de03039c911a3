"""Builds the application: settings, database, queue, then pages. Web process, worker and commands all come here."""

import os

from flask import Flask
from sqlalchemy.orm import configure_mappers

import web.models  # noqa: F401  (a relation named by string is found only if its module was imported)
from core.celery_app import make_celery
from core.collector import spare_what_stays
from core.database import make_engine, make_sessions
from core.forms import set_up_forms
from core.logs import set_up_logs
from core.process import Process
from core.quarter_address import set_up_quarter_addresses
from core.runtime import Runtime, install_runtime
from core.settings import Settings
from web.errors import set_up_errors
from web.headers import set_up_headers
from web.navigation import set_up_navigation
from web.rendering import set_up_templates
from web.requests import set_up_requests
from web.static_files import serve_static_files
from web.wiring import BLUEPRINTS, TASK_MODULES, connect_handlers, import_job_kinds

LARGEST_REQUEST_BYTES = 10 * 1024 * 1024
LARGEST_FORM_PARTS = 200


def create_app(settings: Settings | None = None, *, process: Process = Process.WEB) -> Flask:
    """The whole product as one Flask application; refuses to start when a setting is wrong.

    Without settings it takes those of the environment: it is then the one application of a process that serves.
    """
    serves = settings is None
    settings = settings or Settings.from_environment(os.environ)
    set_up_logs(settings.log_format)
    configure_mappers()
    app = Flask("web", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_keys[0],
        SECRET_KEY_FALLBACKS=list(settings.secret_keys[1:]),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST_BYTES,
        MAX_FORM_PARTS=LARGEST_FORM_PARTS,
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="__Host-form" if settings.secure_cookies else "form",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure_cookies,
    )
    engine = make_engine(settings.database_url, process)
    install_runtime(app, Runtime(settings, process, engine, make_sessions(engine)))
    make_celery(app, settings.redis_url, TASK_MODULES)
    import_job_kinds()
    connect_handlers()
    set_up_requests(app, settings)
    set_up_templates(app)
    set_up_forms(app)
    set_up_navigation(app)
    set_up_headers(app)
    set_up_errors(app)
    set_up_quarter_addresses(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    serve_static_files(app)
    if serves:
        spare_what_stays()
    return app
