"""The 33 ways to reach what belongs to another authority (reliability 5.1) and one more, as functions of a session.

Two toy tables stand under the product's own mixin and policy: `folder` and its `page`s. Every text of the other
authority holds the marker, so that a leak can be seen in whatever a path returns; what a path changes is looked at
from behind, by the owner of everything.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Column as Plain
from sqlalchemy import Engine, ForeignKey, Integer, MetaData, Table, delete, exists, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    aliased,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)

from core.scope import AuthorityScoped, Scope

MINE, OTHERS = 1, 2
MARKER = "canary"
MY_PAGES = 2


class ToyBase(DeclarativeBase):
    metadata = MetaData()


Table("authority", ToyBase.metadata, Plain("id", Integer, primary_key=True))


class Folder(AuthorityScoped, ToyBase):
    __tablename__ = "folder"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    pages: Mapped[list["Page"]] = relationship(back_populates="folder")


class Page(AuthorityScoped, ToyBase):
    __tablename__ = "page"

    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("folder.id"))
    code: Mapped[str] = mapped_column(unique=True)
    words: Mapped[str]
    size: Mapped[int] = mapped_column(default=1)
    folder: Mapped[Folder] = relationship(back_populates="pages")


PAGES = Page.__table__
TABLES = [Folder.__table__, PAGES]

# Folder 3 belongs to nobody's secret: it is mine, and by a slip one of the other authority's pages lies in it.
ROWS = """
INSERT INTO folder (id, authority_id, title) VALUES (1, 1, 'mine'), (2, 2, 'canary folder'), (3, 1, 'mixed');
INSERT INTO page (id, authority_id, folder_id, code, words, size) VALUES
  (1, 1, 1, 'a-1', 'mine', 1), (2, 1, 3, 'a-2', 'mine too', 1), (3, 2, 2, 'b-1', 'canary', 1000),
  (4, 2, 3, 'b-2', 'canary in my folder', 1000);
"""


@dataclass(frozen=True)
class Reach:
    """What a path may use: its session, and the engine under it for code that knows of no session."""

    session: Session
    engine: Engine


Path = Callable[[Reach], object]
PATHS: dict[str, Path] = {}


def path(function: Path) -> Path:
    PATHS[function.__name__] = function
    return function


@path
def query_of_entity(r: Reach) -> object:
    return [page.words for page in r.session.query(Page)]


@path
def select_of_entity(r: Reach) -> object:
    return [page.words for page in r.session.scalars(select(Page))]


@path
def get_by_key(r: Reach) -> object:
    found = r.session.get(Page, 3)
    return found and found.words


@path
def select_of_columns(r: Reach) -> object:
    return r.session.execute(select(Page.id, Page.words)).all()


@path
def count_of_rows(r: Reach) -> object:
    return _more(r.session.scalar(select(func.count()).select_from(Page)), MY_PAGES)


@path
def sum_of_column(r: Reach) -> object:
    return _more(r.session.scalar(select(func.sum(Page.size))), MY_PAGES)


@path
def group_by_another_table(r: Reach) -> object:
    rows = r.session.execute(select(Folder.id, func.sum(Page.size)).join(Page.folder).group_by(Folder.id)).all()
    return _more(sum(size for _, size in rows), MY_PAGES)


@path
def through_an_alias(r: Reach) -> object:
    other = aliased(Page)
    return r.session.scalars(select(other.words)).all()


@path
def through_a_cte(r: Reach) -> object:
    named = select(Page.words).cte("named")
    return r.session.scalars(select(named.c.words)).all()


@path
def through_exists(r: Reach) -> object:
    found = r.session.scalar(select(exists().where(Page.code == "b-1")))
    return MARKER if found else "nothing"


@path
def through_a_scalar_subquery(r: Reach) -> object:
    return r.session.scalar(select(select(func.max(Page.words)).where(Page.id == 3).scalar_subquery()))


@path
def through_union_all(r: Reach) -> object:
    both = select(Page.words).where(Page.id == 1).union_all(select(Page.words).where(Page.id == 3))
    return r.session.scalars(both).all()


@path
def lazy_load(r: Reach) -> object:
    return [page.words for page in r.session.get_one(Folder, 3).pages]


@path
def joined_load(r: Reach) -> object:
    folders = r.session.scalars(select(Folder).options(joinedload(Folder.pages)).where(Folder.id == 3)).unique()
    return [page.words for folder in folders for page in folder.pages]


@path
def selectin_load(r: Reach) -> object:
    folders = r.session.scalars(select(Folder).options(selectinload(Folder.pages)).where(Folder.id == 3))
    return [page.words for folder in folders for page in folder.pages]


@path
def orm_bulk_update(r: Reach) -> object:
    r.session.execute(update(Page).values(words="overwritten"))
    return r.session.commit()


@path
def orm_bulk_delete(r: Reach) -> object:
    r.session.execute(delete(Page))
    return r.session.commit()


@path
def legacy_query_update(r: Reach) -> object:
    r.session.query(Page).update({"words": "overwritten"})
    return r.session.commit()


@path
def second_query_after_a_commit(r: Reach) -> object:
    r.session.scalars(select(Page)).all()
    r.session.commit()
    r.session.expunge_all()
    return [page.words for page in r.session.scalars(select(Page))]


@path
def core_select(r: Reach) -> object:
    return r.session.execute(select(PAGES.c.words)).all()


@path
def text_sql(r: Reach) -> object:
    return r.session.execute(text("SELECT words FROM page")).all()


@path
def from_statement(r: Reach) -> object:
    return [page.words for page in r.session.scalars(select(Page).from_statement(text("SELECT * FROM page")))]


@path
def pandas_on_the_connection(r: Reach) -> object:
    return pd.read_sql(text("SELECT words FROM page"), r.session.connection())["words"].tolist()


@path
def pandas_on_the_engine(r: Reach) -> object:
    return pd.read_sql(text("SELECT words FROM page"), r.engine)["words"].tolist()


@path
def core_update(r: Reach) -> object:
    r.session.execute(PAGES.update().values(words="overwritten"))
    return r.session.commit()


@path
def bulk_update_by_keys(r: Reach) -> object:
    r.session.execute(update(Page), [{"id": 3, "words": "overwritten"}])
    return r.session.commit()


@path
def insert_for_the_other(r: Reach) -> object:
    r.session.add(Page(id=9, authority_id=OTHERS, folder_id=2, code="b-9", words="planted"))
    return r.session.commit()


@path
def core_insert_for_the_other(r: Reach) -> object:
    r.session.execute(insert(Page).values(id=9, authority_id=OTHERS, folder_id=2, code="b-9", words="planted", size=1))
    return r.session.commit()


@path
def moving_a_row_to_the_other(r: Reach) -> object:
    r.session.get_one(Page, 1).authority_id = OTHERS
    return r.session.commit()


@path
def plain_view(r: Reach) -> object:
    return r.session.execute(text("SELECT words FROM page_view")).all()


@path
def code_on_a_session_without_hooks(r: Reach) -> object:
    with Session(r.engine) as session:
        return [page.words for page in session.scalars(select(Page))]


@path
def materialised_view(r: Reach) -> object:
    return r.session.execute(text("SELECT words FROM page_copy")).all()


@path
def clash_of_a_unique_key(r: Reach) -> object:
    r.session.add(Page(id=10, authority_id=MINE, folder_id=1, code="b-1", words="mine"))
    try:
        r.session.commit()
    except IntegrityError:
        r.session.rollback()
        return f"{MARKER}: somebody has this code"
    return "stored"


@path
def session_handed_to_another_scope(r: Reach) -> object:
    """What was loaded stays loaded: the one that no layer stops, which is why a session is never handed on."""
    mine = r.session.info["scope"]
    r.session.info["scope"] = Scope.of(OTHERS)
    held = r.session.get(Page, 3)
    r.session.commit()
    r.session.info["scope"] = mine
    again = r.session.get(Page, 3)
    return (held and "held", again and again.words)


def _more(found: int | None, mine: int) -> object:
    """A total that holds more than what is mine tells of the other."""
    return MARKER if (found or 0) > mine else "mine"
