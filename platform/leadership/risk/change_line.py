"""What would change a figure: one sentence with the figure that would follow."""

from math import exp, log

import numpy as np

from leadership.risk.cells import slot_of
from leadership.risk.covariates import COLUMN
from leadership.risk.hazard_ratios import ANNOUNCED, ANNOUNCED_DECAY, CIRCUMSTANCES, Circumstance
from leadership.risk.outlook import Outlook
from leadership.risk.priors import Group
from leadership.risk.rows import HORIZONS, INTERVAL_MIDDLES
from leadership.risk.wording import percentage

# Circumstances that pass or can be put right, and how it would be told that they have.
PASSING = {
    Circumstance.CONTRACT_ENDS: "once the contract runs on for more than six months",
    Circumstance.INADEQUATE_RECENT: "once Ofsted has found the services better than inadequate",
    Circumstance.INADEQUATE_STANDING: "once Ofsted has found the services better than inadequate",
    Circumstance.CONTROL_CHANGED: "once the change of political control is more than 12 months old",
    Circumstance.CHIEF_EXECUTIVE_CHANGED: "once the chief executive has been in post for more than 12 months",
    Circumstance.DCS_CHANGED: "once the director has been in post for more than 12 months",
    Circumstance.REORGANISATION: "once the reorganisation is over",
    Circumstance.PEERS_VACANT: "once fewer than two of the other posts are vacant or held by an interim",
    Circumstance.ELECTION: "once the election is over",
}
WORTH_SAYING = log(1.05)
# These belong to the holder, and go with them.
OF_THE_HOLDER = (Circumstance.ANNOUNCED, Circumstance.CONTRACT_ENDS, Circumstance.INTERNAL)


def change_line(outlook: Outlook, holder: int, holders: list[int]) -> str:
    """The change that matters most for this post, and the figure over 12 months that would follow from it alone."""
    rest = [other for other in holders if other != holder]
    others = float(outlook.cumulative[rest, -1].sum())
    line = _line(outlook, holder, others)
    closes = outlook.rows.stretches[holder].post.seat.closed_on
    if closes is None:
        return line
    return f"The post closes on {closes.day} {closes:%B %Y}: the figures count changes before that day. {line}"


def _line(outlook: Outlook, holder: int, others: float) -> str:
    announced = outlook.found.log[_rows(holder), COLUMN[Circumstance.ANNOUNCED]]
    interim = outlook.rows.stretches[holder].spell.group is Group.TEMPORARY
    if interim or announced.any():
        who = "a permanent holder" if interim else "a permanent successor"
        return f"Falls to {_percent(_settled(outlook, holder) + others)} once {who} has started."
    missing = np.count_nonzero(outlook.found.missing[_rows(holder)], axis=0)
    effects = {item: _without(outlook, holder, item) for item in PASSING if not missing[COLUMN[item]]}
    now = float(outlook.cumulative[holder, -1])
    strongest = min(effects, key=lambda item: effects[item])
    if now > 0 and log(now / effects[strongest]) >= WORTH_SAYING:
        return f"Falls to {_percent(effects[strongest] + others)} {PASSING[strongest]}."
    return f"Rises to {_percent(_announced(outlook, holder) + others)} if a departure is announced."


def _rows(holder: int) -> slice:
    return slice(holder * len(HORIZONS), (holder + 1) * len(HORIZONS))


def _percent(cumulative: float) -> str:
    return percentage(1.0 - exp(-cumulative))


def _without(outlook: Outlook, holder: int, circumstance: Circumstance) -> float:
    """Cumulative hazard of 12 months without one circumstance."""
    less = np.exp(-outlook.found.log[_rows(holder), COLUMN[circumstance]])
    return float((outlook.hazard[holder] * outlook.months[holder] * less).sum())


def _announced(outlook: Outlook, holder: int) -> float:
    """Cumulative hazard of 12 months if a departure within three months were announced today."""
    ratios = np.exp(ANNOUNCED.log_mean + np.asarray(ANNOUNCED_DECAY)) * outlook.timing.noticed
    today = outlook.hazard[holder] / outlook.factor[_rows(holder)]
    return float((today * outlook.months[holder] * ratios).sum())


def _settled(outlook: Outlook, holder: int) -> float:
    """Cumulative hazard of the 12 months after somebody new has started permanently, all else as it is."""
    rates = outlook.cells.rates(outlook.rows.stretches[holder].post.seat.role)
    slots = [slot_of(Group.SUBSTANTIVE, float(middle)) for middle in INTERVAL_MIDDLES]
    stays = np.asarray([circumstance not in OF_THE_HOLDER for circumstance in CIRCUMSTANCES])
    around = outlook.found.log[_rows(holder)][:, stays].sum(axis=1)
    return float((rates[slots] * np.exp(around) * outlook.timing.own * outlook.months[holder]).sum())
