"""Whether what a reader decided may be released, and what then stands on the leader's page. Pure."""

from collections.abc import Mapping

from leadership.profiles.comments.kinds import FATES, LONGEST_SUMMARY, Decision, Fate, Manner
from leadership.profiles.comments.telling import TELLING, find_repeated

SUMMARY = "summary"
SHOWS = "holds an address, a number, a date or a name with its title, or says who wrote it. Leave that out"
Problems = dict[str, str]
Decisions = Mapping[int, Decision]


def fate_box(place: int) -> str:
    """The name of the box in which the fate of a comment is chosen."""
    return f"fate_{place}"


def text_box(place: int) -> str:
    """The name of the box for a shortened comment."""
    return f"text_{place}"


def judge(manner: Manner, texts: Mapping[int, str], decisions: Decisions, summary: str) -> Problems:
    """What stands in the way, by box: a comment without a fate, or a text that must not be released as it is."""
    problems = {
        fate_box(place): f"Choose what becomes of comment {place}"
        for place in texts
        if place not in decisions or decisions[place].fate not in FATES[manner]
    }
    if manner is Manner.SUMMARY:
        return problems | _judge_summary(texts, decisions, summary)
    for place, text in texts.items():
        decision = decisions.get(place)
        if decision is not None and decision.fate is Fate.SHORTENED:
            problems |= _judge_shortened(place, text, decision.text)
        elif decision is not None and decision.fate is not None and decision.text:
            problems[fate_box(place)] = f"Show comment {place} shortened, or empty its box"
    return problems


def to_show(manner: Manner, texts: Mapping[int, str], decisions: Decisions, summary: str) -> list[str]:
    """The texts to release, of decisions in whose way nothing stands; none if all were left out."""
    if manner is Manner.SUMMARY:
        return [summary] if summary else []
    chosen = {Fate.AS_WRITTEN: lambda place: texts[place], Fate.SHORTENED: lambda place: decisions[place].text}
    return [chosen[fate](place) for place in texts if (fate := decisions[place].fate) in chosen]


def _judge_summary(texts: Mapping[int, str], decisions: Decisions, summary: str) -> Problems:
    taken_up = any(each.fate is Fate.TAKEN_UP for each in decisions.values())
    if taken_up and not summary:
        return {SUMMARY: "Write the summary, or leave every comment out"}
    if summary and not taken_up:
        return {SUMMARY: "Mark which comments the summary takes up, or empty it"}
    if len(summary) > LONGEST_SUMMARY:
        return {SUMMARY: f"The summary must have {LONGEST_SUMMARY} characters or fewer"}
    if TELLING.search(summary):
        return {SUMMARY: f"The summary {SHOWS}"}
    repeated = find_repeated(summary, texts)
    if repeated is not None:
        return {SUMMARY: f"The summary repeats words of comment {repeated}. Say it in your own words"}
    return {}


def _judge_shortened(place: int, text: str, shortened: str) -> Problems:
    if not shortened:
        return {text_box(place): f"Write what is left of comment {place}, or leave it out"}
    if len(shortened) >= len(text):
        return {text_box(place): f"Comment {place} must become shorter than it was written"}
    if TELLING.search(shortened):
        return {text_box(place): f"Comment {place} {SHOWS}"}
    return {}
