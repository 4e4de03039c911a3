"""What the world needs for walks over fidelity and recruitment: an assessment, and a pack of a post."""

from addresses import HOLDER
from fixtures.databases import Clone
from sqlalchemy import select

from authorities.fidelity.assess import Answer, assess
from authorities.fidelity.elements import list_elements
from authorities.fidelity.figures import record_figure
from authorities.fidelity.kinds import ElementState, FigureKind
from authorities.fidelity.local import add_local_element
from authorities.programme.models import Adoption
from authorities.register.models import Authority
from core.access import SYSTEM, Identity, Membership, Role
from core.clock import today
from core.process import Process
from core.quarters import Quarter
from leadership.profiles.kinds import Attribute
from leadership.recruitment.kinds import Place
from leadership.recruitment.open import open_pack
from leadership.recruitment.ticks import Ticks, tick_place
from leadership.register.models import Post


def furnish_fidelity(clone: Clone, codes: tuple[str, ...], quarter: str) -> None:
    """Everything that an address about fidelity or recruitment can name, of each authority."""
    with clone.session() as session:
        for authority in session.scalars(select(Authority).where(Authority.code.in_(codes))).all():
            for adoption in session.scalars(select(Adoption).where(Adoption.authority_id == authority.id)).all():
                of = Quarter.parse(quarter)
                local = add_local_element(
                    session,
                    by=SYSTEM,
                    adoption=adoption,
                    name=f"Addition of {authority.name}",
                    description=f"Something that {authority.name} added",
                    begins_on=of.starts_on,
                    on=today(),
                )
                elements = [*list_elements(session, adoption.innovation_code, of), local]
                assess(
                    session,
                    by=SYSTEM,
                    adoption=adoption,
                    quarter=of,
                    answers=[Answer(each.code, ElementState.PARTLY, f"Rota of {authority.name}") for each in elements],
                    difference=f"Different at {authority.name}",
                    after_version=0,
                    on=today(),
                )
                record_figure(
                    session,
                    by=SYSTEM,
                    adoption=adoption,
                    kind=FigureKind.FAMILIES_REACHED,
                    value=41,
                    as_of=today(),
                    source=f"Count of {authority.name}",
                    on=today(),
                )
        session.commit()
    for code in codes:
        _furnish_recruitment(clone, code)


def _furnish_recruitment(clone: Clone, code: str) -> None:
    """As a lead, so that a departure of which leads may not know yet does not hide the pack from them."""
    with clone.session() as session:
        number = session.scalars(select(Authority.id).where(Authority.code == code)).one()
    by = Identity(None, "Lead", frozenset({Membership(Role.LEAD, number)}))
    with clone.session(by.scope(), Process.WEB) as session:
        (_, post_id, *_) = session.connection().exec_driver_sql(HOLDER, (number,)).one()
        post = session.get_one(Post, post_id)
        pack = open_pack(session, by=by, post=post, reason=f"Planned at {code}", on=today())
        ticks = Ticks(list(Attribute), f"Advert of {code}", "Head of people", today())
        tick_place(session, by=by, pack=pack, place=Place.ADVERT, ticks=ticks, after_version=0, on=today())
        session.commit()
