"""Every line of beat: when, and why. Beat only fans out; what is due is worked out from the database.

Each message expires after one interval, so that workers that were down do not find a heap of old ticks. A tick that
was missed needs no catching up: the next one finds everything that is still due.
"""

from typing import Any

from celery.schedules import crontab

DRAIN_EVERY_SECONDS = 2.0
SWEEP_EVERY_SECONDS = 60.0
HOUR_SECONDS = 3600.0

SCHEDULE: dict[str, dict[str, Any]] = {
    # What a web request asked for leaves within two seconds of its commit.
    "drain the outbox": {
        "task": "outbox.drain",
        "schedule": DRAIN_EVERY_SECONDS,
        "options": {"expires": DRAIN_EVERY_SECONDS},
    },
    # A dead worker's job is back in the queue within its lease and a minute.
    "sweep stuck jobs": {
        "task": "jobs.sweep",
        "schedule": SWEEP_EVERY_SECONDS,
        "options": {"expires": SWEEP_EVERY_SECONDS},
    },
    # On the first working day of the month (and so of the quarter) the run is due; every hour asks, one run answers.
    "request risk runs that are due": {
        "task": "risk.request_due_runs",
        "schedule": crontab(minute="7"),
        "options": {"expires": HOUR_SECONDS},
    },
    # The programme report starts when the last authority's report has ended, even if that end was not noticed.
    "finish risk runs": {
        "task": "reports.finish_runs",
        "schedule": SWEEP_EVERY_SECONDS,
        "options": {"expires": SWEEP_EVERY_SECONDS},
    },
    # A sign-in letter that has not gone for a minute is asked for again: lost queue, dead worker, mail server away.
    "send waiting sign-in links": {
        "task": "accounts.send_waiting_links",
        "schedule": SWEEP_EVERY_SECONDS,
        "options": {"expires": SWEEP_EVERY_SECONDS},
    },
    # Links and sessions are personal data of a day; every six hours, so that no single hour decides.
    "forget ended sessions": {
        "task": "accounts.forget_ended",
        "schedule": crontab(minute="40", hour="*/6"),
        "options": {"expires": HOUR_SECONDS},
    },
    # Reminders of returns are due on working mornings, from 9:05 in summer and 8:05 in winter, London time; every hour
    # asks, each goes once. A submission at 9:00 stops the notice of 9:05: what is due is worked out again at sending.
    "remind of returns": {
        "task": "returns.remind",
        "schedule": crontab(minute="5", hour="8-12"),
        "options": {"expires": HOUR_SECONDS},
    },
    # A letter about a return that has not gone, or an event that nobody was told of, is found by its row.
    "send waiting notices": {
        "task": "returns.send_waiting_notices",
        "schedule": SWEEP_EVERY_SECONDS,
        "options": {"expires": SWEEP_EVERY_SECONDS},
    },
    # A round closes in the night after its last day; its results come from a job of its own. Every hour asks.
    "close rounds that are due": {
        "task": "profiles.close_due",
        "schedule": crontab(minute="15"),
        "options": {"expires": HOUR_SECONDS},
    },
    # Aggregates are looked at when a round is released; each day asks again for those that a dead worker forgot.
    "look at aggregates of profiles": {
        "task": "profiles.request_aggregates",
        "schedule": crontab(minute="15", hour="4,16"),
        "options": {"expires": HOUR_SECONDS},
    },
    # Raters who have not answered are reminded on two mornings of a round; every hour asks, each letter goes once.
    "remind raters": {
        "task": "profiles.remind",
        "schedule": crontab(minute="30", hour="8-12"),
        "options": {"expires": HOUR_SECONDS},
    },
    # A letter to a rater that has not gone for a minute is found by its row, or by its absence.
    "send waiting letters to raters": {
        "task": "profiles.send_waiting",
        "schedule": SWEEP_EVERY_SECONDS,
        "options": {"expires": SWEEP_EVERY_SECONDS},
    },
    # The support team is told of comments as soon as a round is released; a letter that was lost is found by its row.
    "tell readers of comments": {
        "task": "profiles.tell_comment_readers",
        "schedule": crontab(minute="17"),
        "options": {"expires": HOUR_SECONDS},
    },
    # Comments wait four weeks for a reader; the last day of each decides, not the hour.
    "destroy comments that nobody read": {
        "task": "profiles.destroy_unread_comments",
        "schedule": crontab(minute="55", hour="1,13"),
        "options": {"expires": HOUR_SECONDS},
    },
    # A team's monthly check closes in the night after its last day and is released in the same hour; letters that have
    # not gone, and the one reminder, are found by their rows.
    "tend team health checks": {
        "task": "pulse.tend_all",
        "schedule": crontab(minute="45"),
        "options": {"expires": HOUR_SECONDS},
    },
    # Whoever has had their last day in a role loses it during the night that follows; every hour, so that none decides.
    "end roles of those who left": {
        "task": "accounts.end_left_roles",
        "schedule": crontab(minute="25"),
        "options": {"expires": HOUR_SECONDS},
    },
    # Reports name people: each day those past their twelve months lose their content.
    "forget expired reports": {
        "task": "reports.forget_expired",
        "schedule": crontab(minute="20", hour="3,15"),
        "options": {"expires": HOUR_SECONDS},
    },
    # Succession reports name people too: each day those past their twelve months are deleted.
    "forget succession reports": {
        "task": "succession.forget_issues",
        "schedule": crontab(minute="22", hour="3,15"),
        "options": {"expires": HOUR_SECONDS},
    },
    # What has been kept for its time goes; each row's day is worked out by the database, a missed night is made up for.
    "take away what is no longer kept": {
        "task": "retention.carry_out",
        "schedule": crontab(minute="55", hour="3,15"),
        "options": {"expires": HOUR_SECONDS},
    },
    # A refused file is kept a week for the support team; which ones have had theirs, the day of each decides.
    "forget refused uploads": {
        "task": "collection.forget_refused_uploads",
        "schedule": crontab(minute="50", hour="2,14"),
        "options": {"expires": HOUR_SECONDS},
    },
    # An export that was made for somebody is kept for seven days; the moment of each decides.
    "forget expired exports": {
        "task": "figures.forget_expired_exports",
        "schedule": crontab(minute="35"),
        "options": {"expires": HOUR_SECONDS},
    },
    # A departure that came past the verbs of the register, as by an import, has its handover within the hour.
    "open missing handovers": {
        "task": "handover.open_missing",
        "schedule": crontab(minute="12"),
        "options": {"expires": HOUR_SECONDS},
    },
    # A last day that comes near, a new holder, a departure that is confidential no more: each is written of once.
    "tell of handovers": {
        "task": "handover.tell_all",
        "schedule": crontab(minute="16"),
        "options": {"expires": HOUR_SECONDS},
    },
    # A quarter that has ended and was not assessed is asked for on a working morning, once for each lead.
    "ask for assessments of fidelity": {
        "task": "fidelity.ask_due",
        "schedule": crontab(minute="10", hour="8-12"),
        "options": {"expires": HOUR_SECONDS},
    },
    # A hidden recruitment pack follows its announcement, also where whoever corrected that does not see the pack.
    "follow hidden recruitment packs": {
        "task": "recruitment.follow_unseen",
        "schedule": crontab(minute="14"),
        "options": {"expires": HOUR_SECONDS},
    },
}
