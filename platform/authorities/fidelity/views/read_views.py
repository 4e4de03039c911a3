"""The fidelity profiles of an authority, one as a file, and one quarter with its versions."""

from collections.abc import Sequence

from flask import Response, make_response, render_template

from authorities.fidelity.elements import list_elements
from authorities.fidelity.figures import list_figures
from authorities.fidelity.implementing import said_of_time
from authorities.fidelity.kinds import FigureKind
from authorities.fidelity.picture import profile_chart
from authorities.fidelity.profile import list_versions, local_elements_of, read_profile
from authorities.fidelity.views.asked import NAME, adoption_of, day_asked, need_page
from authorities.fidelity.views.blueprint import OF_INNOVATION, OF_QUARTER, fidelity
from authorities.programme.listing import AdoptionRecord, list_adoptions
from authorities.programme.open import list_innovations
from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import today
from core.quarters import Quarter
from core.transaction import reading


@fidelity.get("/authorities/<code>/fidelity")
@requires(Permission.FIDELITY_READ)
def overview(code: str) -> str:
    """How faithfully each innovation of an authority is put into practice, as known on a day."""
    identity, asked = current_identity(), day_asked(today())
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        names = {each.code: each.name for each in list_innovations(session)}
        records = list_adoptions(session, authority_ids=[authority.id], known_on=asked.day)
        profiles = [
            read_profile(session, record, names[record.adoption.innovation_code], on=asked.day) for record in records
        ]
        visible = list_adoptions(session, known_on=asked.day)
        return render_template(
            "fidelity/overview.html",
            authority=authority,
            profiles=[(profile, profile_chart(profile, asked.day)) for profile in profiles],
            figures={
                record.adoption.id: list_figures(
                    session, authority_id=authority.id, adoption_id=record.adoption.id, known_on=asked.day
                )
                for record in records
            },
            times={record.adoption.id: said_of_time(record, _of_innovation(visible, record)) for record in records},
            kind_of=FigureKind,
            now=Quarter.containing(asked.today),
            may_assess=identity.may(Permission.FIDELITY_ASSESS, authority.id) and asked.day == asked.today,
            as_at=asked.day,
            today=asked.today,
            problem=asked.problem,
            known_name=NAME,
        )


def _of_innovation(records: Sequence[AdoptionRecord], one: AdoptionRecord) -> list[AdoptionRecord]:
    return [each for each in records if each.adoption.innovation_code == one.adoption.innovation_code]


@fidelity.get(f"{OF_INNOVATION}.csv")
@requires(Permission.FIDELITY_READ)
def csv(code: str, innovation: str) -> Response:
    """The table of a profile as a file."""
    asked = day_asked(today())
    with reading(current_identity().scope()) as session:
        record, found = adoption_of(session, code, innovation)
        chart = profile_chart(read_profile(session, record, found.name, on=asked.day), asked.day)
    response = make_response(chart.to_csv().encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{chart.filename}.csv"'
    return response


@fidelity.get(OF_QUARTER)
@requires(Permission.FIDELITY_READ)
def quarter(code: str, innovation: str, quarter: Quarter) -> str:
    """One quarter of an adoption: what was said of each element, its review, and earlier versions."""
    identity, asked = current_identity(), day_asked(today())
    need_page(quarter, asked.today)
    with reading(identity.scope()) as session:
        record, found = adoption_of(session, code, innovation)
        number = record.authority.id
        versions = list_versions(session, record.adoption, known_on=asked.day, quarter=quarter)
        return render_template(
            "fidelity/quarter.html",
            authority=record.authority,
            innovation=found,
            quarter=quarter,
            elements=list_elements(session, found.code, quarter),
            local=local_elements_of(session, record.adoption, quarter, versions, known_on=asked.day),
            versions=versions,
            may_assess=identity.may(Permission.FIDELITY_ASSESS, number) and asked.day == asked.today,
            may_review=identity.may(Permission.FIDELITY_REVIEW, number) and asked.day == asked.today,
            reader=identity.account_id,
            as_at=asked.day,
            today=asked.today,
            problem=asked.problem,
            known_name=NAME,
        )
