"""The sections of a return: groups of indicators as the catalogue has them, or single indicators (F2). Pure."""

from collections.abc import Iterable, Mapping

from charts.words import join_in_words
from outcomes.catalogue.indicators import catalogue


def sections_of(codes: Iterable[str]) -> dict[str, list[str]]:
    """The groups of these indicators, each with its codes, in the order of the catalogue."""
    wanted = set(codes)
    found: dict[str, list[str]] = {}
    for code, indicator in catalogue().items():
        if code in wanted:
            found.setdefault(indicator.group, []).append(code)
    return found


def section_words(section: str) -> str:
    """A section as people read it: the group, or the indicator's name."""
    indicator = catalogue().get(section)
    return indicator.name if indicator is not None else section[:1].upper() + section[1:]


def sections_in_words(sections: Iterable[str]) -> str:
    """All of them in one phrase: "Demand, Placement and Referrals"."""
    return join_in_words([section_words(each) for each in sections])


def known_sections(codes: Iterable[str]) -> Mapping[str, str]:
    """Everything that may be ticked, with its words: each group, and within it each indicator."""
    ticked: dict[str, str] = {}
    for group, members in sections_of(codes).items():
        ticked[group] = section_words(group)
        for code in members:
            ticked[code] = section_words(code)
    return ticked
