"""What became of a matter, by the verb of the decision."""

from __future__ import annotations

import functools
import itertools
import re

from corpus.facts import Outcome

LONGEST = 1_500
# What a verb may reach over to its object: no clause of its own, whose verb is another's.
_WITHIN = r"(?:(?! att\b)[^.]){0,120}?"
# "Inför" is a verb after a body alone.
_BODY = "|".join(
    f"(?<={body} )" for body in ("nämnden", "styrelsen", "fullmäktige", "rådet", "direktionen", "kommunen", "regionen")
)
_ITEM = r"(?:ärendet|punkten|paragrafen|frågan|motionen|interpellationen|medborgarförslaget)"
_AGENDA = r"(?:dagordning|föredragningslist|ärendelist)\w*"
_PERMIT = r"(?:lov|tillstånd|dispens|förhandsbesked)"
_DONE = r"(?:fullgjor[dt]a?|slutför[dt]a?|avsluta(?:d|t|de)|verkställ[dt]a?)"
# Each outcome with its verbs: as they stand in a main clause ("avslås", "avslår"), in the infinitive that follows
# "beslutar att" or opens an att-sats ("avslå"), and told afterwards ("avslogs"). The verb that comes first decides,
# and of those that begin at one place the one that stands first here. Gaps are bounded: a long line costs little.
_VERBS: tuple[tuple[Outcome, str, str, str], ...] = (
    (
        Outcome.DISCHARGED,
        rf"(?:bevilja[rs]?|ges?|ger|lämna[rs]?|tillstyrk(?:er|s)?)\b{_WITHIN}\bansvarsfrihet"
        rf"|ansvarsfrihet\b{_WITHIN}\b(?:bevilja|ge|lämna|tillstyrk)s",
        rf"(?:bevilja|ge|lämna|tillstyrka)\b{_WITHIN}\bansvarsfrihet",
        rf"beviljades?\b{_WITHIN}\bansvarsfrihet",
    ),
    (
        Outcome.DISMISSED,
        r"entlediga[rs]|befria[rs]? [^.]{0,80}?\bfrån",
        r"entlediga|befria [^.]{0,80}?\bfrån",
        r"entledigades?|befriades?",
    ),
    (
        Outcome.TASKED,
        r"uppdra(?:r|s|gs|ges)|(?:ger|lämnar)\b[^.]{1,160}?\bi uppdrag"
        r"|(?:får|ges|erhåller|har)(?: \w+){0,3} i uppdrag|får (?:\w+ )?uppdrag(?:et)? att"
        r"|uppdrag (?:ges|lämnas)|ålägg(?:er|s)|uppmana[rs]|anmoda[rs]",
        r"uppdra(?:ga)?|(?:ge|lämna)\b[^.]{1,160}?\bi uppdrag|ålägga|uppmana|anmoda",
        r"uppdrog|(?:gav|fick|gavs)\b[^.]{0,160}?\bi uppdrag",
    ),
    (
        Outcome.REJECTED,
        r"avslå[rs]|avvisa[rs]|avstyrk(?:er|s)|neka[rs]|förkasta[rs]|lämnas? utan bifall"
        r"|(?:införs?|genomförs?|inrättas?|anordnas?) (?:inte|ej)"
        r"|(?:ska |skall |får )?(?:inte|ej) (?:bifalls|beviljas|godkänns|antas|medges|(?:fram)?ställas)"
        r"|(?:bevilja[rs]|bifall(?:er|s)|godkänn(?:er|s)|anta[rs]|tillstyrk(?:er|s)|medge[rs]|ges|lämnas)"
        r" (?:därmed |dock )?(?:inte|ej)"
        rf"|{_PERMIT}\b[^.]{{0,60}}?\b(?:ges|lämnas|meddelas|beviljas) (?:inte|ej)",
        r"avslå|avvisa|avstyrka|neka|förkasta|(?:inte|ej) (?:bifalla|bevilja|godkänna|anta|tillstyrka|medge)"
        r"|lämna\b[^.]{0,60}?\butan bifall",
        r"avslogs?|avstyrktes?|nekades?|förkastades?",
    ),
    (
        Outcome.ANSWERED,
        r"(?:anses?|är|förklara[rs]|anser)\b[^.]{0,120}?\bbesvara(?:d|t|de)"
        r"|besvara[rs] (?:med|enligt|i enlighet|genom)",
        r"(?:anse|förklara)\b[^.]{0,160}?\bbesvara(?:d|t|de)|besvara",
        r"ansågs?\b[^.]{0,120}?\bbesvara(?:d|t|de)|besvarades?",
    ),
    (
        Outcome.WITHDRAWN,
        rf"{_ITEM}\b[^.]{{0,60}}?\butgår|dra[rs] tillbaka|tas bort från|stryks från|återtas",
        rf"låta [^.]{{0,60}}?\butgå|{_ITEM}\b[^.]{{0,60}}?\bskulle utgå|dra tillbaka|återta"
        r"|(?:ta bort|stryka) [^.]{0,60}? från",
        rf"{_ITEM}\b[^.]{{0,60}}?\butgick|drogs tillbaka",
    ),
    (Outcome.REMITTED, r"återremitter(?:ar|as)|återförvisa[rs]", r"återremittera|återförvisa", r"återremitterades?"),
    (
        Outcome.TABLED,
        r"bordlägg(?:er|s|as|es)|skjuts upp|uppskjuts|senareläggs",
        r"bordlägga|skjuta upp|uppskjuta",
        r"bordlades?",
    ),
    (
        Outcome.CLOSED,
        rf"avsluta[rs]|avskriv(?:er|s)|(?:förklara[rs]|är|anses?|anser)\b[^.]{{0,120}}?\b{_DONE}",
        rf"avsluta|avskriva|(?:förklara|anse)\b[^.]{{0,160}}?\b{_DONE}",
        r"avslutades?|avskrevs?",
    ),
    (
        Outcome.NOTED,
        r"anteckna[rs]|lägg(?:er|s)\b[^.]{0,160}?\btill handlingarna|(?:tar|har tagit) del av|notera[rs]|tacka[rs] för"
        r"|tas till (?:protokollet|handlingarna|kännedom)|anmäls|tar emot|tas emot",
        r"anteckna|lägga\b[^.]{0,160}?\btill handlingarna|(?:ta|ha tagit) del av|notera|tacka för|ta emot",
        r"antecknades?|lades?\b[^.]{0,160}?\btill handlingarna|noterades?|tog del av|anmäldes",
    ),
    (
        Outcome.GRANTED,
        r"bifall(?:er|s|es)|bevilja[rs]|tillstyrk(?:er|s)|medge[rs]|får (?:fram)?ställas"
        rf"|{_PERMIT}\b[^.]{{0,60}}?\b(?:ges|lämnas|meddelas)",
        r"bifalla|bevilja|tillstyrka|medge|besluta (?:i enlighet med|enligt)"
        rf"|(?:ge|lämna|meddela) [^.]{{0,60}}?{_PERMIT}",
        r"bifölls?|beviljades?|tillstyrktes?",
    ),
    (Outcome.APPEALED, r"(?<!om det )(?<!om beslutet )överklaga[rs]", r"överklaga", r"överklagades?"),
    (
        Outcome.ELECTED,
        r"utse[rs]|välj(?:er|s|es)|omväljs?|nyväljs|förordna[rs]|nominera[rs]|adjungera[rs]"
        r"|justerar\b[^.]{0,30}?\bprotokoll\w*|(?<=\) )justerar(?=\.|$)",
        r"utse|välja|omvälja|förordna|nominera|adjungera",
        r"utsågs?|valdes?",
    ),
    (
        Outcome.APPROVED,
        r"godkänn(?:er|s|es)|godta(?:r|s|gs)|ställer sig bakom|instämmer|biträd(?:er|s)"
        rf"|{_AGENDA}\b[^.]{{0,80}}?\bfastställs|fastställer [^.]{{0,40}}?{_AGENDA}",
        rf"godkänna|godta(?:ga)?|ställa sig bakom|instämma|biträda|fastställa [^.]{{0,40}}?{_AGENDA}",
        rf"godkändes?|ställde sig bakom|{_AGENDA}\b[^.]{{0,80}}?\bfastställdes|fastställde [^.]{{0,40}}?{_AGENDA}",
    ),
    (
        Outcome.HANDED_OVER,
        r"överlämna[rs]|översänd(?:er|s|es)|remitter(?:ar|as)|hänskjut(?:er|s)|vidarebefordras|insänds"
        r"|(?:avge|lämna)[rs]\b[^.]{0,60}?yttrande|(?:skickas|lämnas) (?:över |vidare )?till|lämnas över",
        r"överlämna|översända|remittera|hänskjuta|vidarebefordra|insända|(?:avge|lämna)\b[^.]{0,60}?yttrande",
        r"överlämnades?|översändes?|remitterades?",
    ),
    (
        Outcome.ADOPTED,
        rf"anta(?:r|s|ges|gs)|fastställ(?:er|s|es)|införs|(?:{_BODY})inför",
        r"anta(?:ga)?|fastställa|införa",
        r"antogs?|fastställdes?|infördes",
    ),
)
# Nouns that are a decision by themselves ("Bifall till arbetsutskottets förslag", "Återremiss."), and words that
# only say whose proposal it is.
_NOUN = re.compile(
    r"[*_\"” ]{0,4}(?:(?P<REMITTED>(?:minoritets)?återremiss)|(?P<REJECTED>avslag)|(?P<TABLED>bordläggning)"
    r"|(?P<WITHDRAWN>utgår)|(?P<NOTED>till handlingarna)"
    r"|(?P<GRANTED>bifall"
    r"|(?:enligt|i enlighet med|i överensstämmelse med)\b[^.]{0,120}?(?:förslag|yrkande)(?:et|en|t|n)?))\b",
)
_AS_PROPOSED = re.compile(
    r"\b(?:beslut(?:ar|ade|a|as|ades)|beslöts?) (?:\w+ )?(?:enligt|i enlighet|i överensstämmelse)\b"
)
# A body that is told to report has been given a task, whatever the word for it.
REPORTS = (
    r"(?:(?:åter|slut|del|års)?redovis\w*|återkom\w*|(?:åter)?rapporter\w*|följas? upp|utvärder\w*|underrätta\w*"
    r"|inkomma|(?:åter|års|slut)rapport)"
)
_SHALL = re.compile(rf"\b(?:ska|skall|bör|får|åligger)\b(?! inte\b| ej\b)[^.]{{0,160}}?\b(?:{REPORTS}|senast)\b")
# After these the operative infinitive begins: "beslutar att", "föreslår kommunfullmäktige besluta", "föreslås".
_RESOLVES = re.compile(
    r"\b(?:beslut(?:ar|at|ades?|a|as)|beslöts?|föreslå[rs]|hemställer)\b[^.;]{0,160}?\b(?:att(?=[\s,:])|besluta\b)"
)
# Right before one, without more words: "beslöt bordlägga ärendet".
_DIRECTLY = re.compile(r"\b(?:beslutar|beslutade|beslöt)\s(?:(?:enhälligt|därför|härefter|även|dock)\s)?")
_THAT = re.compile(r"(?:dels )?att\b")
# What a verb may be about: a yrkande and what it asks for, a release from an office.
REACH = 120
_MOTION = re.compile(
    r"\b(?:(?P<REJECTED>avslagsyrkande|yrkande\w* (?:om|på) avslag)"
    r"|(?P<REMITTED>återremissyrkande|yrkande\w* (?:om|på) (?:minoritets)?återremiss)"
    r"|(?P<TABLED>bordläggningsyrkande|yrkande\w* (?:om|på) bordläggning)|\w{0,20}yrkande)"
)
_UNTOLD = re.compile(r"\b\w{3,}s\b|\butgår$|\bjusterar\b|besvarad$")
_AND = re.compile(r",? (?:och|samt)\b")
_CLAUSE = re.compile(r"\b(?:att|som|hur|om)\b")
_RELEASE = re.compile(r"avsägelse|\bentledigande|\bavsked\b|\bbefrielse från")


def _compiled(form: int) -> re.Pattern[str]:
    # "upphör reglementet som antogs 2018 att gälla" adopts nothing. Texts are put in small letters for these, which is
    # three times as fast as ignoring case.
    verbs = "|".join(f"(?P<{row[0].name}>{row[form]})" for row in _VERBS)
    return re.compile(rf"\b(?<!som )(?:{verbs})\b")


_IS, _TO, _WAS = _compiled(1), _compiled(2), _compiled(3)


def operative(text: str) -> Outcome | None:
    """The outcome of the verb of `text`, a decision as it stands; None where it has no verb that is one of these."""
    return _operative(_plain(text))


def is_passive(text: str) -> bool:
    """Whether the first verb of `text` that decides tells what is done and not who does it: "Taxan fastställs.".

    "Ärendet utgår" and "Anna Ek (S) justerar" tell it too.
    """
    verb = _IS.search(_plain(text))
    return verb is not None and bool(_UNTOLD.search(verb.group()))


def told(text: str) -> Outcome | None:
    """The outcome that `text` tells afterwards: "Skrivelserna lades till handlingarna."."""
    found = _WAS.search(_plain(text))
    return Outcome[str(found.lastgroup)] if found else None


def read(text: str) -> Outcome:
    """The outcome of a decision whose words are `text`: that of its verb, else of its noun."""
    text = _plain(text)
    found = _operative(text)
    if found:
        return found
    if _SHALL.search(text):
        return Outcome.TASKED
    if noun := _NOUN.match(text):
        return Outcome[str(noun.lastgroup)]
    if was := _WAS.search(text):
        return _done(Outcome[str(was.lastgroup)], text[was.end() :][:REACH], text)
    return Outcome.GRANTED if _AS_PROPOSED.search(text) else Outcome.OTHER


def _plain(text: str) -> str:
    return " ".join(text[:LONGEST].lower().replace("**", "").split())


@functools.lru_cache(maxsize=256)
def _operative(text: str) -> Outcome | None:
    """The outcome of the first verb that is about the matter: what is done with a yrkande is only the way to it."""
    place = _infinitive_at(text)
    verbs = [*_IS.finditer(text, place or 0)]
    if place is not None:
        verbs = sorted([*_TO.finditer(text, place), *verbs], key=lambda verb: verb.start())
    first: Outcome | None = None
    end = place or 0
    for verb, following in itertools.zip_longest(verbs, verbs[1:]):
        after = text[verb.end() : following.start() if following else len(text)]
        # What a passive is about stands before it: "yrkandet avslås".
        passive = verb.group().endswith("s")
        about = text[end : verb.start()][-REACH:] if passive else after[:REACH]
        outcome = _done(Outcome[str(verb.lastgroup)], about, text[end : verb.start()][-REACH:] + after[:REACH])
        # "Uppdraget att se hur taxan fastställs avslutas": the passive of an att-clause is not that of the sentence.
        goes_on = following is not None and "." not in after and not _AND.match(after)
        inside = place is None and passive and goes_on and _CLAUSE.search(text, end, verb.start())
        if not inside and not _MOTION.search(about):
            return outcome
        first = first or outcome
        end = verb.end()
    return first


def _done(verb: Outcome, about: str, clause: str) -> Outcome:
    """What became of a matter by a verb that is about the words `about` of its `clause`."""
    # What is granted may stand after a passive too: "Anna Ek beviljas entledigande".
    if verb in (Outcome.GRANTED, Outcome.APPROVED) and _RELEASE.search(clause if verb is Outcome.GRANTED else about):
        return Outcome.DISMISSED
    asked = _MOTION.search(about)
    if asked and asked.lastgroup and verb in (Outcome.GRANTED, Outcome.APPROVED):
        return Outcome[asked.lastgroup]
    if asked and asked.lastgroup == Outcome.REJECTED.name and verb is Outcome.REJECTED:
        return Outcome.GRANTED
    return verb


def _infinitive_at(text: str) -> int | None:
    """Where an operative infinitive begins in `text`, or None where the decision is a clause of its own."""
    place = None
    that = _THAT.match(text)
    if that:
        place = that.end()
    elif _TO.match(text):
        place = 0
    verb = _IS.search(text)
    direct = next((match.end() for match in _DIRECTLY.finditer(text) if _TO.match(text, match.end())), None)
    for match in _RESOLVES.finditer(text):
        if direct is not None and match.start() < direct < match.end():
            return direct
        # "godkänner planen och föreslår fullmäktige att …" is an approval; "föreslår att … beslutar att" goes on.
        if place is not None:
            verb = _TO.search(text, place)
        if verb and verb.start() < match.start():
            break
        place = match.end()
    return direct if place is None else place
