"""The pages of recruitment packs."""

from flask import Blueprint

recruitment = Blueprint("recruitment", __name__)
PACK = "/authorities/<code>/posts/<uuid:post_id>/recruitment"
