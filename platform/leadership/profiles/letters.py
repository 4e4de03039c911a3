"""The words of the two letters to somebody who is invited. Plain text, plain English. Pure."""

from dataclasses import dataclass

from charts.words import day_in_words
from leadership.profiles.kinds import Group
from leadership.profiles.models import ProfileRound

ASKED_AS = {
    Group.LINE_MANAGER: "as their line manager",
    Group.PEERS: "as one of their peers",
    Group.DIRECT_REPORTS: "as somebody who reports to them",
    Group.PARTNERS: "as a partner in the work",
}


@dataclass(frozen=True)
class LetterWords:
    subject: str
    body: str


def invitation_words(held: ProfileRound, authority: str, group: Group, link: str) -> LetterWords:
    """The letter that brings the link; its page has a button, since programs that check mail follow links."""
    return _letter(
        f"{held.leader_name} asks for your view of their leadership",
        f"{held.leader_name}, {held.post_title} at {authority}, would like to know how their leadership is seen by "
        f"those around them, and asks you {ASKED_AS[group]}.",
        "There are five questions and room for a few words. It takes about five minutes, and you need no account. "
        "Before the first question the page says who will see what. Your words, if you write any, are read by one of "
        "the programme support team before they are shown, without your name.",
        f"Answer by {day_in_words(held.closes_on)}, here:\n{link}",
        "The link is yours alone: do not pass it on. Whether you answer is up to you, and nobody is told.",
    )


def reminder_words(held: ProfileRound, authority: str, group: Group, link: str) -> LetterWords:
    """The letter to those who have not answered."""
    return _letter(
        f"{held.leader_name} would still value your view, by {day_in_words(held.closes_on)}",
        f"A little while ago {held.leader_name}, {held.post_title} at {authority}, asked you {ASKED_AS[group]} for "
        f"your view of their leadership. You can still give it until {day_in_words(held.closes_on)}: five questions, "
        "about five minutes.",
        f"Answer here:\n{link}",
        "Nobody is told who has answered and who has not; this letter is sent by a machine. If you would rather not "
        "answer, you need do nothing.",
    )


def _letter(subject: str, *paragraphs: str) -> LetterWords:
    return LetterWords(subject, "\n\n".join(("Hello,", *paragraphs)) + "\n")
