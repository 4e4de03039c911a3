"""The pages of development, of sharing it, and of coaches, registered by web/wiring.py."""

from flask import Blueprint

development = Blueprint("development", __name__)
sharing = Blueprint("sharing", __name__)
coaching = Blueprint("coaching", __name__)
