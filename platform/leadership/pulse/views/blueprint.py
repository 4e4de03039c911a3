"""The pages of the lead, and the page of whoever answers by a link."""

from flask import Blueprint

team_pulse = Blueprint("team_pulse", __name__)
pulse_answers = Blueprint("pulse_answers", __name__)
PULSE = "/authorities/<code>/team-pulse"
