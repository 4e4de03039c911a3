"""A pack as a document that can be printed or sent: the same content as its page."""

from collections.abc import Iterator

from charts.words import day_in_words
from reports.documents.document import Block, Bullets, Document, Heading, Paragraph, Table, Ticks
from reports.handover.page import PackPage, PartShown
from reports.handover.table import Known

NOTICE = "For whoever leaves and takes over this post, the leads of the authority and the support team."


def document_of(page: PackPage) -> Document:
    """The pack as known on the day of the page."""
    title = page.handover.history.post.title
    return Document(
        title=f"Handover: {title}",
        subtitle=page.authority.name,
        made_on=page.on,
        notice=f"{NOTICE} As known on {day_in_words(page.on)}.",
        blocks=tuple(_blocks(page)),
    )


def _blocks(page: PackPage) -> Iterator[Block]:
    yield Paragraph(page.sentence)
    yield Ticks([(part.part.heading, part.state == "Done") for part in page.parts])
    yield from _actions(page)
    for part in page.parts:
        yield from _part(part)
    yield Heading("What happened to this pack")
    yield Bullets([f"{day_in_words(event.at.date())}: {words} ({who})" for event, words, who in page.events])


def _actions(page: PackPage) -> Iterator[Block]:
    if not page.actions:
        return
    yield Heading("Actions")
    yield Table(
        "What is still to be done, and what has been",
        ("What", "Who", "By when", "Done"),
        [
            (
                action.what,
                action.owner,
                day_in_words(action.due_on) if action.due_on else "No day set",
                f"{day_in_words(action.done_at.date())}, {doer}" if action.done_at else "Not yet",
            )
            for action, _, doer in page.actions
        ],
    )


def _part(shown: PartShown) -> Iterator[Block]:
    yield Heading(shown.part.heading)
    yield Paragraph(shown.part.question)
    if shown.entry is None or not shown.entry.words:
        yield Paragraph("Nothing has been written here yet.")
    else:
        for paragraph in shown.entry.words.split("\n"):
            if paragraph.strip():
                yield Paragraph(paragraph.strip())
        if shown.behaviours:
            yield Paragraph(f"How we lead here: {'; '.join(shown.behaviours)}.")
        yield Paragraph(f"{shown.state}. {shown.writer}, {day_in_words(shown.entry.written_at.date())}.")
    for known in shown.known:
        yield from _known(known)


def _known(known: Known) -> Iterator[Block]:
    if known.rows:
        yield Table(known.caption, known.columns, known.rows)
    else:
        yield Paragraph(f"{known.caption}: {known.empty}")
    if known.note:
        yield Paragraph(known.note)
