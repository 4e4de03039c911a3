"""The support team's log of what it did for an authority."""

from flask import Blueprint

support_given = Blueprint("support_given", __name__)
LOG = "/authorities/<code>/support"
