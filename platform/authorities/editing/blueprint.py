"""The pages on which the support team keeps the register."""

from flask import Blueprint

authority_record = Blueprint("authority_record", __name__)
