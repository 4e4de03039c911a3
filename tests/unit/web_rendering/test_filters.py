"""How templates write days, moments and figures."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from web.rendering import draw
from web.rendering import set_up_templates as _set_up  # noqa: F401  (imported as the product does)


@pytest.mark.parametrize(
    ("source", "value", "written"),
    [
        ("{{ v | day }}", date(2026, 11, 8), "8 November 2026"),
        ("{{ v | day }}", None, ""),
        # Half past eleven at night UTC in summer is the next day in London.
        ("{{ v | day }}", datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026"),
        ("{{ v | short_day }}", date(2026, 11, 8), "8 Nov 2026"),
        ("{{ v | month }}", date(2026, 11, 8), "November 2026"),
        ("{{ v | moment }}", datetime(2026, 1, 5, 0, 5, tzinfo=UTC), "5 January 2026 at 12:05am"),
        ("{{ v | moment }}", datetime(2026, 7, 5, 11, 5, tzinfo=UTC), "5 July 2026 at 12:05pm"),
        ("{{ v | moment }}", None, ""),
        ("{{ v | number }}", 1234567, "1,234,567"),
        ("{{ v | number(1) }}", Decimal("1234.56"), "1,234.6"),
        ("{{ v | number }}", None, ""),
        ("{{ v | percent }}", 0.336, "34%"),
        ("{{ v | percent(1) }}", 0.336, "33.6%"),
        ("{{ v | percent }}", None, ""),
        ("{{ v | chance }}", 0.01, "under 5%"),
        ("{{ v | chance }}", None, ""),
        ("{{ v | count('post', 'posts') }}", 1, "1 post"),
        ("{{ v | count('post', 'posts') }}", 3, "3 posts"),
        ("{{ v is day }}", "2026-11-08", "False"),
    ],
)
def test_values_are_written_as_people_read_them(render, source, value, written) -> None:
    assert render(source, v=value) == written


def test_drawing_outside_an_application_says_what_to_do() -> None:
    with pytest.raises(RuntimeError, match="application context"):
        draw(None)  # type: ignore[arg-type]


def test_templates_of_the_components_are_found_and_the_products_win(page_app) -> None:
    environment = page_app.jinja_env
    assert environment.get_template("layout.html")
    assert environment.get_template("govuk_frontend_jinja/components/button/macro.html")
    assert environment.get_template("govuk_frontend_wtf/input.html")
    assert environment.trim_blocks
    assert environment.lstrip_blocks
