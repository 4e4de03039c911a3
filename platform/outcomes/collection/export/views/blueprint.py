"""Files of approved figures: at once, or made in the background."""

from flask import Blueprint

figure_exports = Blueprint("figure_exports", __name__)
