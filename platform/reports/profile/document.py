"""A profile as a document: what a coach may see of a round, and room to write (risk-and-analysis 14.2, 15.1).

It is made to leave the leader's hands, so it holds what a shared profile holds on screen and no more: neither the line
manager's score, who was told that the leader alone sees it, nor what it could be worked out from.
"""

from collections.abc import Iterator
from datetime import date

from charts.svg import to_svg
from charts.words import day_in_words, number_in_words
from leadership.profiles.attributes import CAVEAT, WORDS
from leadership.profiles.kinds import RoundKind
from leadership.profiles.own.pictures import FrozenRound, rows_of
from leadership.profiles.own.words import finding, gap_sentences
from reports.documents.document import Block, Bullets, Document, Heading, Paragraph, Picture, Prompts, Table

NOTICE = "Private: made by the leader for themselves and for whom they give it to."
WITHHELD = (
    "A line manager's score, the mean of all others and the raters' own words stand on the leader's page alone, "
    "since raters were promised so. They are in no file that is made to be given away."
)
READING = (
    "Means have one decimal. Of fewer than ten ratings, one near an end reads “1.2 or below” or “4.8 or above”.",
    "The interval says how far a mean of so few ratings may lie from that of everybody who could have been asked.",
    "Below ten ratings, read a mean and its interval as a hint.",
    "There is no overall score and no rank. Nothing here enters a decision about a post.",
)


def document_of(frozen: FrozenRound, *, name: str, post: str, on: date) -> Document:
    """The document of one released round, as of a day."""
    return Document(
        title=f"Leadership profile of {name}",
        subtitle=f"{post}. {_kind(frozen)} closed on {day_in_words(frozen.closed_on)}",
        made_on=on,
        notice=NOTICE,
        blocks=tuple(_blocks(frozen.for_coach())),
    )


def _kind(frozen: FrozenRound) -> str:
    return "Self-reflection" if frozen.kind == RoundKind.SELF_REFLECTION else "360"


def _blocks(frozen: FrozenRound) -> Iterator[Block]:
    chart = rows_of(frozen)
    yield Paragraph(finding(frozen.shown))
    yield Heading("What stands out")
    gaps = gap_sentences(frozen.shown)
    yield Bullets(gaps) if gaps else Paragraph("No difference is large enough to be put into words.")
    # Before the picture, which fills a sheet of its own.
    yield Heading("How to read this")
    yield Paragraph(CAVEAT)
    fewest = number_in_words(frozen.fewest)
    shown = f"Peers, direct reports and partners are shown from {fewest} answers on; what has fewer says “not shown”."
    yield Bullets((shown, *READING))
    yield Paragraph(WITHHELD)
    yield Heading("The five attributes")
    yield Picture(to_svg(chart, prefix="profile"), chart.alternative, chart.caption)
    rows = [[str(cell) for cell in row] for row in chart.table.rows]
    yield Table("The same in figures", chart.table.columns, rows)
    yield Heading("To think on")
    for words in WORDS.values():
        yield Heading(words.name, 2)
        yield Paragraph(words.description)
        yield Prompts(words.prompts[:2])
