"""What a panel may think about for each attribute: our own words, to be made the authority's own before use.

An attribute in a candidate is heard in what they did, not in what they believe about leadership; so every prompt asks
for something that happened, and says what to listen for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from leadership.profiles.kinds import Attribute


@dataclass(frozen=True)
class PanelPrompts:
    """For one attribute: a line to start an advert from, a criterion, questions to reflect on, and a first step after.

    `listen` says what a strong answer tends to hold.
    """

    advert: str
    criterion: str
    ask: tuple[str, ...]
    listen: str
    induction: str


PANEL_PROMPTS: Mapping[Attribute, PanelPrompts] = {
    Attribute.VALUES_DRIVEN: PanelPrompts(
        advert="You know why this work matters to families, and the people around you can tell.",
        criterion="Holds to a clear belief in families when money, time or headlines pull the other way.",
        ask=(
            "Which decision of yours cost you something because of what you believe about families?",
            "What would a worker who left your service say that you stood for?",
            "What of your own values do we as a panel want to hear back, and would we notice if it was only recited?",
        ),
        listen="A real occasion with a price, told plainly; families as people with strengths; doubt that is owned.",
        induction="In the first weeks, meet families and carers without a report in between.",
    ),
    Attribute.DECISIONS: PanelPrompts(
        advert="You bring decisions closer to families and to those who know them.",
        criterion="Has changed a threshold, a panel or a form so that families take part in what is decided.",
        ask=(
            "Which decision used to be taken above your head or above the family, and how did you move it?",
            "When did you carry a risk so that a worker did not have to carry it alone?",
            "How will we tell somebody who reorganises meetings from somebody who changes who decides?",
        ),
        listen="Who decides now, and how the candidate knows that families noticed; evidence that changed their mind.",
        induction="Sit in on a case discussion and a family's own conference before changing either.",
    ),
    Attribute.PRACTICE_AND_CULTURE: PanelPrompts(
        advert="You make the new way of working the ordinary one.",
        criterion="Has kept a change of practice alive past its first year, through people who came and went.",
        ask=(
            "Which practice of yours went on after you had left, and what held it up?",
            "How did you find out that practice had drifted, before a figure or an inspection told you?",
            "Which middle managers here will the new holder need first, and does our assessment bring them together?",
        ),
        listen="Training, supervision and measuring that belong together; credit given to managers below the post.",
        induction="Name the middle managers who keep the practice going, and spend a day with each.",
    ),
    Attribute.PARTNERSHIPS: PanelPrompts(
        advert="Partners give people and money to the work because they see it as theirs.",
        criterion="Has brought a partner to share posts, money or data for families, and kept them through a change.",
        ask=(
            "Which partner would tell us that you made their work easier, and may we ring them?",
            "When did a partnership of yours fail, and what would you do again?",
            "Who of our partners sits on this panel, and what do they need to hear?",
        ),
        listen="What was shared and for how long; a failure told without blame; adults' services too.",
        induction="Meet the chairs of the partnerships within the first month, if possible with whoever leaves.",
    ),
    Attribute.BUY_IN: PanelPrompts(
        advert="You keep councillors of every party and corporate leaders with you, in good times and bad.",
        criterion="Has won and kept the backing of politicians and corporate leaders for work that takes years.",
        ask=(
            "How did you bring a sceptical councillor or finance director round, and did it last?",
            "What did you say to leaders when the work was going badly?",
            "What will change here at the next election or budget, and have we told the candidates?",
        ),
        listen="Early and plain words when things went wrong; the opposition too; finance as an ally.",
        induction="Meet the lead member, the opposition's spokesperson and the finance lead in the first fortnight.",
    ),
}
