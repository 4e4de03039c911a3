"""What each attribute asks: a name, a question, what a 1, a 3 and a 5 sound like, and prompts for thinking on.

The names of the attributes are facts of the programme's report; every other word is ours (risk-and-analysis 15.1).
Prompts follow the report's sub-headings, six, seven, four, eight and two of them. They are for notes and talks with
a coach and are never scored.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from leadership.profiles.kinds import Attribute

CAVEAT = (
    "The attributes come from 16 interviews in authorities that programme teams judged successful. They have not been "
    "tested as a measure: read a score as the start of a conversation."
)


@dataclass(frozen=True)
class AttributeWords:
    """How an attribute reads on every page: `anchors` maps 1, 3 and 5 to what somebody who gives it might say.

    `own_question` is the same question as leaders ask it of themselves.
    """

    name: str
    description: str
    question: str
    own_question: str
    anchors: Mapping[int, str]
    prompts: tuple[str, ...]


WORDS: Mapping[Attribute, AttributeWords] = {
    Attribute.VALUES_DRIVEN: AttributeWords(
        "Values-driven",
        "Leads from a clear belief in what families can do, says it often and lives by it.",
        "How far do this leader's values show in what they do?",
        "How far do your values show in what you do?",
        {
            1: "I could not say what this leader stands for. Decisions seem to follow whatever is pressing.",
            3: "The values are there when things are calm. Under pressure they are harder to see.",
            5: "Whatever the week brings, I know what they will put first, and it is the families. They hold to it "
            "when it costs them something.",
        },
        (
            "What first brought you to this work, and where did it show last week?",
            "Which sentence about families would your teams say that you repeat?",
            "When did you last hold to a value although it cost you something?",
            "How do you notice that somebody on the edge of a decision has been left out?",
            "What do families and carers hear from you directly, rather than through others?",
            "How do you stay steady when the news is bad, and who sees it?",
        ),
    ),
    Attribute.DECISIONS: AttributeWords(
        "Changes how decisions are made",
        "Moves decisions closer to families and to those who know them, and keeps their interest in the middle.",
        "How far does this leader change the way decisions are made, so that they serve families?",
        "How far do you change the way decisions are made, so that they serve families?",
        {
            1: "Decisions are taken far from the family, and nobody asks what the family would have chosen.",
            3: "Families are heard in some decisions. It depends on who is in the room.",
            5: "The people who know the family decide with them. Thresholds, panels and paperwork have been changed so "
            "that this is the ordinary way.",
        },
        (
            "Which decision used to be taken above a family's worker and is now taken with the family?",
            "Which panel or form would nobody miss?",
            "How do you know that a family understood why something was decided?",
            "What risk have you agreed to carry, so that a worker need not carry it alone?",
            "When did evidence change your mind, and who noticed?",
            "What do your teams decide without asking you, and is that written down?",
            "Where does money still decide before the family's interest does?",
        ),
    ),
    Attribute.PRACTICE_AND_CULTURE: AttributeWords(
        "Changes practice and culture",
        "Makes the new way of working the normal one: trained, supervised, measured and talked about.",
        "How far does this leader change practice and culture, and not only the plan?",
        "How far do you change practice and culture, and not only the plan?",
        {
            1: "There is a strategy. The day at work is what it always was.",
            3: "Teams that were keen have changed. Others wait for it to pass.",
            5: "The new way is simply how we work here: new starters learn it, supervision follows it, and people "
            "correct each other kindly when it slips.",
        },
        (
            "What would a visitor see on an ordinary Tuesday that they would not have seen two years ago?",
            "Which habit of the old way do you still reward without meaning to?",
            "How do you learn that practice is drifting before the figures say so?",
            "Who below you keeps the practice alive, and what do they need from you?",
        ),
    ),
    Attribute.PARTNERSHIPS: AttributeWords(
        "Creates successful partnerships",
        "Brings health, police, schools, the voluntary sector and others to a shared purpose and keeps them there.",
        "How far does this leader create partnerships that work for families?",
        "How far do you create partnerships that work for families?",
        {
            1: "Partners hear of decisions afterwards. Each looks after its own.",
            3: "Relations are friendly. Shared posts and shared money are still hard.",
            5: "Partners speak of the families as ours. They give people and money to it, and problems are raised "
            "early because nobody fears blame.",
        },
        (
            "Which partner would say that you made their work easier?",
            "What do you share with partners that they could not ask for: people, rooms, data, money?",
            "Where has a partnership lasted through a change of its people, and why?",
            "Who is missing from the table, and what would bring them?",
            "How do adult services come to see the whole family?",
            "When did you last say openly to a partner that something was not working?",
            "What does the voluntary sector know of your families that you do not?",
            "How do partners hear about what has been achieved together?",
        ),
    ),
    Attribute.BUY_IN: AttributeWords(
        "Secures corporate and political buy-in",
        "Wins and keeps the backing of councillors, the chief executive and corporate leaders, in good times and bad.",
        "How far does this leader secure buy-in from corporate leaders and politicians?",
        "How far do you secure buy-in from corporate leaders and politicians?",
        {
            1: "Councillors and corporate leaders hear of the work when something has gone wrong.",
            3: "The lead member and the chief executive support it. Beyond them it depends on the day.",
            5: "Members of every party can say what this work is for. Finance, HR and the chief executive help it "
            "along without being asked, and would after an election.",
        },
        (
            "What could the leader of the opposition say about this work today, and from whom did they hear it?",
            "Which corporate colleague has changed something of their own for it, and how did that come about?",
        ),
    ),
}

OPEN_QUESTIONS: tuple[tuple[str, str], ...] = (
    ("proud", "What in your leadership of this work are you proud of, and who else should know?"),
    ("harder", "What has been harder than you expected, and what did you learn from it?"),
    ("avoid", "Which conversation have you been putting off, and what would make it possible?"),
    ("others", "What do you think those around you would say that you do not see?"),
    ("without", "If you left tomorrow, what of this work would go on without you, and what would stop?"),
    ("next", "Which one thing do you want to do differently in the next three months?"),
)
"""The second workbook: questions for deeper reflection, answered in writing, for the leader alone."""
