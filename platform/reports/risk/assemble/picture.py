"""How each post was held over time, with names: what the through-line of an authority's report is drawn from."""

from leadership.risk.stretches import stretches_of
from reports.risk.assemble.source import Source
from reports.risk.content import Stretch


def stretches(source: Source) -> tuple[Stretch, ...]:
    """Held and vacant time of every open post, from the first day on record to the landmark."""
    return tuple(
        Stretch(
            post.seat.post,
            item.start,
            item.end,
            item.status,
            source.people[item.person] if item.person is not None else None,
            item.new_person,
        )
        for prediction in source.predictions
        if (post := source.history.post(str(prediction.post_id))) is not None
        for item in stretches_of(post)
    )
