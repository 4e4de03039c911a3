"""Imports every module that maps a class, so that a relation named by string is always found (design 3, fault a)."""

import accounts.models
import authorities.register.models
import core.audit
import core.deployment
import core.jobs.models
import core.outbox

__all__ = ["accounts", "authorities", "core"]
