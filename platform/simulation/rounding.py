"""Rounding as the publishers do it: half away from nought, on the exact ratio."""

from decimal import ROUND_HALF_UP, Decimal


def ratio(numerator: float, denominator: float, multiplier: int, decimals: int) -> Decimal:
    """Return multiplier x numerator / denominator at so many decimals. The inputs have at most two decimals."""
    exact = Decimal(str(numerator)) * multiplier / Decimal(str(denominator))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def to_nearest_ten(value: float) -> int:
    """Return a count as DfE prints it for regions and the country."""
    return int((Decimal(str(value)) / 10).quantize(Decimal(1), rounding=ROUND_HALF_UP)) * 10


def plain(value: Decimal) -> str:
    """Write a number as DfE's files do: without needless noughts ('23', '18.7')."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
