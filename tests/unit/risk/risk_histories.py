"""Small histories, written out by hand, for the tests of the risk model."""

from datetime import date, timedelta

from leadership.risk.facts import Announcement, AuthorityFacts, ControlChange, Election, Inspection, Seat, TenureFact

LONG_AGO = date(2010, 1, 1)


def day(text):
    return date.fromisoformat(text)


def tenure(ref, person, started, ended=None, *, status="permanent", known=None, end_known=None, **more):
    start, end = day(started), day(ended) if ended else None
    facts = {"contract_ends_on": None, "internal": False, "end_reason": None} | more
    return TenureFact(
        ref=ref,
        person=person,
        status=status,
        started_on=start,
        start_known_on=day(known) if known else start,
        ended_on=end,
        end_known_on=day(end_known) if end_known else end,
        **facts,
    )


def seat(post="A-dcs", *tenures, authority="A", role="dcs", announcements=(), **more):
    facts = {
        "opened_on": LONG_AGO,
        "known_on": LONG_AGO,
        "closed_on": None,
        "close_known_on": None,
        "job_share": False,
        "observed_from": LONG_AGO,
    } | more
    return Seat(
        post=post, authority=authority, role=role, tenures=tuple(tenures), announcements=tuple(announcements), **facts
    )


def announced(effective, known, *, person=None, until=None, kind="departure_announced", **more):
    return Announcement(kind, day(effective), day(known), day(until) if until else None, person, **more)


def plain_facts(authority="A"):
    """An authority on which everything is recorded and nothing is out of the ordinary."""
    return AuthorityFacts(
        authority,
        inspections=(Inspection(day("2018-01-10"), day("2018-03-01"), "good", "good"),),
        control=(ControlChange(day("2015-05-08"), day("2015-05-08"), "Labour"),),
        elections=(Election(day("2019-05-02"), day("2019-03-20"), "all_out"),),
    )


def council(number, landmark="2025-01-01"):
    """Three posts of one invented council over seven years, with changes at different times in each."""
    code = f"Z{number:03d}"
    end = day(landmark)
    posts = []
    for place, role in enumerate(("dcs", "assistant_director", "chief_executive")):
        rows, start, step = [], day("2016-01-01") + timedelta(days=37 * number + 11 * place), 0
        while start < end:
            interim = step % 3 == 1
            length = timedelta(days=(150 if interim else 700) + 61 * ((number + place + step) % 7))
            over = start + length < end
            rows.append(
                tenure(
                    f"{code}-{role}-{step}",
                    f"{code}-{role}-person-{step}",
                    start.isoformat(),
                    (start + length).isoformat() if over else None,
                    status="interim" if interim else "permanent",
                )
            )
            start, step = start + length, step + 1
        posts.append(seat(f"{code}-{role}", *rows, authority=code, role=role, observed_from=day("2017-01-01")))
    return tuple(posts), plain_facts(code)
