"""Finds tenures in posts that no longer exist, those of the register included where a file closes the post.

A tenure without an end is none of them: a world told until a day may know of a closing ahead, and of no
end after that day.
"""

from datetime import date

from leadership.register.files.check_corrections import corrected_refs
from leadership.register.files.checking import Checking, Place
from leadership.register.files.layouts import POSTS, TENURES
from leadership.register.files.rows import PostRow, TenureRow


def check_closings(checking: Checking) -> None:
    """Nobody starts in a post or holds it once it is closed.

    Corrected rows do not count, nor do tenures that ended on the day they began: they may say what never was.
    """
    lines = {item.row.tenure_ref: item.line for item in checking.folder.tenures.rows}
    closings = {item.row.post_ref: item.line for item in checking.folder.posts.rows}
    corrected = corrected_refs(row.supersedes for row in checking.tenures.values())
    for ref, row in checking.tenures.items():
        post = checking.posts.get(row.post_ref)
        if post is None or post.closed_on is None or ref in corrected or row.started_on == row.ended_on:
            continue
        if ref in lines:
            _check_tenure(checking, lines[ref], row, post, post.closed_on)
        elif row.post_ref in closings and row.ended_on is not None and row.ended_on > post.closed_on:
            checking.blame(
                Place(POSTS.file, closings[row.post_ref], "closed_on"),
                f"{ref} of the register runs to {row.ended_on}",
                "Correct the closing, or correct that tenure in tenures.csv",
            )


def _check_tenure(checking: Checking, line: int, row: TenureRow, post: PostRow, closed_on: date) -> None:
    closing = f"the post {post.post_ref} closed on {closed_on}"
    if row.started_on >= closed_on:
        checking.blame(
            Place(TENURES.file, line, "started_on"),
            f"{closing}, it no longer existed on {row.started_on}",
            "Correct the start here or the closing in posts.csv",
        )
    elif row.ended_on is not None and row.ended_on > closed_on:
        checking.blame(
            Place(TENURES.file, line, "ended_on"),
            f"{closing}, and this tenure runs to {row.ended_on}",
            "Correct the end here or the closing in posts.csv",
        )
