"""The pages of approved figures."""

from flask import Blueprint

figures = Blueprint("figures", __name__)
