from datetime import date

from leadership.risk.pictured import Mark, StageBand
from reports.risk.content import (
    AuthorityReport,
    DriverLine,
    Expected,
    PostLine,
    Provenance,
    Risk,
    Stretch,
    from_plain,
    read_stored,
    to_plain,
    to_stored,
)


def report() -> AuthorityReport:
    post = PostLine(
        post_id="1",
        title="Director",
        role="Director of children's services",
        holder=None,
        status="vacant",
        since=None,
        months_in_post=None,
        gap="Vacant",
        urgency=0,
        risks=(Risk(3, 0.1, 0.05, 0.2, "10% (5% to 20%)", "about 1 in 10"),),
        band=None,
        band_before="medium",
        base_r12=0.22,
        prior_kind="national",
        drivers=(DriverLine("Interim", 6.3, 5.0, 8.0, "published"),),
        not_recorded=("contract end",),
        change_line="",
        next_dates=("1 May 2026: election",),
    )
    return AuthorityReport(
        code="Z001",
        name="Example",
        provenance=Provenance(date(2026, 4, 1), "abc", "m", "1", "1", date(2026, 5, 1), provisional=True),
        headline="h",
        expected=Expected(6, 1.2, 0.0, 3.0),
        programme_average=1.5,
        posts=(post,),
        stretches=(Stretch("1", date(2020, 1, 1), None, "vacant", None, new_person=False),),
        marks=(Mark(date(2021, 1, 1), "go_live", "Family Valued went live"),),
        stages=(StageBand("Set-up", date(2020, 1, 1), None, 0),),
        changes=("c",),
        record="r",
        quality=(),
        standing_text=("s",),
    )


def test_content_survives_storage_unchanged():
    assert from_plain(AuthorityReport, to_plain(report())) == report()


def test_plain_content_is_json():
    plain = to_plain(report())
    assert plain["provenance"]["landmark"] == "2026-04-01"
    assert plain["posts"][0]["risks"][0]["months"] == 3


def test_content_of_another_version_is_not_read():
    stored = to_stored(report())
    assert read_stored(AuthorityReport, stored) == report()
    assert read_stored(AuthorityReport, {**stored, "version": 0}) is None
    assert read_stored(AuthorityReport, None) is None
