"""A recruitment pack as a document. It names a post and never a person: neither who leaves nor who applies."""

from collections.abc import Iterator

from charts.words import day_in_words
from leadership.profiles.attributes import CAVEAT
from leadership.profiles.kinds import Attribute
from leadership.recruitment.kinds import Place
from leadership.recruitment.page import NAMES, PackPage
from leadership.recruitment.prompts import PANEL_PROMPTS
from reports.documents.document import Block, Bullets, Document, Heading, Paragraph, Prompts, Table, Ticks

NOTICE = "For the recruitment panel"


def document_of(page: PackPage) -> Document:
    """The pack with what has been ticked, and room for the panel's own thoughts."""
    return Document(
        title=f"Recruitment pack: {page.post.title}",
        subtitle=page.authority.name,
        made_on=page.on,
        notice=f"{NOTICE}. As known on {day_in_words(page.on)}",
        keywords=("recruitment", "leadership", "five attributes"),
        blocks=[*_standing(page), *_places(page), *_panel(), *_how_we_know()],
    )


def _standing(page: PackPage) -> Iterator[Block]:
    yield Paragraph(page.sentence)
    if page.history:
        yield Paragraph(page.history)
    yield Table(
        "Where each attribute stands",
        ("Attribute", *(place.words.name for place in Place)),
        [
            (NAMES[attribute], *("Stands" if page.stands(attribute, place) else "Not yet" for place in Place))
            for attribute in Attribute
        ],
    )


def _places(page: PackPage) -> Iterator[Block]:
    """One part for each place: what it takes, what stands there, and what to start from."""
    for place in Place:
        yield Heading(place.words.name)
        yield Paragraph(place.words.means)
        step = page.steps.get(place)
        if step is not None:
            seen = f"{step.evidence}. " if step.evidence else ""
            yield Paragraph(f"{seen}{step.owner} answers for it; as of {day_in_words(step.done_on)}.")
        yield Ticks([(NAMES[attribute], page.stands(attribute, place)) for attribute in Attribute])
        if place is not Place.INTERVIEW:
            yield Paragraph("To start from, in words of your own:")
            yield Bullets([_start(place, attribute) for attribute in Attribute])


def _start(place: Place, attribute: Attribute) -> str:
    prompts = PANEL_PROMPTS[attribute]
    return {
        Place.ADVERT: prompts.advert,
        Place.PERSON_SPECIFICATION: prompts.criterion,
        Place.INDUCTION: prompts.induction,
    }[place]


def _panel() -> Iterator[Block]:
    yield Heading("For the panel to think about")
    yield Paragraph("Prompts to think with before the questions are set. They are not a marking scheme.")
    for attribute in Attribute:
        yield Heading(NAMES[attribute], 2)
        yield Prompts(PANEL_PROMPTS[attribute].ask, lines=2)
        yield Paragraph(f"Listen for: {PANEL_PROMPTS[attribute].listen}")


def _how_we_know() -> Iterator[Block]:
    yield Heading("How we know")
    yield Paragraph(
        "The authority ticks each attribute and says where it can be seen; nobody else has checked it. A place counts "
        "a quarter towards the readiness of the post once all five attributes stand in it."
    )
    yield Paragraph(CAVEAT)
