from datetime import date

from sqlalchemy import CheckConstraint, Identity as Numbered
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class Authority(Base):
    """A local authority with responsibility for children's services, for as long as it exists.

    Its code is DfE's three-digit one; invented councils have `Z` and three digits, so that no figure about them can
    be taken for a real one.
    """

    __tablename__ = "authority"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        CheckConstraint("invented = (code LIKE 'Z%')", name="invented_code"),
        CheckConstraint(
            "kind IN ('london_borough', 'metropolitan', 'unitary', 'county', 'other')", name="kind_known"
        ),
    )

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    gss_code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    region: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    population_0_17: Mapped[int | None]
    invented: Mapped[bool] = mapped_column(default=False)
