"""The words that stand under every risk report, whatever its figures (risk-and-analysis 8 and 16 A 8)."""

STANDING_TEXT = (
    "The figures are about posts, not people: each is the chance that the post changes hands, for any reason.",
    (
        "They are made for planning support and handover. They are not for decisions about a person, and no decision "
        "may rest on them alone."
    ),
    (
        "For scale: about 1 in 5 permanent directors of children's services leave their post in a year, so an ordinary "
        "permanent post is in the medium band. Low means low against that."
    ),
    "A change of leader is not bad in itself. What matters is whether the next one can carry on.",
    (
        "If a fact here is wrong or out of date, record the correction on the post's page, or tell the programme "
        "support team; the next report will use it."
    ),
)

PROVISIONAL = (
    "Provisional: these percentages are not yet proven on local data. They rest on published national figures where "
    "those exist and on stated judgement where they do not."
)


def standing_text(*, provisional: bool) -> tuple[str, ...]:
    """The words for this report: with the warning first while the model is unproven."""
    return (PROVISIONAL, *STANDING_TEXT) if provisional else STANDING_TEXT
