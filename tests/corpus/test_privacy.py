"""Personnummer by their check digit, mobile numbers, private e-mail, and the addresses where people live."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import privacy
from corpus.models import Secret


def found(text: str) -> list[tuple[Secret, str]]:
    return [(one.secret, text[one.start : one.end]) for one in privacy.find(text)]


def check_digit(nine: str) -> str:
    """By hand as SKV 704 tells it: times 2, 1, 2 …, the digits of the products summed, up to the next ten."""
    total = sum(sum(map(int, str(int(digit) * factor))) for digit, factor in zip(nine, [2, 1] * 5, strict=False))
    return str(-total % 10)


births = st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1))
serials = st.integers(0, 999)
SPELLINGS = {
    "yymmdd-nnnn": "{yy}{mmdd}-{last}",
    "yymmdd+nnnn": "{yy}{mmdd}+{last}",
    "yymmdd nnnn": "{yy}{mmdd} {last}",
    "yymmddnnnn": "{yy}{mmdd}{last}",
    "yymmdd - nnnn": "{yy}{mmdd} - {last}",
    "yymmdd–nnnn": "{yy}{mmdd}–{last}",
    "yymmdd‑nnnn": "{yy}{mmdd}‑{last}",
    "yyyymmdd-nnnn": "{c}{yy}{mmdd}-{last}",
    "yyyymmdd nnnn": "{c}{yy}{mmdd} {last}",
    "yyyymmddnnnn": "{c}{yy}{mmdd}{last}",
    "yyyy-mm-dd-nnnn": "{c}{yy}-{mm}-{dd}-{last}",
    "over two lines": "{yy}{mmdd}-\n{last}",
}
AROUND = [
    "{}", "Anna Ek ({})", "personnummer: {}, bosatt", "pnr:{}", "Pers.nr.{}.", "{}: beviljas", "född {}\n", "\t{}\t",
    "{}; {}", "Ek,{},Avika", "”{}”", "Kristina Krona på hotellet {}", "i kraft {}",
    "{}, tel 08-123 45 67", "tel 08-123 45 67, {}",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(births, serials, st.booleans(), st.sampled_from(AROUND))
def test_a_valid_number_is_always_found(spelling: str, birth: dt.date, serial: int, coordinated: bool, around: str):
    """Personnummer and samordningsnummer (60 added to the day), in every spelling and wherever they stand."""
    day = f"{birth.day + 60 * coordinated:02}"
    nine = f"{birth:%y%m}{day}{serial:03}"
    written = SPELLINGS[spelling].format(
        c=f"{birth:%Y}"[:2], yy=nine[:2], mm=nine[2:4], dd=day, mmdd=nine[2:6], last=nine[6:] + check_digit(nine)
    )
    text = around.format(written, written)
    assert found(text) == [(Secret.PERSONAL_NUMBER, written)] * around.count("{}")


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(births, serials, st.integers(1, 9))
def test_a_wrong_check_digit_is_no_number(spelling: str, birth: dt.date, serial: int, wrong: int):
    nine = f"{birth:%y%m%d}{serial:03}"
    last = str((int(check_digit(nine)) + wrong) % 10)
    written = SPELLINGS[spelling].format(
        c=f"{birth:%Y}"[:2], yy=nine[:2], mm=nine[2:4], dd=nine[4:6], mmdd=nine[2:6], last=nine[6:] + last
    )
    assert Secret.PERSONAL_NUMBER not in dict(found(f"nummer {written}."))


@given(st.integers(10_000_000, 99_999_999).filter(lambda n: n // 10**4 % 100 >= 20))
def test_an_organisation_has_no_personal_number(digits: int):
    """The third and fourth digits of an organisationsnummer are 20 or more."""
    nine = f"{digits}0"
    nine = nine[:2] + f"{20 + int(nine[2:4]) % 80}" + nine[4:]
    number = f"{nine[:6]}-{nine[6:]}{check_digit(nine)}"
    assert found(f"org.nr {number}, 16{number}, {number.replace('-', '')}") == []


@pytest.mark.parametrize(
    "text",
    [
        # 850312-1231 has the right check digit; what stands around says that it is part of something else.
        "IBAN SE85 0312 1231", "1850312-1231", "850312-12310", "850312-1231-9", "A850312-1231", "SE850312123101",
        "12,850312-1231", "konto 8503121231", "8503121231 kr", "Tel 8503121231", "org 8503121231",
        "2023-02-30-1231", "851332-1231", "SON 2023/273", "212000-1355",
    ],
)  # fmt: skip
def test_what_looks_like_a_personal_number_is_none(text: str):
    assert check_digit("850312123") == "1"
    assert found(text) == []


@pytest.mark.parametrize(
    "written",
    [
        "070-123 45 67", "0701234567", "070 123 45 67", "070-1234567", "073-1 23 45 67", "0761 23 45 67",
        "079–123 45 67",
        "070/123 45 67", "(070) 123 45 67", "070.123.45.67", "072 - 123 45 67", "+46701234567", "+46 70 123 45 67",
        "+46 (0)70-123 45 67", "+46(0)701234567", "0046 70 123 45 67", "+46-70-123 45 67", "+46 070 123 45 67",
        "070\u00a0123\u00a045\u00a067",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "mobil:{}.", "tel. {}, vardagar", "08-123 45 67/{}", "({})"])
def test_a_mobile_number_is_found(written: str, around: str):
    (one,) = privacy.find(around.format(written))
    words = around.format(written)[one.start : one.end]
    assert one.secret is Secret.PHONE
    assert [char for char in words if char.isdigit()] == [char for char in written if char.isdigit()]


@pytest.mark.parametrize(
    "text",
    [
        "0498-26 90 00", "08-123 45 67", "0771-123 456", "074-123 45 67", "070-123 45 6", "070-123 45 678",
        "0723/23 0724/23",
        "10701234567", "dnr 0701/23", "2070-12-31", "bankgiro 700-1234", "0,7012345678",
    ],
)  # fmt: skip
def test_other_numbers_are_no_mobile_numbers(text: str):
    assert found(text) == []


@pytest.mark.parametrize(
    "written", ["anna.ek@gmail.com", "Anna_Ek+1@Hotmail.com", "a-e@live.se", "ek@yahoo.co.uk", "ek.anna@telia.com"]
)
def test_private_mail_is_found(written: str):
    assert found(f"Skriv till <{written}>.") == [(Secret.EMAIL, written)]


@pytest.mark.parametrize(
    "text",
    [
        "kommun@lindsala.se",
        "anna.ek@norrskar.se",
        "ek@mail.lindsala.se",
        "registrator@co.se",
        "anna@gmail",
        "@gmail.com",
    ],
)
def test_mail_in_office_is_let_be(text: str):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Anna Ek, bosatt på Björkvägen 3 B i Avika.", "Björkvägen 3 B"),
        ("Klaganden bor på Norra Storgatan 12, 123 45 Lindsala.", "Norra Storgatan 12, 123 45 Lindsala"),
        ("Sökande: Anna Ek, Ekens väg 5 lgh 1101", "Ekens väg 5 lgh 1101"),
        ("Medborgarförslag från Anna Ek\nAnna Svenssons gata 5b", "Anna Svenssons gata 5b"),
        ("Hemadress: Ekeby 112, 123 45 Lindsala", "Ekeby 112, 123 45 Lindsala"),
        ("Personnummer saknas. Folkbokförd Kvarnstigen 7.", "Kvarnstigen 7"),
    ],
)
def test_where_people_live_is_found(text: str, address: str):
    assert found(text) == [(Secret.ADDRESS, address)]


@pytest.mark.parametrize(
    "text",
    [
        "Plats: Kommunhuset, Storgatan 1", "Besöksadress: Storgatan 1, 123 45 Lindsala", "Detaljplan för Björkvägen 3",
        "Ny gångbana längs Björkvägen 3-9", "Särskilt boende på Björkvägen 3", "Gruppboende på Björkvägen 3",
        "Sökande: Avika Bygg AB, Björkvägen 3", "bosatt i Avika sedan 1985", "Anna Ek bor i Biblioteksplan 2024",
        "Bygglov för Björkvägen 3, sökande är kommunens fastighetsbolag",
    ],
)  # fmt: skip
def test_other_addresses_are_let_be(text: str):
    assert found(text) == []


@given(st.text(alphabet="0123456789-+ .@gmailcoABEkväng\n", max_size=80))
def test_places_are_in_order_and_apart(text: str):
    last = 0
    for one in privacy.find(text):
        assert last <= one.start < one.end <= len(text)
        last = one.end


@pytest.mark.parametrize(
    "unit", ["8", "070-", "a@", "a.", "Ab ", "Abgatan 1 ", "bor Abgatan 1 ", "850312-1231 ", "+46 "]
)
def test_a_hostile_line_takes_time_in_proportion(unit: str):
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        times = []
        for _ in range(3):  # the best of three: the machine has other things to do
            begun = time.process_time()
            privacy.find(text)
            times.append(time.process_time() - begun)
        return min(times)

    assert seconds(160_000) < 40 * max(seconds(20_000), 0.002)
