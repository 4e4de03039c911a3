"""The pages about the posts of an authority, and a leader's own."""

from flask import Blueprint

leaders = Blueprint("leaders", __name__)
my_post = Blueprint("my_post", __name__)
