"""The nine parts of a handover pack, each with the question that it answers (risk-and-analysis 9), and how we lead.

The behaviours are the eight of the study of resourceful directors (risk-and-analysis 15.2): tags, never a rating.
"""

from enum import StrEnum


class Part(StrEnum):
    """What somebody who takes over a post needs to find; the order is that of the pack."""

    PURPOSE = "purpose"
    FIDELITY = "fidelity"
    OUTCOMES = "outcomes"
    RISKS = "risks"
    PEOPLE = "people"
    POLITICS = "politics"
    FINANCE = "finance"
    CALENDAR = "calendar"
    LESSONS = "lessons"

    @property
    def heading(self) -> str:
        """As screens write it."""
        return TITLES[self]

    @property
    def question(self) -> str:
        """What the part answers for whoever takes over."""
        return QUESTIONS[self]

    @property
    def slug(self) -> str:
        """As it stands in an address."""
        return self.value


TITLES = {
    Part.PURPOSE: "Purpose and values",
    Part.FIDELITY: "The innovation as it is practised, and its stage",
    Part.OUTCOMES: "Outcomes and how they move",
    Part.RISKS: "Open risks and actions",
    Part.PEOPLE: "People and partners",
    Part.POLITICS: "Politics and the council",
    Part.FINANCE: "Money",
    Part.CALENDAR: "The next 90 days",
    Part.LESSONS: "What we have learned",
}
QUESTIONS = {
    Part.PURPOSE: "Why did this authority take the innovation on, and which values must a decision not offend?",
    Part.FIDELITY: "Which elements are in place, which were adapted and why, and what comes next?",
    Part.OUTCOMES: "Which figures matter most here, which way do they move, and what is believed to lie behind it?",
    Part.RISKS: "What could go wrong soon, who is working on it, and what has been promised to whom?",
    Part.PEOPLE: "Who carries the practice, who has doubts, and which partners have to be met first?",
    Part.POLITICS: "Who decides, who supports this and who does not, and what has each of them been told?",
    Part.FINANCE: "What does it cost, who pays until when, and which decision about money comes next?",
    Part.CALENDAR: "Which days cannot be missed, and what must be ready for each of them?",
    Part.LESSONS: "What would you do again, what not, and what did you find out too late?",
}


class Behaviour(StrEnum):
    """Which of the eight behaviours mark how this post is led."""

    OPENNESS = "openness"
    COLLABORATION = "collaboration"
    BELIEF = "belief"
    RESILIENCE = "resilience"
    COMMITMENT = "commitment"
    RESULTS = "results"
    SIMPLICITY = "simplicity"
    LEARNING = "learning"

    @property
    def words(self) -> str:
        """As screens write it."""
        return BEHAVIOURS[self]


BEHAVIOURS = {
    Behaviour.OPENNESS: "Openness to possibilities",
    Behaviour.COLLABORATION: "The ability to collaborate",
    Behaviour.BELIEF: "Belief in the team and in people",
    Behaviour.RESILIENCE: "Resilience and tenacity",
    Behaviour.COMMITMENT: "Creating and sustaining commitment",
    Behaviour.RESULTS: "A focus on results and outcomes",
    Behaviour.SIMPLICITY: "The ability to simplify",
    Behaviour.LEARNING: "Learning continuously",
}
