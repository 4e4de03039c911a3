"""A stored value as the text that a CSV file would hold (D3): 62.0 is 62, 0.1 + 0.2 is 0.3, a day is YYYY-MM-DD.

Runs in the capped child only.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

# A spreadsheet shows fifteen digits; what lies beyond is residue of binary arithmetic.
DIGITS = ".15g"
PLAIN_FROM, PLAIN_TO = Decimal("1e-9"), Decimal("1e15")
WHOLE_TO = 10**15

Value = int | float | str | bool | date | time | datetime | timedelta


def number_text(number: float, *, percent: bool = False) -> str:
    """The shortest decimal; of a percentage, the number that is shown."""
    # Nearly every count: a number beyond the digits, or none at all, is not between these.
    if not percent and -WHOLE_TO < number < WHOLE_TO and number == (whole := int(number)):
        return str(whole)
    if not isfinite(number):
        return str(number)
    exact = Decimal(format(number, DIGITS))
    if percent:
        exact *= 100
    if exact == 0:
        return "0"
    exact = exact.normalize()
    return f"{exact:f}" if PLAIN_FROM <= abs(exact) < PLAIN_TO else str(exact)


def day_text(value: date | time | datetime | timedelta) -> str:
    """A day alone, or with its time where it has one."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return str(value)
