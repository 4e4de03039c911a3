"""Makes the figure of a line from its readings, and notes what was read otherwise than it was written. Pure."""

from decimal import Decimal

from outcomes.catalogue.indicators import Indicator, Unit
from outcomes.catalogue.status import Status
from outcomes.collection.export.neutral import unguarded
from outcomes.collection.figure import Figure, Place
from outcomes.collection.intake.marks import Mark
from outcomes.collection.rules.case import NUMBERS, ODD, Case, Line, Odd, Reading, Says
from outcomes.collection.rules.numbers import read_cell, rounded, step, without_residue
from outcomes.collection.rules.shape import COUNTS, factor_of, population_serves
from outcomes.collection.rules.texts import follows_up

MARKS_THAT_ARE_NO_NUMBER = frozenset({Mark.ERROR, Mark.FORMULA, Mark.BOOLEAN, Mark.DAY})
HALF = Decimal("0.5")


def read_numbers(case: Case) -> None:
    """Read the three cells of every line; what holds no number is left to the rules of the stage "cell"."""
    marked = bool(case.entries.grid.marks)
    for line in case.lines:
        if line.aside:
            continue
        entry = line.entry
        line.value = value = read_cell(entry.value)
        line.numerator = numerator = read_cell(entry.numerator)
        line.denominator = denominator = read_cell(entry.denominator)
        if marked or value.how or numerator.how or denominator.how:
            _look_closer(case, line)
    case.readable = [(line, indicator) for line, indicator in case.known if not line.odd]
    case.patchy = [(line, indicator) for line, indicator in case.readable if _is_patchy(line)]


def _is_patchy(line: Line) -> bool:
    return line.numerator.number is None or line.denominator.number is None or line.value.status is not None


def _look_closer(case: Case, line: Line) -> None:
    for name in NUMBERS:
        reading, mark = _in_its_place(case, line, name)
        setattr(line, name, reading)
        if reading.says is Says.ODD:
            line.odd = True
            case.odd.append(Odd(line, name, getattr(line.entry, name), mark))
        elif reading.how:
            note(case, reading.how, line, name)


def _in_its_place(case: Case, line: Line, name: str) -> tuple[Reading, Mark | None]:
    """A percentage is read only as the value of an indicator in per cent; marks say more than the text."""
    mark = case.mark(line, name)
    reading = line.reading(name)
    if mark in MARKS_THAT_ARE_NO_NUMBER:
        return ODD, mark
    if reading.how == "PERCENT_SIGN" or (mark is Mark.PERCENT and reading.number is not None):
        if name != "value" or line.indicator is None or line.indicator.unit is not Unit.PERCENT:
            return ODD, mark
        # Whether the sign was typed or came from the format of the cell is the same to the reader of the notice.
        reading = reading._replace(how="PERCENT_SIGN")
    if reading.how == "THREE_ZEROS":
        return (reading._replace(how=""), mark) if name == "value" else (ODD, mark)
    if reading.how == "NUMBER_LONG" and reading.number is not None:
        reading = reading._replace(number=without_residue(reading.number))
    return reading, mark


def note(case: Case, code: str, line: Line, name: str) -> None:
    """Write down that a cell was read otherwise than it was written; few of many are named in the end."""
    case.notices[code].append((line, name))


def cell_of(line: Line, name: str) -> str:
    """The cell of a field as a spreadsheet names it; where the layout has no column for it, that of the value."""
    entry = line.entry
    letters = entry.columns.letters
    column = letters.get(name) or letters.get("value") or letters.get("indicator")
    return f"{column}{entry.row}" if column else entry.indicator.strip()


def assemble(case: Case) -> None:
    """Give each line that nothing is wrong with its figure."""
    for line, indicator in case.readable:
        if not (line.faulty or line.cleared or line.twice):
            line.figure = _figure(case, line, indicator)
    case.forget_sound()


def exact_ratio(case: Case, line: Line, indicator: Indicator) -> Decimal | None:
    """What the counts give before rounding; the number of children serves where a rate has no denominator."""
    numerator, denominator = line.numerator.number, line.denominator.number
    if numerator is None:
        return None
    factor = factor_of(indicator)
    if denominator is None and population_serves(indicator, case.context):
        denominator = Decimal(case.context.children or 0)
    if factor is None or not denominator:
        return None
    return numerator * factor / denominator


def agrees(stated: Decimal, exact: Decimal, decimals: int) -> bool:
    """Whether rounding alone explains the difference, whichever way halves were rounded."""
    return abs(stated - exact) <= HALF * step(decimals)


def _figure(case: Case, line: Line, indicator: Indicator) -> Figure | None:
    entry, status = line.entry, line.value.status
    value = numerator = denominator = None
    if status is None:
        value = _value(case, line, indicator)
        if value is None:
            return None
        status, numerator, denominator = Status.OK, line.numerator.number, _denominator(case, line, indicator)
    comment = unguarded(entry.comment.strip()) if entry.comment else ""
    follow_up = bool(entry.follow_up and follows_up(entry.follow_up))
    place = Place(case.entries.grid.sheet, _cells(line, status))
    return Figure(indicator.code, status, value, numerator, denominator, indicator.version, comment, follow_up, place)


def _cells(line: Line, status: Status) -> str:
    """Where the figure is to be found: the cell of the value; those of the counts where that one was left empty."""
    if status is not Status.OK or line.value.number is not None:
        return cell_of(line, "value")
    both = line.entry.columns.of_counts
    if both is not None and line.numerator.number is not None and line.denominator.number is not None:
        row = line.entry.row
        return f"{both[0]}{row}, {both[1]}{row}"
    counted = [cell_of(line, name) for name in COUNTS if line.reading(name).number is not None]
    return ", ".join(counted)


def _value(case: Case, line: Line, indicator: Indicator) -> Decimal | None:
    """Worked out from the counts where they are there (B5), else as written, at the decimals of the indicator."""
    stated, exact = line.value.number, exact_ratio(case, line, indicator)
    if stated is None:
        if exact is None:
            return None
        note(case, "VALUE_COMPUTED", line, "value")
        return rounded(exact, indicator.decimals)
    kept = rounded(stated, indicator.decimals)
    if exact is not None and agrees(stated, exact, indicator.decimals):
        kept = rounded(exact, indicator.decimals)
    if kept != stated and line.value.how != "NUMBER_LONG":
        note(case, "VALUE_ROUNDED", line, "value")
    return kept


def _denominator(case: Case, line: Line, indicator: Indicator) -> Decimal | None:
    """The denominator as written, or the number of children that the rate was worked out with."""
    if line.denominator.number is not None or line.numerator.number is None:
        return line.denominator.number
    exact = exact_ratio(case, line, indicator)
    stated = line.value.number
    if exact is None or (stated is not None and not agrees(stated, exact, indicator.decimals)):
        return None
    note(case, "POPULATION_USED", line, "denominator")
    return Decimal(case.context.children or 0)
