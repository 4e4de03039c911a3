"""Checks of authorities, adoptions, pauses, innovators and dated facts."""

from datetime import date

from core.csv_table import Located
from leadership.register.files.check_memberships import check_memberships
from leadership.register.files.checking import Checking, Place
from leadership.register.files.judgements import GRADES, JudgementsError, in_order
from leadership.register.files.layouts import ADOPTIONS, AUTHORITIES, FACTS, INNOVATORS, PAUSES
from leadership.register.files.rows import AdoptionRow, AuthorityRow, FactRow, PauseRow
from leadership.register.files.rules import RULES, completed

CYCLES = ("all_out", "thirds", "halves")
SCOPES = ("council", "directorate")
# The words of `value`, by kind; a control is any party or "no overall control".
VALUES = {"inspection": GRADES, "election": CYCLES, "reorganisation": SCOPES}
INVENTED, INVENTED_GSS = "Z", "Z99"
STAGES_THAT_CAME = ("set_up_on", "go_live_on", "embedding_on", "sustain_on")


def check_surroundings(checking: Checking) -> None:
    """Every check of the optional files."""
    folder = checking.folder
    for authority in folder.authorities.rows:
        _check_authority(checking, authority)
    _check_statistical_codes(checking)
    for adoption in folder.adoptions.rows:
        _check_adoption(checking, adoption)
    for pause in folder.pauses.rows:
        _check_pause(checking, pause)
    _check_pauses_apart(checking)
    for innovator in folder.innovators.rows:
        place = Place(INNOVATORS.file, innovator.line, "authority_code")
        checking.need_authority(place, innovator.row.authority_code)
    for fact in folder.facts.rows:
        _check_fact(checking, fact)
        _check_value(checking, fact)
    _check_twice(checking)
    check_memberships(checking)


def _check_authority(checking: Checking, item: Located[AuthorityRow]) -> None:
    row, line, file = item.row, item.line, AUTHORITIES.file
    checking.not_before(Place(file, line, "valid_to"), row.valid_to, ("valid_from", row.valid_from))
    if row.code not in checking.register.authorities and not row.code.startswith(INVENTED):
        checking.blame(
            Place(file, line, "code"),
            f"no authority of the register has the code {row.code}",
            "Load the register first (throughline load reference); a file adds invented councils only",
        )
    if row.code.startswith(INVENTED) != row.gss_code.startswith(INVENTED):
        checking.blame(
            Place(file, line, "gss_code"),
            "the statistical code is of another kind than the code",
            "An invented council has Z in both, a real authority in neither",
        )
    elif row.code.startswith(INVENTED) and not row.gss_code.startswith(INVENTED_GSS):
        checking.blame(
            Place(file, line, "gss_code"),
            f"{row.gss_code} is not the statistical code of an invented council",
            f"Write {INVENTED_GSS} and six digits",
        )


def _check_statistical_codes(checking: Checking) -> None:
    """No two authorities share a statistical code: published figures find theirs by it."""
    first = {row.gss_code: code for code, row in checking.register.authorities.items()}
    for item in checking.folder.authorities.rows:
        code = first.setdefault(item.row.gss_code, item.row.code)
        if code != item.row.code:
            checking.blame(
                Place(AUTHORITIES.file, item.line, "gss_code"),
                f"{item.row.gss_code} is the statistical code of {code} already",
                "Give each authority a statistical code of its own",
            )


def _check_adoption(checking: Checking, item: Located[AdoptionRow]) -> None:
    row, line, file = item.row, item.line, ADOPTIONS.file
    checking.need_authority(Place(file, line, "authority_code"), row.authority_code)
    for column in STAGES_THAT_CAME:
        day = getattr(row, column)
        if day is not None and day > checking.today:
            checking.blame(
                Place(file, line, column), f"{day} is after today, {checking.today}", "Give a day to come as planned"
            )
    checking.not_before(Place(file, line, "go_live_on"), row.go_live_on, ("set_up_on", row.set_up_on))
    checking.not_before(Place(file, line, "embedding_on"), row.embedding_on, ("go_live_on", row.go_live_on))
    if row.left_on is not None and row.joined_on is None:
        checking.blame(
            Place(file, line, "joined_on"),
            "the authority left without having joined",
            "Write the day on which it joined",
        )


def _check_pause(checking: Checking, item: Located[PauseRow]) -> None:
    row, line, file = item.row, item.line, PAUSES.file
    key = row.authority_code, row.innovation
    if key not in checking.register.adoptions and not checking.folder.adoptions.names(*key):
        checking.blame(
            Place(file, line, "innovation"),
            f"{row.authority_code} has not adopted {row.innovation}",
            "Correct the row, or add the adoption to adoptions.csv",
        )
    if row.resumed_on is not None and row.resumed_on <= row.paused_on:
        checking.blame(
            Place(file, line, "resumed_on"),
            f"{row.resumed_on} is not after paused_on, {row.paused_on}",
            "Correct whichever of the two is wrong",
        )


def _check_pauses_apart(checking: Checking) -> None:
    """An adoption is paused once at a time, those pauses included that only the register knows."""
    rule, pauses = RULES[PAUSES.file], dict(checking.register.pauses)
    lines: dict[tuple[str, str, date], int] = {}
    for item in checking.folder.pauses.rows:
        key = item.row.authority_code, item.row.innovation, item.row.paused_on
        pauses[key], lines[key] = completed(item.row, pauses.get(key), rule), item.line
    before: PauseRow | None = None
    for key, row in sorted(pauses.items()):
        same = before is not None and (before.authority_code, before.innovation) == key[:2]
        if before is not None and same and row.paused_on < (before.resumed_on or date.max):
            line = lines.get(key) or lines.get((*key[:2], before.paused_on))
            if line is not None:
                until = f"until {before.resumed_on}" if before.resumed_on else "and has not gone on"
                checking.blame(
                    Place(PAUSES.file, line, "paused_on"),
                    f"two pauses of {' '.join(key[:2])} overlap: one is from {before.paused_on} {until}",
                    "Write when the first went on, or make them one",
                )
        if before is None or not same or (row.resumed_on or date.max) > (before.resumed_on or date.max):
            before = row


def _check_fact(checking: Checking, item: Located[FactRow]) -> None:
    row, line, file = item.row, item.line, FACTS.file
    checking.need_authority(Place(file, line, "authority_code"), row.authority_code)
    if row.kind == "inspection":  # an election or a control may be of a council that is still to come
        checking.need_existing(Place(file, line, "effective_on"), row.authority_code, row.effective_on)
    known = Place(file, line, "known_on")
    checking.not_after_today(known, row.known_on, blank_is="effective_on", other=row.effective_on)
    checking.not_before(Place(file, line, "until"), row.until, ("effective_on", row.effective_on))
    if row.until is not None and row.kind != "reorganisation":
        checking.blame(
            Place(file, line, "until"),
            f"{row.kind} has no end in this format",
            "Clear this cell; the next row of the kind ends the last",
        )
    if row.kind == "inspection":
        try:
            in_order(row.detail)
        except JudgementsError as error:
            checking.blame(Place(file, line, "detail"), error.message, error.remedy)


def _check_value(checking: Checking, item: Located[FactRow]) -> None:
    row, words = item.row, VALUES.get(item.row.kind)
    place = Place(FACTS.file, item.line, "value")
    remedy = f"Write one of: {', '.join(words)}" if words else "Write the party in control, or no overall control"
    if row.value is None:
        if row.kind != "inspection":
            checking.blame(place, f"{row.kind} needs a value", remedy)
    elif words is not None and row.value not in words:
        checking.blame(place, f"{row.value!r} is not a word for {row.kind}", remedy)


def _check_twice(checking: Checking) -> None:
    """One fact of a kind, authority and day; reorganisations of the council and of a directorate may begin together."""
    first = {_matter(row): ref for ref, row in checking.register.facts.items()}
    for item in checking.folder.facts.rows:
        if item.row.fact_ref in checking.register.past_facts:
            continue
        ref = first.setdefault(_matter(item.row), item.row.fact_ref)
        if ref != item.row.fact_ref:
            checking.blame(
                Place(FACTS.file, item.line, "effective_on"),
                f"{ref} tells of the {item.row.kind.replace('_', ' ')} of that authority on that day already",
                "Remove one of the two, or correct its day",
            )


def _matter(row: FactRow) -> tuple[str, str, date, str]:
    scope = (row.value or "") if row.kind == "reorganisation" else ""
    return row.authority_code, row.kind, row.effective_on, scope
