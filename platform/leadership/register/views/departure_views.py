"""Forms: a holder is to leave, stays after all, has left."""

from collections.abc import Callable
from uuid import UUID

from flask.typing import ResponseReturnValue

from core.access import Permission, requires
from core.clock import today
from leadership.register.days import Day, in_words
from leadership.register.departures import announce_departure, record_departure, withdraw_departure
from leadership.register.kinds import EndReason
from leadership.register.seats import holder_of
from leadership.register.views.answer import Page, Subject, answer, looking
from leadership.register.views.blueprint import leaders
from leadership.register.views.forms import AnnounceForm, DepartureForm, WithdrawForm, known_day
from leadership.register.views.words import last_day

ADDRESS = "/authorities/<code>/posts/<uuid:post_id>/tenures/<uuid:tenure_id>"


@leaders.route(f"{ADDRESS}/leaving", methods=["GET", "POST"])
@requires(Permission.LEADERSHIP_RECORD)
def announce(code: str, post_id: UUID, tenure_id: UUID) -> ResponseReturnValue:
    """Announce that a holder is to leave."""
    form = AnnounceForm()

    def store(subject: Subject) -> str:
        day = known_day(form.last_day, form.precision)
        until = form.confidential_until.data
        announce_departure(
            subject.session,
            by=subject.by,
            post=subject.post,
            tenure=subject.tenure(tenure_id),
            last_day=day,
            told=form.told(today()),
            on=today(),
            confidential_until=until,
        )
        said = f"The departure is announced for {day.words}."
        if until is not None:
            return (
                f"{said} Until {in_words(until)} only you and those entitled see it; predictions use it from then on."
            )
        return f"{said} The next prediction uses it within the hour. Appoint a successor here when one is found."

    return answer(code, post_id, form, store, _page(tenure_id, "Announce a departure", "{name} is to leave this post."))


@leaders.route(f"{ADDRESS}/staying", methods=["GET", "POST"])
@requires(Permission.LEADERSHIP_RECORD)
def withdraw(code: str, post_id: UUID, tenure_id: UUID) -> ResponseReturnValue:
    """Withdraw the announcement of a departure."""
    form = WithdrawForm()

    def store(subject: Subject) -> str:
        tenure = subject.tenure(tenure_id)
        told = form.told(today())
        withdraw_departure(subject.session, by=subject.by, post=subject.post, tenure=tenure, told=told, on=today())
        return f"The announcement is withdrawn: {subject.name(tenure)} stays. It remains in the history."

    lead = "{name} stays after all. The announcement remains in the history."
    return answer(code, post_id, form, store, _page(tenure_id, "Withdraw the announced departure", lead))


@leaders.route(f"{ADDRESS}/left", methods=["GET", "POST"])
@requires(Permission.LEADERSHIP_RECORD)
def depart(code: str, post_id: UUID, tenure_id: UUID) -> ResponseReturnValue:
    """Record that a holder has left."""
    form = DepartureForm(data=_expected(code, post_id, tenure_id))

    def store(subject: Subject) -> str:
        tenure = subject.tenure(tenure_id)
        day = known_day(form.last_day, form.precision)
        record_departure(
            subject.session,
            by=subject.by,
            post=subject.post,
            tenure=tenure,
            ended=day.after,
            reason=EndReason(form.reason.data),
            told=form.told(today()),
            on=today(),
        )
        return (
            f"Recorded: {subject.name(tenure)} left; the last day was {day.words}. "
            "The post is listed as vacant until somebody is appointed."
        )

    lead = "{name} has left this post. If the last day lies ahead, announce the departure instead."
    return answer(code, post_id, form, store, _page(tenure_id, "Record a departure", lead))


def _page(tenure_id: UUID, heading: str, lead: str) -> Callable[[Subject], Page]:
    def ask(subject: Subject) -> Page:
        return Page(heading, lead.format(name=subject.name(subject.tenure(tenure_id))))

    return ask


def _expected(code: str, post_id: UUID, tenure_id: UUID) -> dict[str, object]:
    """The last day that is on record or announced, to begin with."""
    with looking(code, post_id) as subject:
        tenure = subject.tenure(tenure_id)
        if tenure.ended_on is not None:
            ended = last_day(Day.known_to(tenure.ended_precision, tenure.ended_on))
            return {"last_day": ended.on, "precision": ended.precision.value}
        holder = holder_of(subject.seat, tenure_id)
        if holder is None or holder.leaves is None or holder.leaves.effective_on > today():
            return {}
        return {"last_day": holder.leaves.effective_on, "precision": holder.leaves.effective_precision}
