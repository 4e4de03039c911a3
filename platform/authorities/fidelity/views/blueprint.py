"""The pages about fidelity."""

from flask import Blueprint

fidelity = Blueprint("fidelity", __name__)
OF_INNOVATION = "/authorities/<code>/fidelity/<innovation>"
OF_QUARTER = f"{OF_INNOVATION}/<quarter:quarter>"
