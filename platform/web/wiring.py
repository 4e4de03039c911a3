"""What is connected to what: pages, tasks, kinds of job, and the few reactions of one domain to another.

One file, to be read in a minute (design 3).
"""

from collections.abc import Sequence
from importlib import import_module

from flask import Blueprint

from accounts.known_people import use_people
from accounts.leaving import LeavingRecorded
from accounts.views import account, accounts, demonstration, sign_in
from authorities.fidelity.views import fidelity
from authorities.views import authority_record
from core.addressees import use_addressees
from core.events import connect
from dashboards.authorities.views import authorities
from dashboards.timeline.views import timeline
from leadership.development.views import coaching, development, sharing
from leadership.handover.open import follow_departure, open_after_import
from leadership.handover.views import handover_forms
from leadership.moves.link import follow_post_given_up
from leadership.moves.views import moves
from leadership.profiles.aggregates.views import profile_aggregates
from leadership.profiles.comments.readers import use_comment_team
from leadership.profiles.comments.views import comment_reading
from leadership.profiles.one_person import use_named_records
from leadership.profiles.own.views import own_profile
from leadership.profiles.own_address import use_own_address
from leadership.profiles.tell_leader import use_leader_addresses
from leadership.profiles.views import profile_rounds, rater_pages
from leadership.pulse.views import pulse_answers, team_pulse
from leadership.recruitment.open import follow_announcement
from leadership.recruitment.ticks import read_recruitment
from leadership.recruitment.views import recruitment
from leadership.register.appointments import PostGivenUp
from leadership.register.exchange.import_folder import LeadershipImported
from leadership.register.log import SuccessionLogged
from leadership.register.views import leaders, my_post
from leadership.risk.stored import PredictionsStored
from leadership.succession.alert import note_crossings
from leadership.succession.derived import use_derived
from leadership.succession.kinds import Item
from leadership.succession.told import use_team
from leadership.succession.views import succession
from leadership.support.people import use_support_names
from leadership.support.views import support_given
from outcomes.collection.due.views import collections
from outcomes.collection.export.askers import use_askers
from outcomes.collection.export.views import figure_exports
from outcomes.collection.observation.views import figures
from outcomes.collection.people import use_names
from outcomes.collection.remind.ask import tell_of_submission
from outcomes.collection.remind.continuity import ask_about_gaps
from outcomes.collection.remind.recipients import use_recipients
from outcomes.collection.review.views import reviews
from outcomes.collection.submission.told import ReturnSubmitted
from outcomes.collection.submission.views import returns, returns_api
from outcomes.evidence.statistics.views import published_statistics
from outcomes.stories.known_names import use_leaders
from outcomes.stories.views import stories
from reports.handover.pdf_views import handovers
from reports.profile.views import profile_files
from reports.publication.profile import use_profile
from reports.publication.views import summary_pages
from reports.recruitment.views import recruitment_files
from reports.risk.request import request_reports
from reports.risk.run_views import risk_runs
from reports.risk.views import risk_reports
from reports.succession.views import succession_reports
from web.about import about
from web.askers import find_account_asking
from web.derived_readiness import read_handover
from web.health import health
from web.home.views import home
from web.people import find_person_id, read_address, read_names
from web.profile_bands import read_bands
from web.recipients import (
    read_addressees,
    read_comment_team,
    read_leader_addresses,
    read_named_records,
    read_recipients,
    read_team,
)
from web.retention.views import retention
from web.story_names import read_leaders

BLUEPRINTS: Sequence[Blueprint] = (
    health,
    about,
    home,
    sign_in,
    account,
    accounts,
    demonstration,
    authorities,
    authority_record,
    fidelity,
    leaders,
    my_post,
    profile_rounds,
    profile_aggregates,
    comment_reading,
    rater_pages,
    own_profile,
    profile_files,
    development,
    sharing,
    coaching,
    support_given,
    team_pulse,
    pulse_answers,
    succession,
    recruitment,
    recruitment_files,
    handovers,
    handover_forms,
    moves,
    timeline,
    published_statistics,
    figure_exports,
    collections,
    retention,
    returns,
    returns_api,
    reviews,
    figures,
    stories,
    risk_runs,
    risk_reports,
    succession_reports,
    summary_pages,
)

# Celery imports these; each holds @shared_task functions with explicit names.
TASK_MODULES: Sequence[str] = (
    "core.tasks",
    "accounts.tasks",
    "authorities.fidelity.tasks",
    "leadership.profiles.aggregates.tasks",
    "leadership.profiles.comments.tasks",
    "leadership.profiles.tasks",
    "leadership.pulse.tasks",
    "leadership.handover.tasks",
    "leadership.recruitment.tasks",
    "leadership.risk.tasks",
    "leadership.succession.tasks",
    "outcomes.collection.remind.tasks",
    "outcomes.collection.check.tasks",
    "outcomes.collection.export.tasks",
    "outcomes.stories.tasks",
    "reports.risk.tasks",
    "reports.succession.tasks",
    "web.retention.tasks",
)

# Each registers the kinds of job that it does.
JOB_MODULES: Sequence[str] = (
    "authorities.fidelity.letter",
    "leadership.handover.letter",
    "leadership.profiles.aggregates.publish",
    "leadership.profiles.closing.release_round",
    "leadership.risk.run",
    "leadership.succession.alert_letter",
    "outcomes.collection.export.letter",
    "outcomes.collection.export.make_export",
    "outcomes.collection.remind.missing_letter",
    "reports.risk.job",
)


def import_job_kinds() -> None:
    """Make every kind of job known to this process."""
    for module in (*JOB_MODULES, *TASK_MODULES):
        import_module(module)


def connect_handlers() -> None:
    """Connect the reactions of one domain to the typed events of another, in the same transaction."""
    # A finished prediction asks for its reports.
    connect(PredictionsStored, request_reports)
    # ... and tells the support team of posts that have reached their threshold.
    connect(PredictionsStored, note_crossings)
    use_team(read_team)
    # The readiness of a post counts the parts of its handover pack.
    use_derived(Item.HANDOVER, read_handover)
    # The readiness of a post takes the five attributes in recruitment from the ticks of its pack.
    use_derived(Item.RECRUITMENT, read_recruitment)
    # A leader's account says which person of the register they are.
    use_people(find_person_id)
    # The pages of returns name who did what.
    use_names(read_names)
    # So does the log of support given.
    use_support_names(read_names)
    # An export is made with the rights of whoever asked for it.
    use_askers(find_account_asking)
    # The programme summary says in bands how leaders are seen.
    use_profile(read_bands)
    # A leader is no rater of their own round.
    use_own_address(read_address)
    # Comments of raters are read by those of the support team who are neither raters nor the leader.
    use_comment_team(read_comment_team)
    # A leader is told of a round that was opened for them, and of its results.
    use_leader_addresses(read_leader_addresses)
    # Letters about handovers, fidelity and stories go to accounts, each held to what its reader may see.
    use_addressees(read_addressees)
    # A round is kept under the record of the register with which its leader signs in.
    use_named_records(read_named_records)
    # A story is looked through for the names of leaders.
    use_leaders(read_leaders)
    # Letters about returns go to accounts.
    use_recipients(read_recipients)
    # A return that is handed in sends its receipt and tells the reviewers.
    connect(ReturnSubmitted, tell_of_submission)
    # When somebody's last day is recorded, the returns look whether anybody stays to submit.
    connect(LeavingRecorded, ask_about_gaps)
    # A departure that is announced or recorded opens the handover of its post; so do those that an import brings.
    connect(SuccessionLogged, follow_departure)
    connect(SuccessionLogged, follow_announcement)
    connect(LeadershipImported, open_after_import)
    # Whoever gives one post up for another makes one move.
    connect(PostGivenUp, follow_post_given_up)
