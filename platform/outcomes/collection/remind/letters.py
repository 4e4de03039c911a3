"""The words of letters about returns: what is due, when, what to do, the link. Plain text, plain English. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from charts.words import day_in_words, join_in_words
from core.quarters import Quarter
from outcomes.catalogue.indicators import catalogue
from outcomes.collection.due.standing import ReturnStanding
from outcomes.collection.due.timeliness import Punctuality
from outcomes.collection.remind.facts import Facts
from outcomes.collection.remind.kinds import Kind
from outcomes.collection.submission.models import SubmissionEvent
from outcomes.collection.submission.states import Deed, State

LONDON = ZoneInfo("Europe/London")
ASK_US = "If you need more time, ask the programme support team for an extension before that day."
BACK = {Deed.SEND_BACK.event: "sent back", Deed.REOPEN.event: "reopened"}


@dataclass(frozen=True)
class Words:
    """A letter without its reader."""

    subject: str
    paragraphs: tuple[str, ...]

    def to(self, name: str) -> str:
        """The whole text, to one reader."""
        return "\n\n".join((f"Hello {name},", *self.paragraphs)) + "\n"


def say(subject: str, *paragraphs: str) -> Words:
    """A letter of these paragraphs."""
    return Words(subject, paragraphs)


def weekday(day: date) -> str:
    """Such as "Monday 8 September 2025"."""
    return f"{day:%A} {day_in_words(day)}"


def months_of(quarter: Quarter) -> str:
    """Such as "April to June 2025"."""
    return f"{quarter.starts_on:%B} to {quarter.ends_on:%B %Y}"


def moment(at: datetime) -> str:
    """Such as "28 November 2026 at 14:05"."""
    here = at.astimezone(LONDON)
    return f"{day_in_words(here.date())} at {here:%H:%M}"


def words_of(kind: Kind, facts: Facts) -> Words | None:
    """The letter; None when what it would tell does not hold any more."""
    return LETTERS[kind](facts)


def _reminder(facts: Facts) -> Words | None:
    standing = facts.standing
    if standing is None:
        return None
    deadline = standing.window.deadline
    return say(
        f"{facts.quarter} return for {facts.authority.name}: due on {weekday(deadline)}",
        f"The return of {facts.authority.name} for {facts.quarter} ({months_of(facts.quarter)}) is due on "
        f"{weekday(deadline)}, {standing.window.due_words(facts.on)}.",
        _where_it_stands(standing),
        f"Download the template, upload it and submit the return here:\n{facts.link}",
        ASK_US,
    )


def _due_today(facts: Facts) -> Words | None:
    standing = facts.standing
    if standing is None:
        return None
    deadline = standing.window.deadline
    when = "today" if deadline == facts.on else f"on {weekday(deadline)}"
    return say(
        f"{facts.quarter} return for {facts.authority.name}: due {when}",
        f"The return of {facts.authority.name} for {facts.quarter} ({months_of(facts.quarter)}) is due {when}. It "
        "is on time until midnight at the end of that day.",
        _where_it_stands(standing),
        f"Submit it here:\n{facts.link}",
    )


def _overdue(facts: Facts) -> Words | None:
    standing = facts.standing
    if standing is None:
        return None
    deadline = standing.window.deadline
    late = standing.window.due_words(facts.on)
    if standing.state is State.RETURNED:
        what = (
            f"The return of {facts.authority.name} for {facts.quarter} was sent back and has not been submitted again. "
            f"Its deadline was {weekday(deadline)}."
        )
    else:
        what = f"The return of {facts.authority.name} for {facts.quarter} was due on {weekday(deadline)}: it is {late}."
    last = standing.window.last_day
    closing = (f"The last day on which we can take it is {weekday(last)}.",) if last is not None else ()
    return say(
        f"{facts.quarter} return for {facts.authority.name}: overdue",
        what,
        _where_it_stands(standing),
        f"Submit it here as soon as you can:\n{facts.link}",
        *closing,
        "If something keeps you from it, tell the programme support team: we can help, and we can extend the deadline.",
    )


def _receipt(facts: Facts) -> Words | None:
    """Version, counts and the file's hash, so that both sides can tell what was received (J4)."""
    if facts.event is None or facts.version is None:
        return None
    kept = facts.version
    return say(
        f"Received: {facts.quarter} return for {facts.authority.name}, version {kept.version.number}",
        f"We have received version {kept.version.number} of the return of {facts.authority.name} for "
        f"{facts.quarter} on {moment(facts.event.at)}"
        + (f", submitted by {facts.done_by}" if facts.done_by else "")
        + (" for you" if facts.event.acting_for_lead else "")
        + f". {_punctual(facts.standing)}",
        _counts(kept.version.counts),
        f"File: {kept.upload.file_name}\nSHA-256: {kept.upload.sha256}",
        "The programme support team reviews it next. You will get a letter when it is approved, or when something "
        "is sent back to you.",
        f"See it here:\n{facts.link}",
    )


def _submitted(facts: Facts) -> Words | None:
    if facts.event is None:
        return None
    again = facts.standing is not None and facts.standing.state is State.RESUBMITTED
    return say(
        f"For review: {facts.quarter} return of {facts.authority.name}{', with changes' if again else ''}",
        f"{facts.authority.name} has submitted version {facts.event.version} of its return for {facts.quarter}"
        f"{', after it was sent back or reopened' if again else ''}. {_punctual(facts.standing)}",
        f"Review it here:\n{facts.link}/review",
    )


def _sent_back(facts: Facts) -> Words | None:
    """The sections and the reason stand in the letter too (F2)."""
    if facts.event is None:
        return None
    sections = "\n".join(f"- {section_words(section)}" for section in facts.event.sections)
    return say(
        f"Sent back: {facts.quarter} return for {facts.authority.name}",
        f"The programme support team has sent back version {facts.event.version} of the return of "
        f"{facts.authority.name} for {facts.quarter}. Everything you entered is kept.",
        f"What to look at:\n{sections}",
        f"Why:\n{facts.event.reason}",
        f"Mend it and submit it again here:\n{facts.link}",
    )


def _approved(facts: Facts) -> Words | None:
    # One that has been reopened meanwhile is told of by the letter about that.
    if facts.event is None or (facts.standing is not None and facts.standing.state is not State.APPROVED):
        return None
    return say(
        f"Approved: {facts.quarter} return for {facts.authority.name}",
        f"Version {facts.event.version} of the return of {facts.authority.name} for {facts.quarter} was approved "
        f"on {moment(facts.event.at)}. Its figures now stand on your pages, and each leads to the cell it came "
        "from.",
        "There is nothing left to do for this quarter. If a figure must change, ask the programme support team to "
        "reopen the return.",
        facts.link,
    )


def _reopened(facts: Facts) -> Words | None:
    if facts.event is None:
        return None
    return say(
        f"Reopened: {facts.quarter} return for {facts.authority.name}",
        f"The programme support team has reopened the return of {facts.authority.name} for {facts.quarter}, which "
        "had been approved. The approved figures are kept and stay in use until a new version is approved.",
        f"Why:\n{facts.event.reason}",
        f"Change what has to change and submit it again here:\n{facts.link}",
    )


def _sign_off_asked(facts: Facts) -> Words | None:
    if facts.event is None or facts.standing is None or not facts.standing.owes or not facts.waits_for_signature:
        return None
    return say(
        f"For your signature: {facts.quarter} return of {facts.authority.name}",
        f"Version {facts.standing.version} of the return of {facts.authority.name} for {facts.quarter} waits for "
        f"your signature. {_asked_anew(facts.event)}It can be submitted when you have signed it; it is due on "
        f"{weekday(facts.standing.window.deadline)}.",
        f"Read and sign it here:\n{facts.link}",
    )


def _asked_anew(event: SubmissionEvent) -> str:
    """Why one who has been asked before is asked again: what happened since, if no other version was stored."""
    if event.kind == Deed.SIGN_OFF.event:
        return f"It was signed on {moment(event.at)}, and its explanations have changed since: read them again. "
    if event.kind == Deed.DECLINE.event:
        return f"It was not signed on {moment(event.at)}, and is put to you again as it stands now. "
    if event.kind in BACK:
        return f"It was {BACK[event.kind]} on {moment(event.at)}, so an earlier signature no longer counts. "
    return ""


def _sign_off_declined(facts: Facts) -> Words | None:
    if facts.event is None:
        return None
    return say(
        f"Not signed off: {facts.quarter} return for {facts.authority.name}",
        f"{facts.done_by or 'The person who signs for your authority'} has not signed off version "
        f"{facts.event.version} of the return of {facts.authority.name} for {facts.quarter}.",
        f"Why:\n{facts.event.reason}",
        f"Change it, or talk to them, and ask again here:\n{facts.link}",
    )


def _extended(facts: Facts) -> Words | None:
    standing = facts.standing
    if standing is None or standing.extension is None:
        return None
    return say(
        f"More time: {facts.quarter} return for {facts.authority.name}",
        f"The return of {facts.authority.name} for {facts.quarter} is now due on "
        f"{weekday(standing.window.deadline)} instead of {weekday(standing.window.due_on)}.",
        f"The reason on record: {standing.extension.reason}",
        facts.link,
    )


def _where_it_stands(standing: ReturnStanding) -> str:
    if standing.state is State.NOT_STARTED:
        return "Nothing has been uploaded yet."
    if standing.state is State.RETURNED:
        return f"Version {standing.version} was sent back: its page says what to look at."
    return (
        f"Version {standing.version} is stored: {standing.complete.words} required figures are answered. It has not "
        "been submitted."
    )


def _punctual(standing: ReturnStanding | None) -> str:
    if standing is None or standing.punctuality is None:
        return ""
    if standing.punctuality is Punctuality.LATE:
        return f"It first came {standing.timing}."
    return "It first came on time." if standing.punctuality is Punctuality.ON_TIME else "It came within its extension."


def _counts(counts: dict[str, int]) -> str:
    """The counts that were shown before they were confirmed (D6); those that are nought are left out."""
    told = (("new", "new"), ("changed", "changed"), ("unchanged", "unchanged"), ("cleared", "cleared"))
    parts = [f"{counts[key]} {word}" for key, word in told if counts.get(key)]
    return f"Figures: {join_in_words(parts) if parts else 'none'}."


def section_words(section: str) -> str:
    """A section as the letter names it: an indicator with its name, a group with a capital."""
    indicator = catalogue().get(section)
    return f"{indicator.name} ({section})" if indicator else section[:1].upper() + section[1:].replace("_", " ")


LETTERS: dict[Kind, Callable[[Facts], Words | None]] = {
    Kind.REMINDER: _reminder,
    Kind.DUE_TODAY: _due_today,
    Kind.OVERDUE: _overdue,
    Kind.RECEIPT: _receipt,
    Kind.SUBMITTED: _submitted,
    Kind.SENT_BACK: _sent_back,
    Kind.APPROVED: _approved,
    Kind.REOPENED: _reopened,
    Kind.SIGN_OFF_ASKED: _sign_off_asked,
    Kind.SIGN_OFF_DECLINED: _sign_off_declined,
    Kind.EXTENDED: _extended,
}
