"""The pages of stories, all of one authority."""

from flask import Blueprint

stories = Blueprint("stories", __name__)
STORIES = "/authorities/<code>/stories"
STORY = f"{STORIES}/<uuid:story_id>"
