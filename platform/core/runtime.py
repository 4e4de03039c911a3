"""What one running process holds: settings, engine and session factory, reached through the Flask application."""

from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from core.process import Process
from core.settings import Settings

KEY = "throughline"


@dataclass(frozen=True)
class Runtime:
    settings: Settings
    process: Process
    engine: Engine
    sessions: sessionmaker[Session]


def install_runtime(app: Flask, runtime: Runtime) -> None:
    """Give the application its runtime; called once, by the factory."""
    app.extensions[KEY] = runtime


def runtime() -> Runtime:
    """The runtime of the current application: web request, task and command alike run inside one."""
    held: Runtime = current_app.extensions[KEY]
    return held
