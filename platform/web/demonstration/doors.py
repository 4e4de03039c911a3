"""Where to go: the address, and one sign-in link for each persona."""

from collections.abc import Sequence

from accounts.personas import PersonaLink
from web.demonstration.steps import Steps


def show_doors(address: str, links: Sequence[PersonaLink], steps: Steps, *, real: bool) -> None:
    """Print what a newcomer needs; each link works once, and the first page offers the same personas as buttons."""
    steps.say()
    steps.say(f"Throughline is ready: {address}")
    steps.say("The real register and the files given." if real else "Demonstration data: invented councils.")
    steps.say("Sign in as one of these; each link works once, within a week:")
    for link in links:
        steps.say(f"  {link.title}: {link.sees}")
        steps.say(f"    {link.address}")
    steps.say()
    steps.say("Press Ctrl-C to stop. Starting again is quick and keeps the data; --fresh starts anew.")
