"""One line for each post: gaps first, then by the chance of change within twelve months."""

from typing import Any

from leadership.risk.bands import RiskBand
from leadership.risk.history import Post
from leadership.risk.model import Risk as ModelRisk
from leadership.risk.models import StoredPrediction
from leadership.risk.rows import HORIZONS
from leadership.risk.wording import percentage_words, risk_words
from reports.risk.assemble.dates import next_dates
from reports.risk.assemble.gaps import Gap, gap_of
from reports.risk.assemble.source import Source
from reports.risk.content import DriverLine, PostLine, Risk

NOT_URGENT = 3


def post_lines(source: Source) -> tuple[PostLine, ...]:
    """Every open post of the authority, once."""
    lines = [_line(source, prediction) for prediction in source.predictions]
    return tuple(line for _, _, _, line in sorted(lines, key=lambda item: item[:3]))


def _line(source: Source, prediction: StoredPrediction) -> tuple[int, float, str, PostLine]:
    post = source.history.post(str(prediction.post_id))
    if post is None:
        raise LookupError(f"post {prediction.post_id} was predicted but is not in what was known at the landmark")
    names = source.posts[str(prediction.post_id)]
    gap = Gap(0, prediction.gap) if prediction.gap is not None else gap_of(post, source.history)
    line = PostLine(
        post_id=str(prediction.post_id),
        title=names.title,
        role=names.role,
        holder=_holder(source, post),
        status=prediction.status,
        since=max((holding.start for holding in post.holders()), default=None),
        months_in_post=None if prediction.months_in_post is None else int(prediction.months_in_post),
        gap=gap.sentence if gap else None,
        urgency=gap.urgency if gap else NOT_URGENT,
        risks=risks_of(prediction),
        band=_label(prediction.band),
        band_before=_label(prediction.band_before),
        base_r12=None if prediction.r12 is None else prediction.base_r12,
        prior_kind=prediction.prior_kind,
        drivers=tuple(_driver(driver) for driver in prediction.drivers),
        not_recorded=tuple(prediction.not_recorded),
        change_line=prediction.change_line,
        next_dates=next_dates(post, source.history, source.facts),
    )
    return line.urgency, -(prediction.r12 or 0.0), f"{names.position:03d}{names.title}", line


def risks_of(prediction: StoredPrediction) -> tuple[Risk, ...]:
    """The three horizons with their intervals and words; none for a vacant post."""
    return tuple(
        Risk(months, risk.estimate, risk.low, risk.high, percentage_words(risk), risk_words(risk))
        for months in HORIZONS
        if (risk := _risk(prediction, months)) is not None
    )


def _risk(prediction: StoredPrediction, months: int) -> ModelRisk | None:
    estimate, low, high = (getattr(prediction, f"r{months}{end}") for end in ("", "_low", "_high"))
    return None if estimate is None else ModelRisk(estimate, low, high)


def _label(band: str | None) -> str | None:
    return None if band is None else RiskBand(band).label


def _holder(source: Source, post: Post) -> str | None:
    names = [source.people[holding.person] for holding in post.holders()]
    return " and ".join(names) or None


def _driver(driver: dict[str, Any]) -> DriverLine:
    ahead = "" if driver["months"] == "0-3" else f" (months {driver['months']})"
    return DriverLine(f"{driver['text']}{ahead}", driver["multiplier"], driver["low"], driver["high"], driver["source"])
