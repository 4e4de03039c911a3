"""Leaders of two councils as the pages show them: who is in which post, and where."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from factories.seats import SUPPORT, Scene, make_scene
from fixtures.databases import Clone

from core.clock import today
from leadership.register.models import Post

LAST = {"source": "letter", "confidence": "high"}


@dataclass(frozen=True)
class Leaders:
    """Ashmere with a director, an interim assistant director and a vacant post; Belford with a director."""

    clone: Clone
    director: UUID
    interim: UUID
    vacant: UUID
    belfords: UUID
    tenures: dict[str, UUID]
    people: dict[str, UUID]

    def address(self, post: UUID, tenure: str | None = None, deed: str = "", code: str = "Z001") -> str:
        middle = f"/tenures/{self.tenures[tenure]}" if tenure else ""
        return f"/authorities/{code}/posts/{post}{middle}{'/' + deed if deed else ''}"

    def seat(self, post: UUID):
        with self.clone.session() as session:
            found = session.get_one(Post, post)
            scene = Scene(session, None, SUPPORT, today())  # type: ignore[arg-type]
            return scene.seat(found)


def make_leaders(clone: Clone) -> Leaders:
    with clone.session() as session:
        ashmere, belford = make_scene(session), make_scene(session, 2, "Belford")
        posts = [
            ashmere.post(),
            ashmere.post("assistant_director", "Assistant Director"),
            ashmere.post("practice_lead", "Practice Lead"),
            belford.post(title="Director of Belford"),
        ]
        held = [
            ashmere.hold(posts[0]),
            ashmere.hold(posts[1], "Bea Second", date(2024, 1, 8), "interim"),
            belford.hold(posts[3], "Cai Third"),
        ]
        made = Leaders(
            clone,
            *(post.id for post in posts),
            tenures={name: tenure.id for name, tenure in zip(("Ada", "Bea", "Cai"), held, strict=True)},
            people={name: tenure.person_id for name, tenure in zip(("Ada", "Bea", "Cai"), held, strict=True)},
        )
        session.commit()
    return made
