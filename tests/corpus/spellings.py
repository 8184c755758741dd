"""How personnummer are spelled, and what looks like one and is none."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from corpus.privacy import plain

# {c} is the century, {yy}, {mm} and {dd} the day of birth and {last} the rest; no other digit stands there but a VAT
# number's 01, and 16 before a sole trader's.
SPELLINGS = {
    "dash": "{yy}{mm}{dd}-{last}",
    "plus": "{yy}{mm}{dd}+{last}",
    "blank": "{yy}{mm}{dd} {last}",
    "none": "{yy}{mm}{dd}{last}",
    "twelve": "{c}{yy}{mm}{dd}{last}",
    "twelve dash": "{c}{yy}{mm}{dd}-{last}",
    "twelve plus": "{c}{yy}{mm}{dd}+{last}",
    "twelve blank": "{c}{yy}{mm}{dd} {last}",
    "twelve two blanks": "{c}{yy}{mm}{dd}  {last}",
    "blanks about the dash": "{yy}{mm}{dd} - {last}",
    "blank before the dash": "{yy}{mm}{dd} -{last}",
    "blank after the dash": "{yy}{mm}{dd}- {last}",
    "en dash": "{yy}{mm}{dd}–{last}",
    "em dash": "{yy}{mm}{dd}—{last}",
    "figure dash": "{yy}{mm}{dd}\u2012{last}",
    "horizontal bar": "{yy}{mm}{dd}\u2015{last}",
    "hyphen": "{yy}{mm}{dd}\u2010{last}",
    "unbreakable hyphen": "{yy}{mm}{dd}\u2011{last}",
    "minus": "{yy}{mm}{dd}\u2212{last}",
    "hyphen bullet": "{yy}{mm}{dd}\u2043{last}",
    "small dash": "{yy}{mm}{dd}\ufe63{last}",
    "full-width dash": "{yy}{mm}{dd}\uff0d{last}",
    "full-width plus": "{yy}{mm}{dd}\uff0b{last}",
    "two dashes": "{yy}{mm}{dd}--{last}",
    "soft hyphen": "{yy}{mm}{dd}\u00ad{last}",
    "dash and soft hyphen": "{yy}{mm}{dd}\u00ad-{last}",
    "zero width": "{yy}{mm}{dd}\u200b-\u200b{last}",
    "word joiner": "{yy}{mm}\u2060{dd}\u2060-{last}",
    "two blanks": "{yy}{mm}{dd}  {last}",
    "many blanks": "{yy}{mm}{dd}      {last}",
    "unbreakable blank": "{yy}{mm}{dd}\u00a0{last}",
    "narrow blank": "{yy}{mm}{dd}\u202f{last}",
    "thin blank": "{yy}{mm}{dd}\u2009{last}",
    "figure blank": "{yy}{mm}{dd}\u2007{last}",
    "em blank": "{yy}{mm}{dd}\u2003{last}",
    "wide blank": "{yy}{mm}{dd}\u3000{last}",
    "unbreakable blanks about the dash": "{yy}{mm}{dd}\u00a0-\u00a0{last}",
    "tab": "{yy}{mm}{dd}\t{last}",
    "two cells": "{yy}{mm}{dd} | {last}",
    "narrow cells": "|{yy}{mm}{dd}|{last}|",
    "cells with a dash": "{yy}{mm}{dd} | - | {last}",
    "cell of a number": "| {yy}{mm}{dd}-{last} |",
    "drawn cells": "{yy}{mm}{dd} │ {last}",
    "over a line after the dash": "{yy}{mm}{dd}-\n{last}",
    "over a line before the dash": "{yy}{mm}{dd}\n-{last}",
    "over a line": "{yy}{mm}{dd}\n{last}",
    "over an indented line": "{yy}{mm}{dd}-\n    {last}",
    "iso": "{c}{yy}-{mm}-{dd}-{last}",
    "iso plus": "{c}{yy}-{mm}-{dd}+{last}",
    "iso en dashes": "{c}{yy}–{mm}–{dd}–{last}",
    "iso over a line": "{c}{yy}-{mm}-{dd}-\n{last}",
    "dashed": "{yy}-{mm}-{dd}-{last}",
    "dotted": "{yy}.{mm}.{dd}-{last}",
    "dotted whole": "{c}{yy}.{mm}.{dd}-{last}",
    "dots all through": "{c}{yy}.{mm}.{dd}.{last}",
    "slashed": "{yy}/{mm}/{dd}-{last}",
    "slashed whole": "{c}{yy}/{mm}/{dd}-{last}",
    "spaced": "{c}{yy} {mm} {dd} {last}",
    "spaced dash": "{c}{yy} {mm} {dd}-{last}",
    "spaced short": "{yy} {mm} {dd} {last}",
    "year apart": "{c}{yy} {mm}{dd}-{last}",
    "year dashed": "{c}{yy}-{mm}{dd}-{last}",
    "comma": "{yy}{mm}{dd},{last}",
    "point": "{yy}{mm}{dd}.{last}",
    "glued pnr": "pnr{yy}{mm}{dd}-{last}",
    "glued pnr without sign": "pnr{yy}{mm}{dd}{last}",
    "colon": "personnummer:{yy}{mm}{dd}{last}",
    "called, iso and blank": "personnummer {c}{yy}-{mm}-{dd} {last}",
    "called, slash": "pers.nr {yy}{mm}{dd}/{last}",
    "called, equals": "?pnr={yy}{mm}{dd}-{last}",
    "glued to a word": "Ek{yy}{mm}{dd}-{last}",
    "followed by a word": "{yy}{mm}{dd}-{last}Anna",
    "followed by the number of a file": "{yy}{mm}{dd}-{last}-A",
    "sole trader": "org.nr {yy}{mm}{dd}-{last}",
    "sole trader without sign": "organisationsnummer {yy}{mm}{dd}{last}",
    "sole trader with 16": "16{yy}{mm}{dd}-{last}",
    "sole trader with 16 without sign": "16{yy}{mm}{dd}{last}",
    "VAT": "SE{yy}{mm}{dd}{last}01",
    "VAT spaced": "SE {yy}{mm}{dd}-{last} 01",
    "file": "beslut_{yy}{mm}{dd}-{last}_signerad.pdf",
    "file without dash": "beslut_{yy}{mm}{dd}_{last}_signerad.pdf",
    "file without sign": "beslut_{yy}{mm}{dd}{last}.pdf",
    "file of another system": "beslut_{yy}_{mm}_{dd}_{last}.pdf",
    "folder": "socialtjänst/{yy}{mm}{dd}-{last}/beslut.pdf",
    "address of a page": "https://lindsala.se/akt/{yy}{mm}{dd}-{last}?visa=ja",
    "escaped in an address": "https://lindsala.se/akt?id={yy}{mm}{dd}%2D{last}",
    "mail": "{yy}{mm}{dd}-{last}@elev.lindsala.se",
    "mail without sign": "anna.{yy}{mm}{dd}{last}@elev.lindsala.se",
    "markdown": r"{yy}{mm}{dd}\-{last}",
    "full-width digits": "wide",
    "Arabic digits": "arabic",
    "Persian digits": "persian",
}
_SCRIPTS = {"wide": 0xFF10, "arabic": 0x0660, "persian": 0x06F0}
JOINED = (",", ", ", ";", "; ", " ", "\n", "\t", " | ", "/", " och ", "…")


def check_digit(nine: str) -> str:
    """By hand as SKV 704 tells it: times 2, 1, 2 …, the digits of the products summed, up to the next ten."""
    total = sum(sum(map(int, str(int(digit) * factor))) for digit, factor in zip(nine, [2, 1] * 5, strict=False))
    return str(-total % 10)


def number(birth: dt.date, serial: int, *, coordinated: bool = False, wrong: int = 0) -> str:
    """Return the twelve digits of someone born then, with a check digit that is `wrong` by so much."""
    nine = f"{birth:%y%m}{birth.day + 60 * coordinated:02}{serial:03}"
    return f"{birth:%Y}"[:2] + nine + str((int(check_digit(nine)) + wrong) % 10)


def spelled(twelve: str, spelling: str) -> str:
    """Return a number in one of `SPELLINGS`."""
    template = SPELLINGS[spelling]
    if template in _SCRIPTS:
        zero = _SCRIPTS[template]
        return spelled(twelve, "dash").translate({ord("0") + digit: zero + digit for digit in range(10)})
    return template.format(c=twelve[:2], yy=twelve[2:4], mm=twelve[4:6], dd=twelve[6:8], last=twelve[8:])


def shows(text: str, twelve: str) -> bool:
    """Whether a text still has the ten digits of a number in a row, whatever stands between them."""
    digits = "".join(char for char in plain.of(text).text if char.isdigit())
    return twelve[2:] in digits


def lookalikes(seed: int, each: int) -> Iterator[str]:
    """Yield what is no personnummer, `each` of many forms; where the form has ten digits, the check digit is right."""
    chance = random.Random(seed)

    def day(first: int, last: int) -> dt.date:
        return dt.date(first, 1, 1) + dt.timedelta(chance.randrange((last - first) * 365))

    def digits(many: int) -> str:
        return "".join(chance.choices("0123456789", k=many))

    for _ in range(each):
        date, year, number_ = day(2000, 2026), chance.randrange(1990, 2027), chance.randrange(1, 9999)
        dated = f"{date:%y%m%d}" + digits(3)
        last = dated[6:] + check_digit(dated)  # with the day, a right number
        company = f"{chance.choice('235789')}{digits(1)}{chance.randrange(20, 100)}{digits(5)}"
        company += check_digit(company)
        hour = f"{chance.randrange(8, 22):02}{chance.choice(('00', '15', '30', '45'))}"
        area = chance.choice(("08", "031", "040", "0498", "0510", "0611", "0910"))
        local = digits(1).replace("0", "2") + digits(6 if len(area) < 4 else 5)
        yield f"KS {year}/{number_:04}"
        yield f"{date} {last}"
        yield f"dnr {date} {last}"
        yield f"OMS {year % 100:02}-{number_:04}.{digits(3)}"
        yield f"{year % 100:02}/{digits(3)} {digits(3)}"
        yield f"{year}/KS {number_:04} {digits(3)}"
        yield f"HEL {year}-{digits(6)}"
        yield f"Dnr {date:%y%m%d} {last}"
        yield f"ärendenummer {date:%y%m%d}{last}"
        yield f"org.nr {company[:6]}-{company[6:]}"
        yield f"16{company[:6]}-{company[6:]}"
        yield f"organisationsnummer {company}"
        yield f"SE{company}01"
        yield f"{area}-{local[:3]} {local[3:5]} {local[5:]}".strip()
        yield f"tel {area}{local}"
        yield f"+46 {area[1:]} {local[:3]} {local[3:]}"
        yield f"{date} kl. {hour[:2]}.{hour[2:]}"
        yield f"{date} {hour[:2]}:{hour[2:]}–{int(hour[:2]) + 1}:{hour[2:]}"
        yield f"{day(1990, 2000)} {hour}"
        yield f"{date:%y%m%d} kl {hour}"
        yield f"{date} § {number_ % 400}"
        yield f"{date}–{date + dt.timedelta(30)}"
        yield f"{date:%Y%m%d}-{date + dt.timedelta(30):%Y%m%d}"
        yield f"bankgiro {digits(3)}-{digits(4)}"
        yield f"plusgiro {digits(2)} {digits(2)} {digits(2)}-{digits(1)}"
        yield f"bankgiro {dated[:6]}{last}"
        yield f"Ekeby {number_ % 90}:{number_ % 400}"
        yield f"{dated[:6]}{last} kr"
        yield f"{number_ % 90} {digits(3)} {digits(3)} kronor"
        yield f"IBAN SE{digits(2)} {digits(4)} {digits(4)} {digits(4)} {digits(4)} {digits(4)}"
        yield f"lagen ({year}:{number_ % 1999})"
