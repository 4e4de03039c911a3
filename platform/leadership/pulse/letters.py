"""The words of the two letters to a member of the team. Plain text, plain English. Pure."""

from charts.words import day_in_words
from leadership.profiles.letters import LetterWords
from leadership.pulse.models import PulseRound


def invitation_words(held: PulseRound, authority: str, link: str) -> LetterWords:
    """The letter that brings the link; its page has a button, since programs that check mail follow links."""
    return _letter(
        f"How is the senior team doing? Five questions, by {day_in_words(held.closes_on)}",
        f"Once a month the senior team for children's services at {authority} looks at how it is doing. You are one of "
        f"{held.asked} people who are asked.",
        "There are five questions, each answered with a number from 1 to 5. It takes two minutes, and you need no "
        "account. Nobody sees what you answer: only averages are shown, to your authority's lead alone, and only if "
        "at least three of you answer.",
        f"Answer by {day_in_words(held.closes_on)}, here:\n{link}",
        "The link is yours alone and for this month: do not pass it on. Whether you answer is up to you.",
    )


def reminder_words(held: PulseRound, authority: str, link: str) -> LetterWords:
    """The one letter to everybody towards the end, since nobody, not even this product, knows who has answered."""
    return _letter(
        f"The team's five questions close on {day_in_words(held.closes_on)}",
        f"The senior team of {authority} can still say how it is doing. Everybody who is asked gets this letter once, "
        "because nothing is kept that says who has answered. If you have, you need do nothing.",
        f"Answer, or change what you answered, here:\n{link}",
    )


def _letter(subject: str, *paragraphs: str) -> LetterWords:
    return LetterWords(subject, "\n\n".join(("Hello,", *paragraphs)) + "\n")
