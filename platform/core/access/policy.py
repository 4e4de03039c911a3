"""The table of who may do what (design 5.4, 5.5). Nothing else in the product grants anything."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the programme. The last one is the product itself, at work in a task or a command."""

    SUPPORT = "support_team"
    LEAD = "authority_lead"
    RISK_READER = "risk_reader"
    LEADER = "leader"
    DFE_VIEWER = "dfe_viewer"
    SIGNATORY = "signatory"
    COACH = "coach"
    SYSTEM = "system"

    @property
    def of_one_authority(self) -> bool:
        """Whether the role is held for one authority rather than for the programme."""
        return self in {Role.LEAD, Role.RISK_READER, Role.LEADER, Role.SIGNATORY}


class Permission(StrEnum):
    """One deed on one kind of thing, as `resource:action`."""

    HOME_READ = "home:read"
    AUTHORITY_LIST = "authority:list"
    AUTHORITY_READ = "authority:read"
    AUTHORITY_EDIT = "authority:edit"
    STATISTICS_READ = "statistics:read"
    FIGURES_READ = "figures:read"
    COLLECTION_EDIT = "collection:edit"
    RETURN_READ = "return:read"
    RETURN_WRITE = "return:write"
    RETURN_SETTING = "return_setting:edit"
    RETURN_SIGN_OFF = "return:sign_off"
    SIGN_OFF_END = "sign_off:end"
    RETURN_REVIEW = "return:review"
    LEADERSHIP_READ = "leadership:read"
    LEADERSHIP_RECORD = "leadership:record"
    CONFIDENTIAL_READ = "confidential:read"
    RISK_READ = "risk:read"
    RISK_RUN = "risk:run"
    REPORT_READ = "report:read"
    PROGRAMME_REPORT_READ = "programme_report:read"
    SUMMARY_READ = "summary:read"
    SUMMARY_PUBLISH = "summary:publish"
    OWN_POST_READ = "own_post:read"
    SUCCESSION_READ = "succession:read"
    SUCCESSION_WRITE = "succession:write"
    SUCCESSORS_READ = "successors:read"
    SUCCESSION_REPORT_READ = "succession_report:read"
    HANDOVER_READ = "handover:read"
    HANDOVER_WRITE = "handover:write"
    HANDOVER_CONFIRM = "handover:confirm"
    FIDELITY_READ = "fidelity:read"
    FIDELITY_ASSESS = "fidelity:assess"
    FIDELITY_REVIEW = "fidelity:review"
    SUPPORT_GIVEN = "support_given:manage"
    STORY_READ = "story:read"
    STORY_WRITE = "story:write"
    STORY_REVIEW = "story:review"
    TEAM_PULSE = "team_pulse:manage"
    OWN_PROFILE = "own_profile:manage"
    ROUND_OPEN = "round:open"
    AUTHORITY_PROFILE_READ = "authority_profile:read"
    PROGRAMME_PROFILE_READ = "programme_profile:read"
    PROFILE_COMMENTS_MODERATE = "profile_comments:moderate"
    OWN_DEVELOPMENT = "own_development:manage"
    COACHING_READ = "coaching:read"
    OWN_ACCOUNT = "own_account:manage"
    ACCOUNT_MANAGE = "account:manage"
    JOBS_READ = "jobs:read"
    AUDIT_READ = "audit:read"


_SUPPORT = frozenset({Role.SUPPORT, Role.SYSTEM})
_SUPPORT_AND_LEAD = _SUPPORT | {Role.LEAD}
_SUPPORT_AND_RISK_READER = _SUPPORT | {Role.RISK_READER}
_EVERYBODY = frozenset(Role)

ALLOWED: dict[Permission, frozenset[Role]] = {
    Permission.HOME_READ: _EVERYBODY,
    Permission.AUTHORITY_LIST: _SUPPORT_AND_LEAD,
    Permission.AUTHORITY_READ: _SUPPORT_AND_LEAD,
    Permission.AUTHORITY_EDIT: _SUPPORT,
    Permission.STATISTICS_READ: _SUPPORT_AND_LEAD,
    Permission.FIGURES_READ: _SUPPORT_AND_LEAD,
    Permission.COLLECTION_EDIT: _SUPPORT,
    # The support team may act for a lead; each such deed says so. The director who signs off reads and signs.
    Permission.RETURN_READ: _SUPPORT_AND_LEAD | {Role.SIGNATORY},
    Permission.RETURN_WRITE: _SUPPORT_AND_LEAD,
    Permission.RETURN_SETTING: _SUPPORT_AND_LEAD | {Role.SIGNATORY},
    Permission.RETURN_SIGN_OFF: frozenset({Role.SIGNATORY, Role.SYSTEM}),
    # A lead may ask for the director's signature, and not do without it (decision 46).
    Permission.SIGN_OFF_END: _SUPPORT | {Role.SIGNATORY},
    Permission.RETURN_REVIEW: _SUPPORT,
    Permission.LEADERSHIP_READ: _SUPPORT_AND_LEAD,
    Permission.LEADERSHIP_RECORD: _SUPPORT_AND_LEAD,
    # Bands, drivers and confidential departures go to those of the authority who hold the risk permission,
    # not to everyone who may upload (design 5.5).
    Permission.CONFIDENTIAL_READ: _SUPPORT_AND_RISK_READER,
    Permission.RISK_READ: _SUPPORT_AND_RISK_READER,
    Permission.RISK_RUN: _SUPPORT,
    Permission.REPORT_READ: _SUPPORT_AND_RISK_READER,
    Permission.PROGRAMME_REPORT_READ: _SUPPORT,
    Permission.SUMMARY_READ: _SUPPORT | {Role.DFE_VIEWER},
    Permission.SUMMARY_PUBLISH: _SUPPORT,
    Permission.OWN_POST_READ: frozenset({Role.LEADER, Role.SYSTEM}),
    Permission.SUCCESSION_READ: _SUPPORT_AND_LEAD,
    Permission.SUCCESSION_WRITE: _SUPPORT_AND_LEAD,
    # Who might follow is for the authority alone; the support team sees how many and how soon (design 5.5).
    Permission.SUCCESSORS_READ: frozenset({Role.LEAD}),
    Permission.SUCCESSION_REPORT_READ: _SUPPORT,
    # A leader reads the pack of a post that they leave or take over, and the new holder closes it.
    Permission.HANDOVER_READ: _SUPPORT_AND_LEAD | {Role.LEADER},
    Permission.HANDOVER_WRITE: _SUPPORT_AND_LEAD | {Role.LEADER},
    Permission.HANDOVER_CONFIRM: frozenset({Role.LEAD, Role.LEADER, Role.SYSTEM}),
    Permission.FIDELITY_READ: _SUPPORT_AND_LEAD,
    Permission.FIDELITY_ASSESS: _SUPPORT_AND_LEAD,
    Permission.FIDELITY_REVIEW: _SUPPORT,
    Permission.SUPPORT_GIVEN: _SUPPORT,
    Permission.STORY_READ: _SUPPORT_AND_LEAD | {Role.SIGNATORY},
    Permission.STORY_WRITE: frozenset({Role.LEAD, Role.SYSTEM}),
    # Nobody outside the authority sees a story before somebody else of the authority has reviewed it (design 5.5).
    Permission.STORY_REVIEW: frozenset({Role.LEAD, Role.SIGNATORY, Role.SYSTEM}),
    Permission.TEAM_PULSE: frozenset({Role.LEAD}),
    # What leaders keep for themselves: not even the product itself, at work, may open it.
    Permission.OWN_PROFILE: frozenset({Role.LEADER}),
    Permission.OWN_DEVELOPMENT: frozenset({Role.LEADER}),
    Permission.COACHING_READ: frozenset({Role.COACH}),
    Permission.ROUND_OPEN: _SUPPORT | {Role.LEADER},
    Permission.AUTHORITY_PROFILE_READ: frozenset({Role.LEAD}),
    Permission.PROGRAMME_PROFILE_READ: _SUPPORT,
    # A person reads them before the leader does (risk-and-analysis 14.2, rule 4): no task and no command ever may.
    Permission.PROFILE_COMMENTS_MODERATE: frozenset({Role.SUPPORT}),
    Permission.OWN_ACCOUNT: _EVERYBODY,
    Permission.ACCOUNT_MANAGE: _SUPPORT,
    Permission.JOBS_READ: _SUPPORT,
    Permission.AUDIT_READ: _SUPPORT,
}
