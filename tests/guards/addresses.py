"""An address for every route of the product: with what belongs to an authority, to another, or to nobody.

A new argument of an address has to be told here what it stands for; the guards then walk it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
from flask import Flask
from werkzeug.routing import AnyConverter, Rule

UNKNOWN_CODE = "Z999"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# One open tenure of somebody who was never anywhere else, with its post and an event of that post.
HOLDER = """
SELECT t.id, t.post_id, t.person_id, e.id, p.ref
FROM tenure t JOIN succession_event e ON e.post_id = t.post_id AND e.superseded_at IS NULL
JOIN post p ON p.id = t.post_id AND p.closed_on IS NULL
WHERE t.authority_id = %s AND t.ended_on IS NULL AND t.superseded_at IS NULL
  AND NOT EXISTS (SELECT FROM tenure o WHERE o.person_id = t.person_id AND o.authority_id <> t.authority_id)
ORDER BY p.ref, e.ref LIMIT 1
"""
OF_AN_AUTHORITY = {
    "report_id": "SELECT id FROM report WHERE authority_id = %s ORDER BY id LIMIT 1",
    "fact_id": "SELECT id FROM inspection WHERE authority_id = %s AND superseded_at IS NULL ORDER BY id LIMIT 1",
    "contact_id": "SELECT id FROM contact WHERE authority_id = %s AND until IS NULL ORDER BY id LIMIT 1",
    "innovation": "SELECT innovation_code FROM adoption WHERE authority_id = %s ORDER BY id LIMIT 1",
    "element_id": "SELECT id FROM local_element WHERE authority_id = %s AND ends_on IS NULL ORDER BY id LIMIT 1",
    "ref": (
        "SELECT e.ref FROM boundary_event e JOIN boundary_party p ON p.event_id = e.id"
        " WHERE p.authority_id = %s ORDER BY e.ref LIMIT 1"
    ),
    "public_id": (
        "SELECT a.public_id FROM account a JOIN account_membership m ON m.account_id = a.id"
        " WHERE m.authority_id = %s AND a.email LIKE 'walked%%' AND m.role = 'authority_lead' ORDER BY m.id LIMIT 1"
    ),
    "membership_id": (
        "SELECT m.id FROM account a JOIN account_membership m ON m.account_id = a.id"
        " WHERE m.authority_id = %s AND a.email LIKE 'walked%%' AND m.role = 'authority_lead' ORDER BY m.id LIMIT 1"
    ),
    "session_id": (
        "SELECT s.id FROM account a JOIN account_membership m ON m.account_id = a.id"
        " JOIN signed_in_session s ON s.account_id = a.id WHERE m.authority_id = %s AND a.email LIKE 'walked%%'"
        " ORDER BY s.id LIMIT 1"
    ),
    "check_id": "SELECT check_id FROM submission_version WHERE authority_id = %s ORDER BY confirmed_at LIMIT 1",
    "extension_id": "SELECT id FROM extension WHERE authority_id = %s AND ended_at IS NULL ORDER BY id LIMIT 1",
    "export_id": "SELECT id FROM figures_export WHERE authority_id = %s ORDER BY id LIMIT 1",
    # A round of the leader who walks, which is theirs alone, and somebody invited to it.
    "round_id": "SELECT id FROM profile_round WHERE authority_id = %s AND closed_at IS NULL ORDER BY opened_at LIMIT 1",
    "invitation_id": (
        "SELECT i.id FROM rater_invitation i JOIN profile_round r ON r.id = i.round_id"
        " WHERE r.authority_id = %s AND i.email IS NOT NULL AND r.closed_at IS NULL ORDER BY r.opened_at LIMIT 1"
    ),
    # A round of theirs with results, what they have written, and two grants: one to take back, one for the coach.
    # The last to close is theirs: other leaders' rounds closed a month ago.
    "released_id": (
        "SELECT id FROM profile_round WHERE authority_id = %s AND released_at IS NOT NULL"
        " ORDER BY closed_at DESC, id LIMIT 1"
    ),
    # Comments that wait for whoever of the support team walks.
    "reading_id": (
        "SELECT c.round_id FROM comment_reading c JOIN profile_round r ON r.id = c.round_id"
        " WHERE r.authority_id = %s ORDER BY r.closed_at DESC, c.round_id LIMIT 1"
    ),
    "entry_id": (
        "SELECT e.id FROM development_entry e JOIN profile_round r ON r.person_id = e.person_id"
        " WHERE r.authority_id = %s AND e.kind = 'action' ORDER BY e.written_at LIMIT 1"
    ),
    "given_id": (
        "SELECT s.id FROM profile_share s JOIN profile_round r ON r.person_id = s.person_id"
        " WHERE r.authority_id = %s AND s.coach_email LIKE 'nobody%%' ORDER BY s.id LIMIT 1"
    ),
    "share_id": (
        "SELECT s.id FROM profile_share s JOIN profile_round r ON r.person_id = s.person_id"
        " WHERE r.authority_id = %s AND s.coach_email NOT LIKE 'nobody%%'"
        " ORDER BY s.coach_email LIKE 'somebody%%', s.granted_at LIMIT 1"
    ),
    # The month of a team that is open, somebody on its list, a story that can be changed, an entry of the log.
    "pulse_id": "SELECT id FROM pulse_round WHERE authority_id = %s AND closed_at IS NULL ORDER BY id LIMIT 1",
    "member_id": "SELECT id FROM pulse_member WHERE authority_id = %s AND removed_at IS NULL ORDER BY id LIMIT 1",
    "story_id": "SELECT id FROM story WHERE authority_id = %s AND state = 'draft' ORDER BY id LIMIT 1",
    "support_id": "SELECT entry_id FROM support_entry WHERE authority_id = %s ORDER BY entry_id LIMIT 1",
    "explanation_id": "SELECT id FROM explanation WHERE authority_id = %s ORDER BY given_at LIMIT 1",
    "pack_id": (
        "SELECT p.id FROM handover_pack p JOIN handover_action a ON a.pack_id = p.id WHERE p.authority_id = %s"
        " ORDER BY p.recorded_at, p.id LIMIT 1"
    ),
    "action_id": (
        "SELECT a.id FROM handover_pack p JOIN handover_action a ON a.pack_id = p.id WHERE p.authority_id = %s"
        " ORDER BY p.recorded_at, p.id LIMIT 1"
    ),
    # On the list of the post whose holder walks.
    "successor_id": (
        "SELECT s.id FROM successor s JOIN successor_identity i ON i.successor_id = s.id WHERE s.authority_id = %s"
        " AND s.withdrawn_on IS NULL AND i.name LIKE 'Walked%%' ORDER BY s.recorded_at LIMIT 1"
    ),
}
OF_THE_PROGRAMME = {
    "issue_id": "SELECT id FROM succession_issue ORDER BY made_at LIMIT 1",
    "crossing_id": "SELECT id FROM alert_crossing ORDER BY reached_on, id LIMIT 1",
    "report_id": "SELECT id FROM report WHERE authority_id IS NULL ORDER BY id LIMIT 1",
    "run_id": "SELECT id FROM risk_run ORDER BY requested_at DESC LIMIT 1",
    "publication_id": "SELECT id FROM publication ORDER BY id LIMIT 1",
    "programme_code": "SELECT code FROM programme ORDER BY code LIMIT 1",
    # The quarter of a return that both authorities have begun.
    "quarter": (
        "SELECT c.quarter FROM collection c JOIN submission s ON s.collection_id = c.id JOIN submission_version v"
        " ON v.submission_id = s.id GROUP BY c.quarter ORDER BY count(DISTINCT s.authority_id) DESC, 1 DESC LIMIT 1"
    ),
    # An indicator belongs to nobody: it stays the same whoever's page it stands on.
    "indicator_code": "SELECT indicator_code FROM published_value GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
}
# What names no record of anybody: kinds and stages of things, what a link or a button carries, and the number of a
# version, which counts within one authority's return.
WORDS = {
    "slug": "inspections",
    "stage": "go_live",
    "persona": "leader",
    "sealed": "no.link",
    "number": 1,
    "part_name": "purpose",
}


@dataclass(frozen=True)
class Owner:
    """What stands in addresses for one authority: a value for every argument."""

    code: str
    values: dict[str, Any]


def owner_of(connection: psycopg.Connection[Any], code: str) -> Owner:
    """What belongs to the authority with this code."""
    (authority_id,) = connection.execute("SELECT id FROM authority WHERE code = %s", [code]).fetchone() or (None,)
    tenure, post, person, event, ref = connection.execute(HOLDER, [authority_id]).fetchone() or [None] * 5
    values: dict[str, Any] = {
        "code": code,
        "tenure_id": tenure,
        "post_id": post,
        "person_id": person,
        "event_id": event,
        "post_ref": ref,
    }
    for name, query in OF_AN_AUTHORITY.items():
        values[name] = (connection.execute(query, [authority_id]).fetchone() or [None])[0]
    return Owner(code, values)


def nobody() -> Owner:
    """Ids that nobody has."""
    return Owner(
        UNKNOWN_CODE,
        {
            "code": UNKNOWN_CODE,
            "innovation": "no-such-innovation",
            "ref": "no-such-ref",
            "post_ref": "no-such-ref",
            **{
                name: uuid4()
                for name in (*OF_AN_AUTHORITY, *OF_THE_PROGRAMME, "tenure_id", "post_id", "person_id", "event_id")
                if name.endswith("_id")
            },
        },
    )


@dataclass(frozen=True)
class Walk:
    """Every address of the product, for any mix of owners."""

    app: Flask
    programme: dict[str, Any]

    def rules(self) -> list[Rule]:
        return sorted(self.app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))

    def routes(self) -> Iterator[tuple[Rule, str]]:
        """Each route with each of its methods; HEAD and OPTIONS are the framework's own."""
        for rule in self.rules():
            for method in METHODS:
                if method in (rule.methods or ()):
                    yield rule, method

    def address(self, rule: Rule, owner: Owner, *, of: Owner | None = None) -> str:
        """The route's address on `owner`'s pages; the other arguments are those of `of`, if it is given."""
        values = {name: self._value(rule, name, owner, of or owner) for name in rule.arguments}
        missing = sorted(name for name, value in values.items() if value is None)
        assert not missing, f"furnish the world with something for {', '.join(missing)} of {rule.rule}"
        return self.app.url_map.bind("localhost").build(rule.endpoint, values)

    def _value(self, rule: Rule, name: str, owner: Owner, of: Owner) -> Any:
        converter = rule._converters[name]
        if isinstance(converter, AnyConverter):
            return min(converter.items)
        if name in WORDS:
            return WORDS[name]
        if name == "code":
            return owner.values["code"]
        if name in OF_THE_PROGRAMME and ("code" not in rule.arguments or name not in of.values):
            return of.values.get(name, self.programme[name]) if of.code == UNKNOWN_CODE else self.programme[name]
        assert name in of.values, f"say in tests/guards/addresses.py what <{name}> of {rule.rule} stands for"
        return of.values[name]


def walk_of(app: Flask, connection: psycopg.Connection[Any]) -> Walk:
    programme = {name: (connection.execute(query).fetchone() or [None])[0] for name, query in OF_THE_PROGRAMME.items()}
    return Walk(app, programme)
