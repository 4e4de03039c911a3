"""The pages about succession: plans of posts, readiness, the landscape."""

from flask import Blueprint

succession = Blueprint("succession", __name__)
