"""Uppdrag: what a decision gives somebody to do, to whom, and by when."""

from __future__ import annotations

import re

from corpus.facts import Decision, Outcome, Task
from corpus.structure import prose
from corpus.structure.facts import deadlines, outcomes
from corpus.structure.node import Node
from corpus.swedish import days, tables

_TO = r"(?P<to>(?:(?!\b(?:att|som|är|har|om|tilldelas)\b|:\s)[^.;\"”]){2,200}?)"
_FIRST = r"(?:^|(?<=[.:;] )|(?<=\batt ))[\"”]?"
_ALSO = r"(?: (?:också|även|vidare|samtidigt|därför|härmed))?"
# Who gets the task, by the way it is given; tried in order, and the first that matches tells.
_GIVEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:till|hos) {_TO},? (?:som|vilken|vilka) (?:får|ges|erhåller|har)(?: \w+){{0,2}} i uppdrag\b",
        rf"\buppdra(?:r|s|gs|ges|ga)?{_ALSO} (?:åt|till) {_TO}(?=,| att\b| i uppdrag\b| \w+ande\b|[.:]|$)",
        rf"\b(?:ge|ger|lämna|lämnar|gav){_ALSO} {_TO} i uppdrag\b",
        rf"\b(?:ålägg(?:a|er)|förelägg(?:a|er)|uppmanar?|anmodar?) {_TO} att\b",
        rf"\buppdrag(?:et)? (?:ges |lämnas )?(?:åt|till) {_TO}(?= att\b|[.,:]|$)",
        rf"{_FIRST}{_TO} (?:åläggs|uppmanas|anmodas|uppdras|föreläggs)\b",
        rf"\b(?:begär|begära) att {_TO} (?!får\b|ska\b|inte\b)\w+r\b",
        rf"{_FIRST}{_TO} (?:får|ges|erhåller|har|fick)\b"
        rf"(?=[^.:;]{{0,160}}?\b(?:i uppdrag|uppdrag(?:et)? att|{outcomes.REPORTS}))",
    )
)
_SHALL = re.compile(
    rf"{_FIRST}{_TO}(?: (?:är|har)\b[^.,]{{0,60}}? och)?"
    r" (?:ska|skall|bör|redovisar|återkommer|återrapporterar|rapporterar|lämnar|följer upp)\b(?P<rest>[^.]*)",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    rf"\b(?:åter)?(?:remitter|förvisa|överlämna|översänd)\w* till {_TO}(?= för\b| med\b| i syfte\b|[.,;:]|$)",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(?:får|ges|ge|ger|gav|fick|erhåller|har|lämnar?)\b[^.]{0,160}?\bi uppdrag\b|\buppdra(?:r|s|gs|ges|ga)?\b"
    r"|\bfår (?:\w+ )?uppdrag(?:et)? att\b|\buppdrag (?:ges|lämnas)\b|\b(?:åläg|föreläg)g(?:a|er|s)\b|\buppmana[rs]?\b"
    r"|\banmoda[rs]?\b|\bbegära?r? att\b|\båterremitter\w+ till [^.]{2,120}?,? (?:för att|med uppdrag)\b",
    re.IGNORECASE,
)
# A reporting verb, or an obligation with its last day: a task, though no word says so.
_OBLIGES = re.compile(
    rf"\b(?:ska|skall|bör|får)\b(?! inte\b| ej\b)(?:,[^.,]{{1,80}},)?(?:(?! att\b)[^.,]){{0,120}}?\b{outcomes.REPORTS}"
    r"|\b(?:ska|skall|bör|lämnar|redovisar|återkommer|återrapporterar|rapporterar)\b[^.]{0,200}?\bsenast\b"
    r"|\bför (?:yttrande|beredning|besvarande)\b[^.]{0,60}?\bsenast\b|\b(?:återkommer|återrapporterar)\b",
    re.IGNORECASE,
)
# A thing that is to be done, not one who is to do it: "Redovisningen ska ske", "Förslaget ska redovisas".
_PASSIVE = re.compile(
    r"(?: få\b|(?: (?:inte|även|också|årligen|därför|sedan|därefter|\w+ligt))? (?:ske|vara|ha|\w+s)\b)", re.IGNORECASE
)
# What somebody is or may do, which is nothing to be done: "Nämnden ska bestå av nio ledamöter".
_BEING = re.compile(
    r"(?: \w+)?? (?:inte|ej|bestå|utgöra|gälla|kunna|ha|få|äga|anses|vara|fortsätta|undantas)\b", re.IGNORECASE
)
_ACTOR = re.compile(
    rf"nämnd|styrelse|fullmäktige|utskott|förvaltning|kontor|avdelning|enhet|{tables.OFFICE}|ordförande|presidi|beredning"
    r"|bolag|\bAB\b|förbund|råd(?:et)?\b|\bstab|grupp|kansli|ledamöter|verksamhet|ombud|förening",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r",?\s(?:i (?:nära )?(?:samverkan|samråd|dialog)|tillsammans) med\b.*", re.IGNORECASE)
_CLAUSES = re.compile(r",\s+(?:och |samt )?|\s(?:och|samt)\s")
_REPORTS = re.compile(rf"\b(?:{outcomes.REPORTS}|klara?|färdigställ\w*|slutför\w*|lämna\w*|presenter\w*)\b", re.I)
_MUST = re.compile(r"\b(?:ska|skall|bör)\b", re.IGNORECASE)
# What is over gives nobody anything to do, though it tells of an uppdrag: "förklaras fullgjort".
_OVER = frozenset({Outcome.CLOSED, Outcome.NOTED, Outcome.REJECTED, Outcome.ANSWERED})


def find(node: Node) -> tuple[Task, ...]:
    """The tasks that the decisions of `node` give, each over its point."""
    found = []
    for decision in node.of(Decision):
        text = prose.run(prose.between(node.rows, decision.start, decision.end)).text[: outcomes.LONGEST]
        if decision.outcome in _OVER:
            sentences = [text[start:end] for start, end in prose.sentences(text)]
            text = " ".join(sentence for sentence in sentences if outcomes.read(sentence) not in _OVER)
        if _GIVES.search(text) or _OBLIGES.search(text) or _told_to(text):
            due = _due(text)
            day = next(iter(days.dates(due)), None) if due else None
            found.append(Task(decision.start, decision.end, _whom(text), due, day))
    return tuple(found)


def _told_to(text: str) -> bool:
    """Whether a body or an office is to do something: "Tekniska nämnden ska sätta upp skyltar"."""
    shall = _SHALL.search(text)
    return bool(
        shall
        and _ACTOR.search(shall["to"])
        and _MUST.search(text, shall.end("to"), shall.start("rest"))
        and not _PASSIVE.match(shall["rest"])
        and not _BEING.match(shall["rest"])
    )


def _whom(text: str) -> str | None:
    for pattern in _GIVEN:
        if match := pattern.search(text):
            to = _TOGETHER.sub("", match["to"].strip(' "”,'))
            # "godkänner planen och förvaltningen får i uppdrag": only the last clause names whom.
            return _CLAUSES.split(to)[-1] if outcomes.operative(to) else to
    shall = _SHALL.search(text)
    if shall and _ACTOR.search(shall["to"]) and not _PASSIVE.match(shall["rest"]):
        return _TOGETHER.sub("", shall["to"].strip(' "”,'))
    passed = _PASSED_ON.search(text)
    return passed["to"].strip(" ,") if passed else None


def _due(text: str) -> str | None:
    """The last day, else the time beside a word for reporting: other times are what the task is about."""
    last = deadlines.last(text)
    if last:
        return last
    for start, end in prose.sentences(text):
        reports = _REPORTS.search(text, start, end)
        if reports:
            must = _MUST.search(text, start, reports.start())
            if other := deadlines.other(text, must.end() if must else reports.start()):
                return other
    return None
