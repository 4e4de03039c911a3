"""Looks into finished specifications: what they draw, and whether the Vega-Lite schema allows it."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import jsonschema

SCHEMA = alt.load_schema()
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)


def problems(spec: dict[str, Any]) -> list[str]:
    """Where the schema of Vega-Lite refuses the specification."""
    return [f"{list(error.absolute_path)[:4]}: {error.message[:200]}" for error in VALIDATOR.iter_errors(spec)]


def layers(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every layer of every view, from back to front."""
    for view in spec.get("vconcat", [spec]):
        yield from view["layer"]


def records(spec: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """The records of every layer that know a field."""
    return [record for layer in layers(spec) for record in layer["data"]["values"] if field in record]


def written(spec: dict[str, Any]) -> list[str]:
    """All words the picture writes."""
    found = []
    for layer in layers(spec):
        if layer["mark"]["type"] == "text":
            field = layer["encoding"]["text"]["field"]
            found += [record[field] for record in layer["data"]["values"]]
    return found


def shapes(spec: dict[str, Any]) -> set[str]:
    return {layer["mark"]["shape"] for layer in layers(spec) if "shape" in layer["mark"]}


def tree(picture: str) -> ET.Element:
    """The picture parsed; it must be well formed."""
    return ET.fromstring(picture)  # noqa: S314  (we drew it ourselves)
