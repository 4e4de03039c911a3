"""The pages on which the support team reviews returns."""

from flask import Blueprint

reviews = Blueprint("reviews", __name__)
