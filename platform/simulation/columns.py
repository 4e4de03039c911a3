"""The columns of every file of a world, in the order in which they are written."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "authorities.csv": (
        "code", "gss_code", "name", "region", "type", "valid_from", "valid_to", "population_0_17",
    ),
    "adoptions.csv": (
        "authority_code", "innovation", "wave", "joined_on", "left_on", "set_up_planned_on", "set_up_on",
        "go_live_planned_on", "go_live_on", "embedding_on", "funding_ends_on", "sustain_on", "source", "confidence",
    ),
    "pauses.csv": ("authority_code", "innovation", "paused_on", "resumed_on", "reason"),
    "innovators.csv": ("innovation", "authority_code"),
    "posts.csv": (
        "post_ref", "authority_code", "role", "title", "opened_on", "closed_on", "known_on", "close_known_on",
        "job_share",
    ),
    "people.csv": ("person_ref", "name"),
    "tenures.csv": (
        "tenure_ref", "post_ref", "person_ref", "status", "started_on", "started_precision", "ended_on",
        "ended_precision", "start_known_on", "end_known_on", "contract_ends_on", "internal", "end_reason", "supersedes",
        "corrected_on",
    ),
    "events.csv": (
        "event_ref", "post_ref", "person_ref", "tenure_ref", "kind", "effective_on", "effective_precision", "known_on",
        "source", "confidence", "confidential_until", "supersedes",
    ),
    "facts.csv": (
        "fact_ref", "authority_code", "kind", "effective_on", "until", "known_on", "value", "detail", "source",
        "confidence",
    ),
    "neighbours.csv": ("model_year", "authority_code", "rank", "neighbour_code", "closeness"),
    "figures.csv": (
        "authority_code", "quarter", "indicator_code", "value", "numerator", "denominator", "status",
    ),
}  # fmt: skip
