"""The risk run: freeze the data cut, fit once on all authorities, store every prediction (design 5.3).

Reading, computing and storing are three steps, so that no transaction stands open while the model works. The result
and the end of the job commit together: a worker killed at any point leaves nothing behind, and the next starts anew.
"""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from authorities.programme.members import list_members
from core.access import SYSTEM
from core.events import announce
from core.jobs import ClaimedJob, job_kind
from core.scope import Scope
from core.transaction import reading, transaction
from leadership.risk.earlier import Earlier, latest_earlier
from leadership.risk.facts import DataCut
from leadership.risk.gamma_poisson import fit
from leadership.risk.inputs import read_inputs
from leadership.risk.known import freeze
from leadership.risk.model import FittedModel, Prediction, Totals
from leadership.risk.models import RiskDataCut, RiskRun, RunStatus, Trigger
from leadership.risk.request import PREDICT, request_run
from leadership.risk.score_stored import score_stored
from leadership.risk.scoring import score
from leadership.risk.store import store_predictions, store_totals
from leadership.risk.stored import PredictionsStored
from leadership.risk.summary import PastScores, RunSummary, summarise


def mark_failed(session: Session, subject: str, reason: str) -> None:
    """Say on the run itself that it has failed, and why."""
    run = session.get_one(RiskRun, UUID(subject))
    if run.status == RunStatus.REQUESTED:
        run.status = RunStatus.FAILED
        run.error = reason


@dataclass(frozen=True)
class Computed:
    """Everything a run stores, worked out before its transaction begins."""

    cut: DataCut
    model: FittedModel
    predictions: tuple[Prediction, ...]
    totals: Totals
    summary: RunSummary
    earlier: Earlier


@job_kind(PREDICT, on_failure=mark_failed)
def predict(job: ClaimedJob) -> None:
    """Do the run, or find that the same facts have been predicted from already."""
    with reading(Scope.EVERYTHING) as session:
        run = session.get_one(RiskRun, UUID(job.subject))
        cut, earlier = freeze_cut(session, run.landmark), latest_earlier(session, run.landmark)
        members = [authority.code for authority in list_members(session, on=run.landmark)]
        # A replay has no reports, so nobody would read its record.
        past = PastScores(score([], cut), score([], cut)) if run.replayed else read_past(session, cut)
    model = fit(cut)
    computed = Computed(
        cut, model, model.predict(cut), model.totals(cut), summarise(cut, model, members, past), earlier
    )
    with transaction(Scope.EVERYTHING) as session:
        run = session.get_one(RiskRun, UUID(job.subject), with_for_update=True)
        if run.status == RunStatus.REQUESTED:
            store_run(session, run, computed)
            ask_again(session, run, cut)
        job.finish(session)


def ask_again(session: Session, run: RiskRun, cut: DataCut) -> None:
    """Ask for another run if facts of this landmark came while the model was at work.

    A departure announced meanwhile asked for a run, was given this one, which still waited, and is not in its cut. The
    flush comes first: from it on such a request waits for this transaction, and then makes a run of its own.
    """
    session.flush()
    if not run.replayed and freeze_cut(session, run.landmark).input_hash() != cut.input_hash():
        request_run(session, by=SYSTEM, landmark=run.landmark, trigger=Trigger(run.trigger))


def read_past(session: Session, cut: DataCut) -> PastScores:
    """What was predicted before, scored with what is known now."""
    return PastScores(score_stored(session, today=cut), score_stored(session, today=cut, replayed=False))


def freeze_cut(session: Session, landmark: date) -> DataCut:
    """Everything known at the landmark, of all authorities."""
    seats, authorities = read_inputs(session, landmark)
    return freeze(seats, authorities, landmark)


def store_run(session: Session, run: RiskRun, computed: Computed) -> None:
    """Store the whole run, or mark it as giving nothing new."""
    same = _same_cut(session, run, computed)
    if same is None:
        session.add(RiskDataCut(run_id=run.id, inputs=computed.cut.to_json()))
        run.posts = store_predictions(session, run.id, computed.predictions, computed.earlier)
        store_totals(session, run.id, computed.totals, computed.summary.expected)
    model = computed.model
    run.model, run.model_version, run.priors_version = model.name, model.version, model.priors_version
    run.input_hash = computed.cut.input_hash()
    run.predicted_at = func.clock_timestamp()
    run.events_on_record = model.events_on_record
    if same is not None:
        run.status, run.same_as_id = RunStatus.UNCHANGED, same
        return
    run.diagnostics = asdict(model.diagnostics)
    run.summary = computed.summary.to_plain()
    run.status = RunStatus.PREDICTED
    announce(session, PredictionsStored(run.id, run.landmark, run.replayed))


def _same_cut(session: Session, run: RiskRun, computed: Computed) -> UUID | None:
    """An earlier run of this landmark that the same model made from the same facts."""
    return session.scalar(
        select(RiskRun.id).where(
            RiskRun.landmark == run.landmark,
            RiskRun.model == computed.model.name,
            RiskRun.model_version == computed.model.version,
            RiskRun.input_hash == computed.cut.input_hash(),
            RiskRun.status == RunStatus.PREDICTED,
            RiskRun.id != run.id,
        )
    )
