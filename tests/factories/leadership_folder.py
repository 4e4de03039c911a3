"""A small leadership folder as its files, in which single cells can be made wrong."""

from datetime import date

from core.csv_problems import Problem, Problems
from leadership.register.files.folder import Register, read_folder
from leadership.register.files.plan import Plan, plan_import

TODAY = date(2024, 6, 3)
ROLES = ("dcs", "assistant_director")
FILES = {
    "authorities.csv": """\
code,gss_code,name,region,type,valid_from,valid_to,population_0_17
Z001,Z99000001,Ashmere,Norland,unitary,,,42000
Z002,Z99000002,Belford,Norland,county,,,90000
""",
    "adoptions.csv": """\
authority_code,innovation,wave,joined_on,left_on,set_up_planned_on,set_up_on,go_live_planned_on,go_live_on,embedding_on,funding_ends_on,sustain_on,source,confidence
Z001,family_valued,trailblazer,2020-04-01,,2020-05-01,2020-06-01,2020-12-01,2021-02-01,,2023-03-31,,programme team,high
""",
    "pauses.csv": """\
authority_code,innovation,paused_on,resumed_on,reason
Z001,family_valued,2021-06-01,2021-09-01,recruitment
""",
    "innovators.csv": """\
innovation,authority_code
family_valued,Z002
""",
    "posts.csv": """\
post_ref,authority_code,role,title,opened_on,closed_on,known_on,close_known_on,job_share
S1,Z001,dcs,Director,2015-04-01,,,,
S2,Z001,assistant_director,"Assistant Director, Care",2015-04-01,2022-04-01,,2022-02-01,no
S3,Z002,dcs,Director,2015-04-01,,,,yes
""",
    "people.csv": """\
person_ref,name
P1,Ada First
P2,Bea Second
P3,Çai O'Third
""",
    "tenures.csv": """\
tenure_ref,post_ref,person_ref,status,started_on,started_precision,ended_on,ended_precision,start_known_on,end_known_on,contract_ends_on,internal,end_reason,supersedes,corrected_on
T1,S1,P1,permanent,2016-01-01,year,2021-09-01,day,,2021-06-15,,no,planned_move,,
T2,S1,P2,interim,2021-09-01,,2022-01-10,,,,2022-03-31,yes,confirmed,,
T3,S1,P2,permanent,2022-01-10,,,,2022-01-12,,,yes,,T4,2022-02-01
T4,S1,P2,permanent,2022-01-11,,,,2022-01-12,,,yes,,,
T5,S3,P1,permanent,2021-09-06,,,,,,,,,,
T6,S3,P3,fixed_term,2022-01-01,month,,,,,2025-12-31,,,,
""",
    "events.csv": """\
event_ref,post_ref,person_ref,tenure_ref,kind,effective_on,effective_precision,known_on,source,confidence,confidential_until,supersedes
E1,S1,P1,T1,departure_announced,2021-08-31,,2021-06-01,letter,high,2021-07-01,
E2,S1,P1,T1,departure_announced,2021-08-30,,2021-06-15,letter,high,,E1
E3,S1,P2,T2,interim_appointed,2021-09-01,,2021-09-01,"council, website",medium,,
E4,S2,,,post_closed,2022-04-01,,2022-02-01,,,,
""",
    "facts.csv": """\
fact_ref,authority_code,kind,effective_on,until,known_on,value,detail,source,confidence
F1,Z001,inspection,2023-03-13,,2023-05-02,good,care_leavers=good;impact_of_leaders=outstanding,report,high
F2,Z001,inspection,2026-05-04,,2024-06-01,,impact_of_leaders=good,report,high
F3,Z002,political_control,2023-05-04,,,no overall control,,council,
F4,Z002,election,2025-05-01,,2023-05-04,all_out,,,
F5,Z001,reorganisation,2022-04-01,2023-10-01,2022-01-15,directorate,merged with adults,report,
""",
}
HEAD = {name: text.splitlines()[0] for name, text in FILES.items()}
NOTHING = Register(ROLES, {}, {}, {}, {}, {}, {}, {}, frozenset(), {})


def folder(**changes: tuple[str, str] | str | None) -> dict[str, bytes]:
    """The files as bytes. `tenures=("old", "new")` replaces text in a file, text replaces it whole, None removes it."""
    files = {name: text.encode() for name, text in FILES.items()}
    for stem, change in changes.items():
        name = f"{stem}.csv"
        if change is None:
            del files[name]
        elif isinstance(change, str):
            files[name] = change.encode()
        else:
            assert change[0] in FILES[name], f"{name} holds no {change[0]!r}"
            files[name] = FILES[name].replace(*change, 1).encode()
    return files


def plan(files: dict[str, bytes], register: Register = NOTHING, today: date = TODAY) -> tuple[Plan, list[Problem]]:
    """The plan for the files, and the problems found on the way."""
    problems = Problems()
    made = plan_import(read_folder(files, problems), register, today, problems)
    return made, problems.in_order()


def register_of(files: dict[str, bytes]) -> Register:
    """The register as it stands once the files have been imported into an empty one."""
    made, problems = plan(files)
    assert not problems, problems
    return Register(
        roles=ROLES,
        authorities={row.code: row for row in made.authorities.new},
        posts={row.post_ref: row for row in made.posts.new},
        people={row.person_ref: row for row in made.people.new},
        tenures={row.tenure_ref: row for row in made.tenures.new},
        events={row.event_ref: row for row in made.events.new},
        adoptions={(row.authority_code, row.innovation): row for row in made.adoptions.new},
        pauses={(row.authority_code, row.innovation, row.paused_on): row for row in made.pauses.new},
        innovators=frozenset(made.innovators.new),
        facts={row.fact_ref: row for row in made.facts.new},
        memberships={(row.authority_code, row.joined_on): row for row in made.memberships.new},
    )
