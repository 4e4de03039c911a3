from datetime import datetime

from sqlalchemy import Identity as Numbered, func
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class Account(Base):
    """Somebody who may sign in. What they may do stands in their memberships."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    disabled_at: Mapped[datetime | None]
