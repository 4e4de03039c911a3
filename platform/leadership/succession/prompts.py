"""Prompts for discussion: how to find allies in each category, and questions for a leadership team.

Drawn from the ideas of the study of resourceful directors and of the programme's safeguarding summary and learning
journal; the wording is the product's own.
"""

from dataclasses import dataclass

FOR_ALL = (
    "Bring figures and families' own words to every conversation: they carry an argument further than a title does.",
)


@dataclass(frozen=True)
class Category:
    """A category of the landscape with its prompts."""

    number: int
    title: str
    words: str
    prompts: tuple[str, ...]


CATEGORIES = {
    1: Category(
        1,
        "Low consistency, low stability",
        "Results move and so do the people around the table.",
        (
            "Who outside the department has most to gain if this works? Reach out to two of them first.",
            "Which few people could help at once, and what would each of them need from you?",
            "What can be shown within three months, so that whoever comes next has a reason to keep it?",
        ),
    ),
    2: Category(
        2,
        "High consistency, low stability",
        "Results hold; councillors and chief officers change or stand apart.",
        (
            "Which corporate directors stay whoever wins? Build on them before the next change.",
            "What would a new leader of the council hear about the innovation in their first week, and from whom?",
            "Which decisions should be minuted now, so that they do not depend on one person's memory?",
        ),
    ),
    3: Category(
        3,
        "Low consistency, high stability",
        "Councillors stand behind the service while its results still move.",
        (
            "How do the leader and the lead member explain the journey to other councillors, and what would help them?",
            "Once they are with you: which corporate directors should hear it from them rather than from you?",
            "Which setback can be told early, so that patience is kept?",
        ),
    ),
    4: Category(
        4,
        "High consistency, high stability",
        "Results hold and the people around the table stay.",
        (
            "Who is asked to disagree? Comfort is the risk here.",
            "What would be the first sign that practice drifts, and who would tell you?",
            "Whom are you growing while there is time to do it well?",
        ),
    ),
}
CAVEAT = (
    "The four categories come from a study of eight authorities in 2010. They are a prompt for discussion: nothing "
    "shows that they predict what will happen."
)
TEAM_QUESTIONS = (
    "When did each of us last sit in on practice, and what did we change because of it?",
    "If the director left tomorrow, which promises to families would depend on nobody but them?",
    "Which of our managers could explain why we work this way without notes?",
    "What do practitioners tell each other that they do not tell us?",
    "How long did it take from the decision to the first trained team, and what would a new leader have to repeat?",
    "Which partner would notice first if our commitment weakened?",
)
