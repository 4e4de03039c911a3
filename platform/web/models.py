"""Imports every module that maps a class, so that a relation named by string is always found (design 3, fault a)."""

import accounts.models
import authorities.arrangements.models
import authorities.contacts.models
import authorities.fidelity.local_models
import authorities.fidelity.models
import authorities.inspection.models
import authorities.neighbours.models
import authorities.politics.models
import authorities.programme.models
import authorities.register.models
import core.audit
import core.deployment
import core.jobs.models
import core.outbox
import leadership.development.models
import leadership.handover.models
import leadership.moves.models
import leadership.profiles.aggregates.models
import leadership.profiles.comments.models
import leadership.profiles.models
import leadership.pulse.models
import leadership.recruitment.models
import leadership.register.models
import leadership.risk.models
import leadership.succession.models
import leadership.support.models
import outcomes.collection.check.models
import outcomes.collection.due.models
import outcomes.collection.export.models
import outcomes.collection.observation.models
import outcomes.collection.remind.models
import outcomes.collection.submission.models
import outcomes.evidence.statistics.models
import outcomes.stories.models
import reports.models
import web.retention.models

__all__ = ["accounts", "authorities", "core", "leadership", "outcomes", "reports", "web"]
