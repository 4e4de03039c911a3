"""The eight behaviours of resourceful directors and where they were used (risk-and-analysis 15.2). Pure.

The names are those of the study and stand with the handover pack, which is tagged with them too; every other word is
ours. Nobody is rated on them: the study found all eight in every director. What tells is which somebody chose in which
context, and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from leadership.handover.parts import Behaviour
from leadership.profiles.kinds import Attribute


class Context(StrEnum):
    """The three situations that the study looked at."""

    LEADING_CHANGE = "leading_change"
    SHOCK = "shock"
    POLITICAL_LANDSCAPE = "political_landscape"

    @property
    def words(self) -> str:
        return CONTEXTS[self].name


@dataclass(frozen=True)
class ContextWords:
    name: str
    description: str


CONTEXTS: Mapping[Context, ContextWords] = {
    Context.LEADING_CHANGE: ContextWords(
        "Leading change", "Bringing in a new way of working, or keeping one going when attention moves on."
    ),
    Context.SHOCK: ContextWords(
        "Shock", "A death, a poor inspection, a sudden loss of money or people: what nobody had planned for."
    ),
    Context.POLITICAL_LANDSCAPE: ContextWords(
        "Political landscape", "Councillors, elections, corporate leaders, and who stands behind the work."
    ),
}


@dataclass(frozen=True)
class BehaviourWords:
    """What a behaviour is, and what somebody who uses it knows, does and is."""

    description: str
    knows: str
    does: str
    is_like: str


WORDS: Mapping[Behaviour, BehaviourWords] = {
    Behaviour.OPENNESS: BehaviourWords(
        "Looks for other ways before settling on one, and lets others bring them.",
        "What has been tried elsewhere, and what has not been tried at all.",
        "Asks what would have to be true for an odd idea to work.",
        "Curious, and at ease with not knowing yet.",
    ),
    Behaviour.COLLABORATION: BehaviourWords(
        "Works across borders of services and organisations as if the aim were one.",
        "What each partner must answer for, and what would make their work easier.",
        "Brings people together early, and shares both credit and risk.",
        "Generous, and steady when others hold back.",
    ),
    Behaviour.BELIEF: BehaviourWords(
        "Trusts people to do good work and shows it by what is left to them.",
        "Who is good at what, and who is ready for more.",
        "Gives work away with the means to do it, and stands behind it afterwards.",
        "Warm, and slow to take over.",
    ),
    Behaviour.RESILIENCE: BehaviourWords(
        "Stays with it when it is hard, and helps others to stay.",
        "What drains and what restores, in oneself and in the team.",
        "Keeps the long aim in sight on a bad day, and says so.",
        "Calm, and stubborn about what matters.",
    ),
    Behaviour.COMMITMENT: BehaviourWords(
        "Wins people for the work and keeps them won.",
        "Why each group would care, in its own words.",
        "Tells the same story to everybody, and comes back after the first welcome has worn off.",
        "Sincere, and persistent.",
    ),
    Behaviour.RESULTS: BehaviourWords(
        "Asks what changes for children, and looks at whether it did.",
        "Which few figures and stories tell whether it works.",
        "Brings evidence into the room and acts on what it says.",
        "Clear, and fair about bad news.",
    ),
    Behaviour.SIMPLICITY: BehaviourWords(
        "Makes a tangled matter plain enough to act on.",
        "Which parts of a problem carry the rest.",
        "Says it in one sentence, and takes away what is not needed.",
        "Plain, and able to leave things out.",
    ),
    Behaviour.LEARNING: BehaviourWords(
        "Treats what happens, good and bad, as something to learn from, in front of others.",
        "What was expected, what came, and why the two differed.",
        "Makes time to look back, and changes something because of it.",
        "Modest, and interested in being wrong.",
    ),
}

CROSSWALK: Mapping[Attribute, tuple[Behaviour, ...]] = {
    Attribute.VALUES_DRIVEN: (Behaviour.BELIEF, Behaviour.RESILIENCE, Behaviour.RESULTS),
    Attribute.DECISIONS: (Behaviour.OPENNESS, Behaviour.COLLABORATION, Behaviour.RESULTS, Behaviour.LEARNING),
    Attribute.PRACTICE_AND_CULTURE: (
        Behaviour.COMMITMENT,
        Behaviour.RESULTS,
        Behaviour.SIMPLICITY,
        Behaviour.LEARNING,
    ),
    Attribute.PARTNERSHIPS: (Behaviour.COLLABORATION, Behaviour.COMMITMENT, Behaviour.RESULTS),
    Attribute.BUY_IN: (Behaviour.COLLABORATION, Behaviour.COMMITMENT, Behaviour.RESULTS, Behaviour.SIMPLICITY),
}
"""Which behaviours may carry an attribute, for filters alone: a judgement, not a finding. Results belong to all."""
