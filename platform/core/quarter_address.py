"""A quarter in an address: `2025-26-q1`."""

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from core.quarters import Quarter


class QuarterConverter(BaseConverter):
    """Turns `2025-26-q1` into a Quarter and back; anything else is no such page."""

    regex = r"\d{4}-\d{2}-q[1-4]"
    part_isolating = True

    def to_python(self, value: str) -> Quarter:
        try:
            return Quarter.parse(value.replace("-q", " Q"))
        except ValueError as error:
            raise ValidationError from error

    def to_url(self, value: Quarter | str) -> str:
        return address_of(Quarter.parse(value) if isinstance(value, str) else value)


def set_up_quarter_addresses(app: Flask) -> None:
    """Let routes say `<quarter:quarter>`."""
    app.url_map.converters["quarter"] = QuarterConverter


def address_of(quarter: Quarter) -> str:
    """The quarter as it stands in an address, for letters, which are written outside any request."""
    return str(quarter).replace(" ", "-").lower()
