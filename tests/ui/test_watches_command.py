"""The watches by the command: counted, and taken away with the address."""

from indexer.options import open_catalogue
from search_api.settings import Settings
from tests.ui.terminal import Main


def test_all_of_an_address_are_forgotten(main: Main, tmp_path) -> None:
    opened = open_catalogue(Settings(data_dir=tmp_path).index_options)
    for address, asked in (("bo@b.example", "{}"), ("Bo@b.example", "[]"), ("eva@b.example", "{}")):
        assert opened.watches.ask(address, asked, "sv", None)
    assert "0 bekräftade, 3 som väntar" in main("watches", "count", "--data-dir", tmp_path).out
    assert "2 bevakningar" in main("watches", "forget", "bo@B.example", "--data-dir", tmp_path).out
    assert [one.address for one in opened.watches.unasked()] == ["eva@b.example"]
    assert "0 bevakningar" in main("watches", "forget", "bo@b.example", "--data-dir", tmp_path).out
    opened.close()
