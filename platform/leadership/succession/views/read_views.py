"""The pages that show succession: all posts of an authority, one post, and exposure for those who may see chances."""

from uuid import UUID

from flask import Response, render_template

from authorities.register.find import authority_by_code
from charts.table import Table
from core.access import Permission, current_identity, requires
from core.clock import today
from core.transaction import reading
from leadership.register.posts import get_post
from leadership.register.views.asked import NAME, DayAsked, day_asked
from leadership.register.views.words import holder_words
from leadership.succession.exposure import WEIGHTS, WEIGHTS_VERSION
from leadership.succession.history import list_said
from leadership.succession.kinds import ITEM_MEANS, OF_A_POST, OF_THE_AUTHORITY, Loss, Ready
from leadership.succession.overview import Overview, read_overview
from leadership.succession.prompts import TEAM_QUESTIONS
from leadership.succession.read_exposure import PostExposure, list_exposures
from leadership.succession.standing import Standing
from leadership.succession.successors import list_named
from leadership.succession.triggers import triggers_of_post
from leadership.succession.views.blueprint import succession
from leadership.succession.views.files import csv_answer
from leadership.succession.views.grid import exposure_grid
from leadership.succession.views.words import overview_sentence, post_sentence, stale_words


@succession.get("/authorities/<code>/succession")
@requires(Permission.SUCCESSION_READ)
def overview(code: str) -> str:
    """How ready every post of an authority is, gaps first."""
    identity, asked = current_identity(), day_asked(today())
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        found = read_overview(session, by=identity, authority=authority, on=asked.day)
        standings = [found.standing(seat) for seat in found.in_order]
        return render_template(
            "succession/overview.html",
            authority=authority,
            overview=found,
            posts=list(zip(found.in_order, standings, strict=True)),
            lead=overview_sentence(found),
            stale=stale_words(standings),
            questions=TEAM_QUESTIONS,
            triggers=_triggers(found),
            may_write=identity.may(Permission.SUCCESSION_WRITE, authority.id) and not asked.past,
            may_read_risk=identity.may(Permission.RISK_READ, authority.id),
            **_shown(asked),
        )


@succession.get("/authorities/<code>/succession.csv")
@requires(Permission.SUCCESSION_READ)
def overview_csv(code: str) -> Response:
    """The same as a file: no name of a successor stands in it."""
    identity, asked = current_identity(), day_asked(today())
    with reading(identity.scope()) as session:
        found = read_overview(session, by=identity, authority=authority_by_code(session, code), on=asked.day)
        return csv_answer(_table(found), f"succession-{code.lower()}")


@succession.get("/authorities/<code>/posts/<uuid:post_id>/succession")
@requires(Permission.SUCCESSION_READ)
def post(code: str, post_id: UUID) -> str:
    """One post: judgements, plan, who might follow (for those who lead the authority), readiness item by item."""
    identity, asked = current_identity(), day_asked(today())
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        found = get_post(session, authority_id=authority.id, post_id=post_id)
        whole = read_overview(session, by=identity, authority=authority, on=asked.day)
        seat = next((each for each in whole.seats if each.history.post.id == found.id), None)
        standing = whole.standings.get(found.id)
        leads = identity.may(Permission.SUCCESSORS_READ, authority.id)
        writes = identity.may(Permission.SUCCESSION_WRITE, authority.id) and not asked.past and seat is not None
        return render_template(
            "succession/post.html",
            authority=authority,
            post=found,
            seat=seat,
            standing=standing,
            lead=post_sentence(standing) if standing else "This post did not exist on that day, so it has no plan.",
            triggers=triggers_of_post(seat, standing.readiness, chance=None, on=asked.day) if seat and standing else (),
            named=list_named(session, post=found) if leads and not asked.past else None,
            losses=list(Loss),
            history=list_said(session, post=found, on=asked.day),
            means=ITEM_MEANS,
            of_a_post=OF_A_POST,
            of_the_authority=OF_THE_AUTHORITY,
            may_write=writes,
            may_name=leads and writes,
            **_shown(asked),
        )


@succession.get("/authorities/<code>/exposure")
@requires(Permission.RISK_READ)
def exposure(code: str) -> str:
    """What the loss of each holder would mean, beside the chance of it."""
    identity, on = current_identity(), today()
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        found = read_overview(session, by=identity, authority=authority, on=on)
        posts = list_exposures(session, [found], on)
        return render_template(
            "succession/exposure.html",
            authority=authority,
            posts=posts,
            grid=exposure_grid(posts, with_authority=False),
            weights=WEIGHTS,
            version=WEIGHTS_VERSION,
            lead=exposure_sentence(posts),
        )


@succession.get("/authorities/<code>/exposure.csv")
@requires(Permission.RISK_READ)
def exposure_csv(code: str) -> Response:
    """The exposure of each post as a file."""
    identity, on = current_identity(), today()
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        found = read_overview(session, by=identity, authority=authority, on=on)
        return csv_answer(exposure_table(list_exposures(session, [found], on)), f"exposure-{code.lower()}")


def exposure_sentence(posts: list[PostExposure], *, with_authority: bool = False) -> str:
    """Which post is most exposed, or why there is no such figure yet."""
    vacant = sum(each.seat.vacant for each in posts)
    most = next((each for each in posts if each.expected is not None), None)
    gaps = f" {vacant} {'post is' if vacant == 1 else 'posts are'} vacant already." if vacant else ""
    if most is None or most.rank is None:
        return f"No chance of a change has been predicted yet, so there is no expected exposure.{gaps}"
    where = f" of {most.overview.authority.name}" if with_authority else ""
    return (
        f"Most exposed is {most.seat.history.post.title}{where}: rank {most.rank.words} of those that are held.{gaps}"
    )


def exposure_table(posts: list[PostExposure]) -> Table:
    """One row a post: chance, consequence with its five terms, expected exposure, rank with its range."""
    columns = (
        "Post",
        "Authority",
        "Chance within 12 months (per cent)",
        "From",
        "To",
        "Consequence (0 to 100)",
        "Stage",
        "Role",
        "Bench",
        "Readiness gap",
        "Landscape",
        "Expected exposure",
        "Rank (range)",
        "Triggers",
    )
    return Table(columns, tuple(_exposure_row(each) for each in posts))


def _exposure_row(each: PostExposure) -> tuple[str | int | float | None, ...]:
    chance = each.chance
    return (
        each.seat.history.post.title,
        each.overview.authority.name,
        None if chance is None else round(chance.estimate * 100),
        None if chance is None else round(chance.low * 100),
        None if chance is None else round(chance.high * 100),
        round(each.consequence),
        round(each.terms.stage, 2),
        round(each.terms.role, 2),
        round(each.terms.bench, 2),
        round(each.terms.gap, 2),
        round(each.terms.landscape, 2),
        None if each.expected is None else round(each.expected),
        "Vacant" if each.seat.vacant else each.rank.words if each.rank else "Not predicted yet",
        "; ".join(each.triggers) or None,
    )


def _triggers(found: Overview) -> list[str]:
    """Of the authority and of its posts, from what every reader of the page may know."""
    of_posts = [
        f"{seat.history.post.title}: {trigger}"
        for seat in found.in_order
        for trigger in triggers_of_post(seat, found.standing(seat).readiness, chance=None, on=found.on)
    ]
    return [*found.triggers, *of_posts]


def _table(found: Overview) -> Table:
    columns = (
        "Post",
        "Holder",
        "Likelihood of loss",
        "Impact of loss",
        *(ready.words for ready in Ready),
        "Readiness out of 6",
        "Written plan approved",
        "Next review",
        "Next known date",
    )
    rows = []
    for seat in found.in_order:
        standing = found.standing(seat)
        plan = standing.plan
        rows.append(
            (
                seat.history.post.title,
                "; ".join(holder_words(holder) for holder in seat.holders) or "Vacant",
                _level(standing, Loss.LIKELIHOOD),
                _level(standing, Loss.IMPACT),
                *(sum(seen.ready is ready for seen in standing.bench) for ready in Ready),
                round(standing.readiness.total, 2),
                plan.approved_on if plan else None,
                plan.review_due_on if plan else None,
                f"{seat.next.on.words}: {seat.next.words}" if seat.next else None,
            )
        )
    return Table(columns, tuple(rows))


def _level(standing: Standing, kind: Loss) -> str:
    level = standing.level(kind)
    return level.words if level else "Not judged"


def _shown(asked: DayAsked) -> dict[str, object]:
    return {
        "as_at": asked.day,
        "today": asked.today,
        "problem": asked.problem,
        "past": asked.past,
        "known_name": NAME,
        "holder_words": holder_words,
    }
