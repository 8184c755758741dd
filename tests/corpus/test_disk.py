"""The reserve: what would eat into it is refused, and says what to do."""

from pathlib import Path

import pytest

from corpus import disk
from corpus.errors import DiskFull


def test_room_is_told_where_the_folder_will_lie(tmp_path: Path) -> None:
    assert abs(disk.free(tmp_path / "a" / "b") - disk.free(tmp_path)) < 100 * 2**20


def test_what_leaves_the_reserve_is_taken(tmp_path: Path) -> None:
    disk.check(tmp_path, 1, reserve=0)


@pytest.mark.parametrize(("needed", "reserve"), [(2**60, 0), (0, 2**60)])
def test_what_eats_into_it_is_refused(tmp_path: Path, needed: int, reserve: int) -> None:
    with pytest.raises(DiskFull, match="Frigör utrymme") as refused:
        disk.check(tmp_path, needed, reserve)
    assert str(tmp_path) in str(refused.value)
