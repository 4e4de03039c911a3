"""A recruitment pack as a document: every attribute in every place, room for the panel, and nobody's name."""

from datetime import date

from authorities.register.models import Authority
from leadership.profiles.kinds import Attribute
from leadership.recruitment.kinds import Place
from leadership.recruitment.models import RecruitmentPack, RecruitmentStep
from leadership.recruitment.page import NAMES, PackPage
from leadership.recruitment.prompts import PANEL_PROMPTS
from leadership.register.models import Post
from reports.documents.document import Heading, Prompts, Table, Ticks
from reports.documents.pdf import pdf_of
from reports.documents.word import docx_of
from reports.recruitment.document import document_of

DAY = date(2026, 11, 28)


def page(**steps: RecruitmentStep) -> PackPage:
    return PackPage(
        Authority(code="Z001", name="Ashmere"),
        Post(title="Director"),
        DAY,
        RecruitmentPack(ground="vacant", opened_on=DAY),
        {Place(name): step for name, step in steps.items()},
    )


def step(*attributes: Attribute) -> RecruitmentStep:
    return RecruitmentStep(
        attributes=[each.value for each in attributes], evidence="Advert", owner="Head of people", done_on=DAY
    )


def test_each_place_has_its_part_with_all_five_to_tick():
    document = document_of(page(advert=step(*Attribute)))
    headings = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert headings[:4] == [place.words.name for place in Place]
    ticks = [block for block in document.blocks if isinstance(block, Ticks)]
    assert [sum(done for _, done in block.items) for block in ticks] == [5, 0, 0, 0]
    assert all([text for text, _ in block.items] == list(NAMES.values()) for block in ticks)


def test_the_table_has_an_attribute_in_each_row_and_the_sentence_counts_whole_places():
    document = document_of(page(advert=step(*Attribute), interview=step(Attribute.BUY_IN)))
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    assert [row[0] for row in table.rows] == list(NAMES.values())
    assert table.rows[-1] == (NAMES[Attribute.BUY_IN], "Stands", "Not yet", "Stands", "Not yet")
    assert "1 of 4 places" in document.blocks[0].text
    assert "0.25 of 1" in document.blocks[0].text


def test_the_panel_finds_prompts_for_each_attribute_and_room_to_write():
    prompts = [block for block in document_of(page()).blocks if isinstance(block, Prompts)]
    assert [block.items for block in prompts] == [PANEL_PROMPTS[attribute].ask for attribute in Attribute]
    assert all(block.lines for block in prompts)


def test_both_files_can_be_made():
    document = document_of(page(advert=step(*Attribute)))
    assert pdf_of(document).startswith(b"%PDF")
    assert docx_of(document).startswith(b"PK")
