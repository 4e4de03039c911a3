from sqlalchemy.orm import Session


def test_x(session: Session, register: dict[str, int]):
    assert len(register) == 12
