"""The pages on which an authority returns its quarter, and the same as JSON."""

from flask import Blueprint

returns = Blueprint("returns", __name__)
returns_api = Blueprint("returns_api", __name__)

OF_QUARTER = "/authorities/<code>/returns/<quarter:quarter>"
