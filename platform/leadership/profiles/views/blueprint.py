"""The pages about rounds for those who sign in, and those that somebody reaches by a link."""

from flask import Blueprint

profile_rounds = Blueprint("profile_rounds", __name__)
rater_pages = Blueprint("rater_pages", __name__)
