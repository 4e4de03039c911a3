"""The two letters that accounts send, in plain text."""

from accounts.models import Account, SignInToken
from core.mail import Mail


def sign_in_letter(account: Account, token: SignInToken, address: str) -> Mail:
    """The letter with the link; its page has a button, since mail scanners follow links."""
    return Mail(
        to=account.email,
        subject="Your link to sign in to Throughline",
        body=(
            f"Hello {account.name},\n\n"
            "Open this address and press the button to sign in to Throughline:\n\n"
            f"{address}\n\n"
            "It works once, for 15 minutes.\n\n"
            "If you did not ask for it, you need not do anything: nobody can sign in without this letter.\n"
        ),
        reference=f"sign-in-{token.id}",
    )


def welcome_letter(account: Account, address: str) -> Mail:
    """The letter to somebody who has just been given an account; it holds no secret."""
    return Mail(
        to=account.email,
        subject="You can now use Throughline",
        body=(
            f"Hello {account.name},\n\n"
            "You have been given access to Throughline, which shows a programme who leads its children's services and "
            "how outcomes develop.\n\n"
            f"To sign in, open {address} and enter this email address. You will get a link; there is no password.\n"
        ),
        reference=f"welcome-{account.public_id}",
    )
