"""Laws by chapter, section and number in Svensk författningssamling."""

import datetime as dt

import pytest

from corpus.swedish import laws

TODAY = dt.date(2024, 5, 1)


def cited(text: str, day: dt.date | None = TODAY) -> list[tuple[str, str | None]]:
    return [(law.name, law.place) for law in laws.find(text, 0, len(text), day)]


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("enligt 2 kap. 3 § kommunallagen (2017:725).", "SFS 2017:725", "2 kap. 3 §"),
        ("enligt 2 kap 3 § kommunallagen.", "SFS 2017:725", "2 kap. 3 §"),
        ("26 kap. 1 § offentlighets- och sekretesslagen", "SFS 2009:400", "26 kap. 1 §"),
        ("4 § skollagen", "SFS 2010:800", "4 §"),
        ("9 kap. 31 a § PBL", "SFS 2010:900", "9 kap. 31 a §"),
        ("9 kap. 31a § PBL", "SFS 2010:900", "9 kap. 31 a §"),
        ("KL 5 kap. 42 §", "SFS 2017:725", "5 kap. 42 §"),
        ("kommunallagen (2017:725) 5 kap. 42 §", "SFS 2017:725", "5 kap. 42 §"),
        ("4-6 §§ LSS", "SFS 1993:387", "4–6 §§"),
        ("2 kap. 3 och 4 §§ kommunallagen", "SFS 2017:725", "2 kap. 3 och 4 §§"),
        ("9 § första stycket 2 p LSS", "SFS 1993:387", "9 §"),
        ("9 § 2 LSS", "SFS 1993:387", "9 §"),
        ("11 kap.\nmiljöbalken", "SFS 1998:808", "11 kap."),
        ("4 kap.\n1 §\nsocialtjänstlagen", "SFS 2001:453", "4 kap. 1 §"),
        ("2 kap. 7 § förordningen (2003:789) om skydd", "SFS 2003:789", "2 kap. 7 §"),
        ("7 § takavattenlagen", "takavattenlagen", "7 §"),
        ("SFS 2018:218", "SFS 2018:218", None),
        ("lagen (1993:387) om stöd och service", "SFS 1993:387", None),
        ("plan- och bygglagen (2010:900)", "SFS 2010:900", None),
        ("11 § lagen om stöd och service till vissa funktionshindrade", "SFS 1993:387", "11 §"),
    ],
)
def test_a_law_in_its_spellings(text, name, place):
    assert cited(text) == [(name, place)]


def test_one_name_for_several_places():
    text = "Enligt 5 kap. 4 § och 6 § kommunallagen samt 3 § LVU."
    assert cited(text) == [("SFS 2017:725", "5 kap. 4 §"), ("SFS 2017:725", "5 kap. 6 §"), ("SFS 1990:52", "3 §")]
    assert [text[law.start : law.end] for law in laws.find(text, 0, len(text), TODAY)] == [
        "5 kap. 4 §", "6 § kommunallagen", "3 § LVU",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2017, 12, 31), "SFS 1991:900"),
        (dt.date(2018, 1, 1), "SFS 2017:725"),
        (None, "kommunallagen"),
    ],
)
def test_a_name_means_the_law_of_its_day(day, name):
    assert cited("3 kap. 2 § kommunallagen", day) == [(name, "3 kap. 2 §")]


@pytest.mark.parametrize(
    "text",
    [
        "enligt kommunallagen", "LSS-handläggaren", "Se § 3.", "3 § i reglementet", "3 § lagen", "se 2017:725",
        "kl. 10.00", "(2017:725)", "Dnr 2018:906", "3 § underlagets bilaga", "Avstånd 5 MB § 4", "RF § 12/2024",
    ],
)  # fmt: skip
def test_no_law_is_cited(text):
    assert cited(text) == []
