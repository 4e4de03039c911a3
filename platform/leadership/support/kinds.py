"""What kinds of support there are. Pure."""

from enum import StrEnum

LONGEST_AGREED = 2000
LONGEST_WHOM = 200


class Kind(StrEnum):
    CONTACT = "contact"
    OFFER = "offer"
    ACTION = "action"

    @property
    def words(self) -> str:
        return self.value.capitalize()


CHOICES = {
    Kind.CONTACT.value: "Contact: a conversation, a visit, a letter",
    Kind.OFFER.value: "Offer: support that they may take up",
    Kind.ACTION.value: "Action: something that the support team does",
}
