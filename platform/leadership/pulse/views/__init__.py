"""The pages of the team health check, registered by web/wiring.py."""

from leadership.pulse.views import answer_views, lead_views
from leadership.pulse.views.blueprint import pulse_answers, team_pulse

__all__ = ["answer_views", "lead_views", "pulse_answers", "team_pulse"]
