"""The forms of a handover pack; its pages are in reports/handover."""

from flask import Blueprint

handover_forms = Blueprint("handover_forms", __name__)
PACK = "/authorities/<code>/handovers/<uuid:pack_id>"
