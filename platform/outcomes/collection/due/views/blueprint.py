"""The pages on which the support team says what is due, and sees who has returned what."""

from flask import Blueprint

collections = Blueprint("collections", __name__, url_prefix="/collections")
