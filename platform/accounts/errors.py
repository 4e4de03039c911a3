"""What can go wrong with accounts and links, in the words that the user will see."""

from core.errors import ConflictError, DomainError


class AccountError(DomainError):
    """Something asked of an account cannot be done; `field` names the box of the form that it is about."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class LinkSpentError(DomainError):
    """The sign-in link was used, has run out, or was never ours: the answer is the same for all three."""

    status = 410

    def __init__(self) -> None:
        super().__init__("This sign-in link has been used or has run out. Ask for a new one.")


class AlreadyAddedError(AccountError):
    """The address has an account, or the account holds the role."""

    status = 409


class LastSupportMemberError(ConflictError):
    """Nobody would be left to manage accounts."""

    def __init__(self) -> None:
        super().__init__("This is the last account of the support team: add another one first.")
