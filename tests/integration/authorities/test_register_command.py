import pytest
from click.testing import CliRunner
from factories.authorities import make_council
from fixtures.databases import Clone

from core.errors import ConflictError
from web.commands.load import command


def test_the_command_loads_once_and_says_what_became_of_every_table(operator: CliRunner):
    first = operator.invoke(command, catch_exceptions=False)
    assert first.exit_code == 0
    assert "  authorities: 158 rows (158 new)" in first.output
    assert "  inspections: 315 rows (315 new)" in first.output
    assert first.output.rstrip().endswith("rows stored.")
    second = operator.invoke(command, catch_exceptions=False)
    assert "  inspections: 315 rows (315 unchanged)" in second.output
    assert second.output.rstrip().endswith("Nothing has changed: the reference data was loaded before.")


def test_the_command_refuses_a_database_of_invented_councils(operator: CliRunner, clone: Clone):
    with clone.session() as session:
        make_council(session)
        session.commit()
    with pytest.raises(ConflictError, match="invented authorities"):
        operator.invoke(command, catch_exceptions=False)
