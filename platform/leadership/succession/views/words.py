"""Sentences of the pages about succession."""

from collections.abc import Sequence

from charts.words import count_in_words, day_in_words, join_in_words
from leadership.succession.landscape import Landscape, Stability
from leadership.succession.overview import Overview
from leadership.succession.prompts import CATEGORIES
from leadership.succession.readiness import bench_words
from leadership.succession.standing import Standing


def overview_sentence(overview: Overview) -> str:
    """The finding of an authority's page: gaps, and how ready it is."""
    if not overview.seats:
        return "No post is on record yet, so there is nothing to plan for."
    posts = len(overview.seats)
    without = sum(not overview.standing(seat).has_successor for seat in overview.seats)
    vacant = sum(seat.vacant for seat in overview.seats)
    mean = sum(overview.standing(seat).readiness.total for seat in overview.seats) / posts
    return (
        f"{without} of {count_in_words(posts, 'post', 'posts')} {'has' if without == 1 else 'have'} nobody named to "
        f"follow, {vacant} {'is' if vacant == 1 else 'are'} vacant; readiness is {mean:.1f} out of 6 on average."
    )


def post_sentence(standing: Standing) -> str:
    """The finding of a post's page."""
    named = (
        f"{count_in_words(len(standing.bench), 'successor', 'successors')} named: {bench_words(standing.bench)}"
        if standing.bench
        else "Nobody is named to follow in this post"
    )
    return f"{named}. Readiness is {standing.readiness.words}."


def category_sentence(landscape: Landscape) -> str:
    """The category, or those that are possible, and what is not known."""
    if landscape.category is not None:
        named = CATEGORIES[landscape.category].title.lower()
        sentence = f"By what is on record, the authority stands in category {landscape.category}: {named}"
    else:
        possible = join_in_words([str(number) for number in landscape.categories])
        sentence = f"Too little is on record for one category; possible are {possible}"
    if landscape.stability.facts_only:
        sentence += ". Political stability rests on facts alone, as nothing current is said of engagement"
    return sentence + "."


def facts_words(stability: Stability) -> str:
    """How many of the six facts and of the five statements hold."""
    known = stability.known
    holds = sum(bool(fact.holds) for fact in known)
    facts = f"{holds} of {len(known)} known facts hold" if known else "no fact is known"
    if stability.engagement is None:
        return f"{facts}; facts only"
    return f"{facts}; {sum(stability.engagement.values())} of {len(stability.engagement)} statements of engagement"


def engagement_words(stability: Stability) -> str:
    """Whether a statement of engagement counts, and until when it did."""
    if stability.engagement is not None and stability.stated_on is not None:
        return f"Stated on {day_in_words(stability.stated_on)}."
    if stability.expired_on is not None:
        return f"The last statement expired on {day_in_words(stability.expired_on)}; the facts alone are shown."
    return "Nothing is said of engagement yet; the facts alone are shown."


def stale_words(standings: Sequence[Standing]) -> str | None:
    """How many items count half because of their age."""
    stale = sum(len(standing.readiness.stale) for standing in standings)
    return (
        f"{count_in_words(stale, 'item is', 'items are')} older than twelve months and counts half." if stale else None
    )
