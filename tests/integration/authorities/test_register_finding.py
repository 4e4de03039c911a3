"""An authority is found by code, statistical code and name, and never made up."""

from datetime import date

import pytest
from factories.authorities import make_council
from sqlalchemy.orm import Session

from authorities.errors import (
    AmbiguousNameError,
    NotInExistenceError,
    PairMismatchError,
    RegisterError,
    UnknownAuthorityError,
)
from authorities.register.find import authority_by_code, find_authority_by_gss, resolve_authority
from authorities.register.life import require_existed
from authorities.register.models import AuthorityAlias, BoundaryEvent, BoundaryParty
from authorities.register.names import normalise
from core.access import SYSTEM
from core.errors import NotFoundError
from core.scope import Scope


def test_code_gss_code_and_name_find_the_same_council(session: Session):
    council = make_council(session, 7, "Alder & Wick, City of")
    assert resolve_authority(session, code="Z007") == council
    assert resolve_authority(session, gss_code="z99000007") == council
    assert resolve_authority(session, name="ALDER AND WICK city of") == council
    assert resolve_authority(session, code="Z007", gss_code="Z99000007", name="Alder and Wick, City of") == council
    assert find_authority_by_gss(session, "Z99000099") is None


def test_code_and_name_of_two_councils_are_refused(session: Session):
    make_council(session, 1, "Alderwick")
    make_council(session, 2, "Birchford")
    with pytest.raises(PairMismatchError, match=r"code 'Z001' means Alderwick .*, name 'Birchford' means Birch"):
        resolve_authority(session, code="Z001", name="Birchford")


@pytest.mark.parametrize("given", [{"code": "Z404"}, {"name": "Nowhere"}, {"gss_code": "E99999999"}, {}])
def test_what_nobody_knows_is_an_error_and_never_a_new_record(session: Session, given: dict[str, str]):
    make_council(session)
    with pytest.raises(UnknownAuthorityError):
        resolve_authority(session, **given)


def test_a_known_code_with_an_unknown_name_is_an_error(session: Session):
    make_council(session, 1, "Alderwick")
    with pytest.raises(UnknownAuthorityError, match="name 'Alderwyck'"):
        resolve_authority(session, code="Z001", name="Alderwyck")


def test_a_name_that_two_had_needs_a_code_or_a_day(session: Session):
    old = make_council(session, 835, "Dorwick", valid_to=date(2019, 3, 31))
    new = make_council(session, 838, "Dorwick", valid_from=date(2019, 4, 1))
    with pytest.raises(AmbiguousNameError, match=r"Dorwick \(Z835, until 2019\) and Dorwick \(Z838\)"):
        resolve_authority(session, name="Dorwick")
    assert resolve_authority(session, name="Dorwick", on=date(2018, 3, 31)) == old
    assert resolve_authority(session, name="Dorwick", on=date(2019, 4, 1)) == new
    assert resolve_authority(session, name="Dorwick", code="Z835") == old


def test_an_alias_means_its_authority(session: Session):
    council = make_council(session, 1, "Kingsport upon Hale")
    session.add(AuthorityAlias(authority_id=council.id, alias="Hale", normalised=normalise("Hale"), source="a file"))
    assert resolve_authority(session, name="hale", code="Z001") == council


def test_another_authority_is_as_absent_as_an_unknown_one(session: Session):
    mine, other = make_council(session, 1), make_council(session, 2)
    scope = Scope.of(mine.id)
    assert authority_by_code(session, "Z001", scope) == mine
    with pytest.raises(NotFoundError) as of_another:
        authority_by_code(session, other.code, scope)
    with pytest.raises(NotFoundError) as of_nobody:
        authority_by_code(session, "Z999", scope)
    assert str(of_another.value) == str(of_nobody.value)


def test_a_period_before_the_start_names_the_predecessor(session: Session):
    old = make_council(session, 1, "Oldshire", valid_to=date(2023, 3, 31))
    new = make_council(session, 2, "Newshire", valid_from=date(2023, 4, 1))
    event = BoundaryEvent(ref="split", kind="split", status="done", description="", source="test")
    session.add(event)
    session.flush()
    session.add_all(
        [
            BoundaryParty(event_id=event.id, authority_id=old.id, side="predecessor"),
            BoundaryParty(event_id=event.id, authority_id=new.id, side="successor"),
        ]
    )
    with pytest.raises(NotInExistenceError, match=r"began on 1 April 2023.*came before belongs to Oldshire \(Z001\)"):
        require_existed(session, new, date(2022, 4, 1), date(2023, 3, 31))
    with pytest.raises(NotInExistenceError, match=r"replaced on 1 April 2023.*came after belongs to Newshire \(Z002\)"):
        require_existed(session, old, date(2023, 4, 1), date(2024, 3, 31))
    require_existed(session, new, date(2023, 4, 1), date(2024, 3, 31))
    require_existed(session, old, date(2022, 4, 1), date(2023, 6, 30))


@pytest.mark.parametrize(("code", "gss"), [("301", "Z99000001"), ("Z1", "Z99000001"), ("Z001", "E06000001")])
def test_an_invented_council_cannot_pass_for_a_real_one(session: Session, code: str, gss: str):
    from authorities.register.invented import register_invented_authority  # noqa: PLC0415

    with pytest.raises(RegisterError, match="could be taken for a real authority"):
        register_invented_authority(session, by=SYSTEM, code=code, gss_code=gss, name="X", region="Y", kind="unitary")


def test_an_invented_council_is_registered_once_and_must_agree(session: Session):
    first = make_council(session, 1, "Alderwick")
    assert make_council(session, 1, "Alderwick") is first
    with pytest.raises(RegisterError, match="on record as Alderwick with another name"):
        make_council(session, 1, "Birchford")
