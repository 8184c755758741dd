"""What lacks between the meetings of a body: by the numbers of their §, and by the calendar."""

import datetime as dt
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from corpus import coverage
from corpus.catalogue.records import Held
from corpus.coverage import Gap


def held(
    day: str, first: int, last: int, committee: str | None = "Socialnämnden", organisation: str = "Lindsala"
) -> Held:
    """Return minutes of a day with the § from first to last."""
    return Held(day, organisation, committee, dt.date.fromisoformat(day), tuple(range(first, last + 1)))


def gaps(*minutes: Held) -> list[Gap]:
    """Return the gaps of one body."""
    (body,) = coverage.bodies(minutes)
    return list(body.gaps)


def day(iso: str) -> dt.date:
    """Return a date."""
    return dt.date.fromisoformat(iso)


def test_a_whole_year() -> None:
    """Numbers that follow on each other leave no gap; the body has its meetings with the first and the last."""
    (body,) = coverage.bodies([held("2024-01-16", 1, 12), held("2024-02-13", 13, 20), held("2024-03-12", 21, 21)])
    assert (body.organisation, body.committee, body.meetings) == ("Lindsala", "Socialnämnden", 3)
    assert (body.first, body.last, body.gaps) == (day("2024-01-16"), day("2024-03-12"), ())


def test_a_meeting_is_missing() -> None:
    """Its § are named with the meetings on both sides."""
    (gap,) = gaps(held("2024-01-16", 1, 12), held("2024-03-12", 21, 30))
    assert (gap.after, gap.before) == (day("2024-01-16"), day("2024-03-12"))
    assert gap.message == "§§ 13–20 år 2024 saknas, mellan 2024-01-16 och 2024-03-12."


def test_one_paragraph_is_missing() -> None:
    """One § is told as one."""
    (gap,) = gaps(held("2024-01-16", 1, 12), held("2024-03-12", 14, 30))
    assert gap.message == "§ 13 år 2024 saknas, mellan 2024-01-16 och 2024-03-12."


def test_the_year_does_not_begin_at_one() -> None:
    """What lacks before the first meeting of a year has no meeting before it, in each year for itself."""
    found = gaps(held("2023-11-14", 1, 90), held("2024-02-13", 3, 9))
    assert [(gap.after, gap.before) for gap in found] == [(None, day("2024-02-13"))]
    assert found[0].message == "§§ 1–2 år 2024 saknas, före 2024-02-13."


def test_the_numbers_start_over_in_january() -> None:
    """A new year is no gap."""
    assert gaps(held("2023-12-12", 1, 130), held("2024-01-16", 1, 9)) == []


def test_a_body_that_starts_over_each_time() -> None:
    """Its numbers say nothing, so nothing is said."""
    assert gaps(held("2024-01-16", 1, 12), held("2024-02-13", 1, 9), held("2024-03-12", 5, 30)) == []


def test_several_files_of_one_meeting() -> None:
    """A § that was approved at once lies in a file of its own: together the files leave no gap."""
    found = coverage.bodies([held("2024-01-16", 1, 4), held("2024-01-16", 6, 12), held("2024-01-16", 5, 5)])
    assert [(body.meetings, body.gaps) for body in found] == [(1, ())]


def test_each_body_for_itself() -> None:
    """One body's numbers are not another's, nor those of the same body elsewhere."""
    found = coverage.bodies(
        [
            held("2024-01-16", 1, 12, "Byggnadsnämnden", "Avika"),
            held("2024-02-13", 13, 20, "Byggnadsnämnden", "Avika"),
            held("2024-01-10", 1, 3, "Byggnadsnämnden"),
            held("2024-02-14", 4, 6, "Byggnadsnämnden"),
            held("2024-01-11", 1, 8, None),
        ]
    )
    assert [(body.organisation, body.committee, body.meetings, body.gaps) for body in found] == [
        ("Avika", "Byggnadsnämnden", 2, ()),
        ("Lindsala", "Byggnadsnämnden", 2, ()),
        ("Lindsala", None, 1, ()),
    ]


def monthly(*days: str) -> list[Held]:
    """Return minutes of one § each, numbered on, so that only the calendar can have gaps."""
    return [held(iso, number, number) for number, iso in enumerate(days, 1)]


def test_a_silence() -> None:
    """Meetings 28 days apart, then 168 days of nothing."""
    days = ("2024-01-02", "2024-01-30", "2024-02-27", "2024-03-26", "2024-04-23", "2024-10-08")
    (gap,) = gaps(*monthly(*days))
    assert (gap.after, gap.before) == (day("2024-04-23"), day("2024-10-08"))
    assert gap.message == "Inget protokoll på 168 dagar, mellan 2024-04-23 och 2024-10-08; annars 28 dagar."


def test_a_summer_is_no_silence() -> None:
    """Less than three times the usual 28 days, even if more than 60."""
    assert gaps(*monthly("2024-03-26", "2024-04-23", "2024-05-21", "2024-06-18", "2024-09-10")) == []


def test_a_body_that_meets_each_week() -> None:
    """Three weeks are three times the usual and no silence: it takes 60 days."""
    days = ("2024-04-02", "2024-04-09", "2024-04-16", "2024-04-23", "2024-06-11")
    assert gaps(*monthly(*days)) == []  # 49 days


def test_three_meetings_have_no_usual_time() -> None:
    """With so few nothing is told of silences."""
    assert gaps(*monthly("2024-01-02", "2024-01-30", "2024-12-17")) == []


def test_gaps_come_in_order_of_time() -> None:
    """Both kinds together."""
    found = gaps(
        held("2024-01-02", 2, 2), held("2024-01-30", 3, 3), held("2024-02-27", 4, 4), held("2024-03-26", 5, 5),
        held("2024-10-08", 6, 6), held("2024-11-05", 8, 8),
    )  # fmt: skip
    assert [gap.before for gap in found] == [day("2024-01-02"), day("2024-10-08"), day("2024-11-05")]
    assert found[0].message.startswith("§ 1 år 2024")
    assert found[1].message.startswith("Inget protokoll")
    assert found[2].message.startswith("§ 7 år 2024")


def test_no_minutes() -> None:
    """No bodies."""
    assert coverage.bodies([]) == []


@given(st.lists(st.integers(1, 9), min_size=2, max_size=12), st.data())
def test_what_is_taken_away_is_missed(sizes: Sequence[int], data: st.DataObject) -> None:
    """Of a whole year every meeting but the last can be taken away, and then its § are what lacks."""
    meetings, last = [], 0
    for number, size in enumerate(sizes, 1):
        meetings.append(held(f"2024-{number:02}-01", last + 1, last + size))
        last += size
    assert gaps(*meetings) == []
    gone = meetings.pop(data.draw(st.integers(0, len(meetings) - 2)))
    (gap,) = [gap for gap in gaps(*meetings) if "saknas" in gap.message]
    first, final = gone.paragraphs[0], gone.paragraphs[-1]
    said = f"§ {first}" if first == final else f"§§ {first}–{final}"
    assert gap.message.startswith(f"{said} år 2024 saknas")
