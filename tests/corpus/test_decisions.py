"""The points of a decision and their outcomes. All bodies, persons and matters are invented."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Outcome
from corpus.structure.facts import decisions, outcomes
from tests.corpus.opened import node, nodes

HEADING = "§ 12 Belysning vid Storängens badplats\n"


def _decided(body: str) -> list[tuple[int | None, str, Outcome]]:
    """Return number, words and outcome of each decision of a § with that body."""
    text = HEADING + body
    return [(d.number, " ".join(text[d.start : d.end].split()), d.outcome) for d in decisions.find(node(text))]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Motionen bifalls.", Outcome.GRANTED),
        ("Kommunfullmäktige bifaller motionen.", Outcome.GRANTED),
        ("Bifall till arbetsutskottets förslag.", Outcome.GRANTED),
        ("Enligt kommunstyrelsens förslag.", Outcome.GRANTED),
        ("Kommunstyrelsen beslutar enligt arbetsutskottets förslag.", Outcome.GRANTED),
        ("Nämnden beslutar i enlighet med förvaltningens förslag.", Outcome.GRANTED),
        ("Bygglov beviljas för garage på fastigheten Tallen 3.", Outcome.GRANTED),
        ("Bidrag om 40 000 kronor beviljas Norrskärs ridklubb.", Outcome.GRANTED),
        ("Nämnden tillstyrker motionen.", Outcome.GRANTED),
        ("Motionen avslås.", Outcome.REJECTED),
        ("Enligt kommunstyrelsens förslag. Motionen avslås.", Outcome.REJECTED),
        ("att avslå motionen", Outcome.REJECTED),
        ("Ansökan avslås med stöd av 9 kap. 31 § plan- och bygglagen.", Outcome.REJECTED),
        ("Positivt förhandsbesked lämnas inte.", Outcome.REJECTED),
        ("Strandskyddsdispens beviljas inte.", Outcome.REJECTED),
        ("Nämnden avstyrker motionen.", Outcome.REJECTED),
        ("Ärendet återremitteras till tekniska nämnden för ny kalkyl.", Outcome.REMITTED),
        ("Återremiss.", Outcome.REMITTED),
        ("att återremittera ärendet", Outcome.REMITTED),
        ("Ärendet bordläggs till nästa sammanträde.", Outcome.TABLED),
        ("Interpellationen bordläggs.", Outcome.TABLED),
        ("Motionen anses besvarad.", Outcome.ANSWERED),
        ("Motionen ska anses vara besvarad med vad förvaltningen anfört.", Outcome.ANSWERED),
        ("att anse motionen besvarad", Outcome.ANSWERED),
        ("Interpellationen förklaras besvarad.", Outcome.ANSWERED),
        ("att förklara medborgarförslaget besvarat", Outcome.ANSWERED),
        ("Informationen antecknas till protokollet.", Outcome.NOTED),
        ("Rapporten läggs till handlingarna.", Outcome.NOTED),
        ("att lägga redovisningen till handlingarna", Outcome.NOTED),
        ("Kommunstyrelsen lägger rapporten om ungas psykiska hälsa till handlingarna.", Outcome.NOTED),
        ("Nämnden har tagit del av informationen.", Outcome.NOTED),
        ("Nämnden tackar för informationen.", Outcome.NOTED),
        ("att notera informationen", Outcome.NOTED),
        ("Antecknas.", Outcome.NOTED),
        ("Årsredovisningen godkänns.", Outcome.APPROVED),
        ("att godkänna slutredovisningen", Outcome.APPROVED),
        ("Dagordningen fastställs med den ändringen att punkt 4 tas sist.", Outcome.APPROVED),
        ("Nämnden ställer sig bakom yttrandet.", Outcome.APPROVED),
        ("Detaljplanen för Tallen 3 antas.", Outcome.ADOPTED),
        ("att anta reglementet att gälla från den 1 maj 2024", Outcome.ADOPTED),
        ("Taxan fastställs.", Outcome.ADOPTED),
        ("Uppdraget avslutas.", Outcome.CLOSED),
        ("Uppdraget från den 3 maj 2021, § 44, förklaras fullgjort.", Outcome.CLOSED),
        ("att förklara uppdraget slutfört", Outcome.CLOSED),
        ("Ärendet avskrivs.", Outcome.CLOSED),
        ("Motionen överlämnas till kommunstyrelsen för beredning.", Outcome.HANDED_OVER),
        ("Motionen remitteras till kommunstyrelsen.", Outcome.HANDED_OVER),
        ("att översända yttrandet till länsstyrelsen", Outcome.HANDED_OVER),
        ("Till ledamot utses Vera Lundmark (C).", Outcome.ELECTED),
        ("Vera Lundmark (C) väljs till ersättare.", Outcome.ELECTED),
        ("att utse Vera Lundmark (C) att jämte ordföranden justera protokollet", Outcome.ELECTED),
        ("Vera Lundmark (C) entledigas från uppdraget.", Outcome.DISMISSED),
        ("Kommunfullmäktige godkänner avsägelsen.", Outcome.DISMISSED),
        ("att bevilja Vera Lundmark (C) entledigande", Outcome.DISMISSED),
        ("Styrelsen beviljas ansvarsfrihet för år 2023.", Outcome.DISCHARGED),
        ("att bevilja ledamöterna i direktionen ansvarsfrihet", Outcome.DISCHARGED),
        ("Ärendet utgår.", Outcome.WITHDRAWN),
        ("Ärendet utgår från dagordningen.", Outcome.WITHDRAWN),
        ("Utgår.", Outcome.WITHDRAWN),
        ("Nämnden överklagar domen.", Outcome.APPEALED),
        ("att överklaga förvaltningsrättens dom", Outcome.APPEALED),
        ("Förvaltningen får i uppdrag att utreda frågan.", Outcome.TASKED),
        ("att ge förvaltningen i uppdrag att avsluta upphandlingen", Outcome.TASKED),
        ("att uppdra åt förvaltningen att återkomma med förslag", Outcome.TASKED),
        ("Tekniska nämnden ska redovisa kostnaderna i maj.", Outcome.TASKED),
        ("Kommunen köper fastigheten Tallen 3.", Outcome.OTHER),
        ("Ersättning utgår med 500 kronor per dag.", Outcome.OTHER),
        ("Beslutet gäller även om det överklagas.", Outcome.OTHER),
        ("Kommunstyrelsen föreslår kommunfullmäktige besluta att anta planen.", Outcome.ADOPTED),
        ("Kommunstyrelsen föreslår att kommunfullmäktige beslutar att avslå motionen.", Outcome.REJECTED),
        ("Kommunstyrelsen godkänner planen och föreslår kommunfullmäktige att anta taxan.", Outcome.APPROVED),
        ("Hemställan från Norrskärs Bostäder AB om att överlämna marken till kommunen godkänns.", Outcome.APPROVED),
        ("Kommunstyrelsen beslutade att bordlägga ärendet.", Outcome.TABLED),
        ("Motionen avslogs.", Outcome.REJECTED),
        ("Kommunfullmäktige avslår yrkandet om avslag och bifaller motionen.", Outcome.GRANTED),
        ("Yrkandet om återremiss avslås och motionen bifalls.", Outcome.GRANTED),
        ("att bifalla Ada Lunds yrkande samt att därmed avslå motionen", Outcome.REJECTED),
        ("Kommunfullmäktige bifaller yrkandet om återremiss.", Outcome.REMITTED),
        ("Avslagsyrkandet avslås.", Outcome.GRANTED),
        ("Vera Lundmarks (C) begäran om entledigande bifalls.", Outcome.DISMISSED),
        ("Vera Lundmark (C) beviljas entledigande.", Outcome.DISMISSED),
        ("**att** bevilja styrelsen ansvarsfrihet,", Outcome.DISCHARGED),
        ("att ge ombuden i uppdrag att rösta för ansvarsfrihet", Outcome.TASKED),
        ("Skolorna ges  i uppdrag att genomföra planen.", Outcome.TASKED),
        ("Fritidsstyrelsen inför bokning av halltider på webben.", Outcome.ADOPTED),
        ("Ärendet bordläggs inför nästa sammanträde.", Outcome.TABLED),
        ("Folkomröstning genomförs inte.", Outcome.REJECTED),
        ("Uppdraget att se över hur taxan fastställs avslutas.", Outcome.CLOSED),
        ("Stadsstyrelsen beslöt i enlighet med stadsdirektörens förslag.", Outcome.GRANTED),
        ("Föredragningslistan fastställdes.", Outcome.APPROVED),
    ],
)
def test_the_verb_tells_the_outcome(words, outcome):
    assert outcomes.read(words) is outcome
    assert _decided(f"\nBeslut\n{words}\n")[0][2] is outcome


def test_numbered_points_are_a_decision_each():
    assert _decided("""
Beslut
1. Kommunfullmäktige antar planen för utomhusbelysning med de ändringar som tekniska
   nämnden har föreslagit.
2. Finansieringen sker inom ram.
3. Tekniska nämnden får i uppdrag att återkomma senast den 1 juni 2025.

Ärendet
Belysningen är från 1974.
""") == [
        (
            1,
            "Kommunfullmäktige antar planen för utomhusbelysning med de ändringar som tekniska nämnden har föreslagit.",
            Outcome.ADOPTED,
        ),
        (2, "Finansieringen sker inom ram.", Outcome.OTHER),
        (3, "Tekniska nämnden får i uppdrag att återkomma senast den 1 juni 2025.", Outcome.TASKED),
    ]


@pytest.mark.parametrize(
    "marks", [("1)", "2)"), ("a)", "b)"), ("-", "-"), ("–", "–"), ("−", "−"), ("•", "•"), ("1", "2"), ("", "")]
)
def test_att_satser_are_a_decision_each_whatever_their_marks(marks):
    first, second = marks
    found = _decided(f"""
Kommunstyrelsens beslut
Kommunstyrelsen beslutar
{first} att godkänna redovisningen, samt
{second} att uppdra åt kommundirektören att återkomma i oktober.
""")
    assert [outcome for _, _, outcome in found] == [Outcome.APPROVED, Outcome.TASKED]
    assert [words for _, words, _ in found] == [
        "att godkänna redovisningen, samt",
        "att uppdra åt kommundirektören att återkomma i oktober.",
    ]
    assert [number for number, _, _ in found] == ([1, 2] if first.startswith("1") else [None, None])


def test_the_longest_att_sats_is_parted_from_the_next_and_a_broken_one_is_not():
    found = _decided("""
Beslut
att fastställa planen för belysning av kommunens badplatser åren 2026 till och med 2029 med en ram på 4 mnkr
att avsluta uppdraget
""")
    assert [outcome for _, _, outcome in found] == [Outcome.ADOPTED, Outcome.CLOSED]
    (one,) = _decided("""
Beslut
att, med hänvisning till vad som sägs i skrivelsen, ge förvaltningen i uppdrag
att se över stolparna
""")
    assert one[2] is Outcome.TASKED


def test_those_who_are_elected_stand_below_the_verb():
    assert _decided("""
Beslut
Kommunfullmäktige väljer
Vera Lundmark (C) till ledamot
Elvira Norén (S) till ersättare
""") == [
        (
            None,
            "Kommunfullmäktige väljer Vera Lundmark (C) till ledamot Elvira Norén (S) till ersättare",
            Outcome.ELECTED,
        )
    ]


def test_points_under_two_openings_begin_anew():
    assert _decided("""
Beslut
Kommunstyrelsen beslutar för egen del:
1. Rapporten godkänns.
Kommunstyrelsen föreslår kommunfullmäktige besluta:
1. Taxan antas.
2. Den gamla taxan upphör att gälla.
""") == [
        (1, "Rapporten godkänns.", Outcome.APPROVED),
        (1, "Taxan antas.", Outcome.ADOPTED),
        (2, "Den gamla taxan upphör att gälla.", Outcome.OTHER),
    ]


def test_a_list_inside_a_point_belongs_to_it():
    assert _decided("""
Beslut
Ärendet återremitteras till tekniska nämnden som får i uppdrag att:
• räkna på två stolpar
• höra badgästerna
""") == [
        (
            None,
            "Ärendet återremitteras till tekniska nämnden som får i uppdrag att: "
            "• räkna på två stolpar • höra badgästerna",
            Outcome.REMITTED,
        )
    ]
    assert [
        number
        for number, _, _ in _decided("""
Beslut
1. Förvaltningen får i uppdrag att
   a) räkna på två stolpar
   b) höra badgästerna
2. Uppdraget från 2021 avslutas.
""")
    ] == [1, 2]


def test_a_paragraph_of_a_point_belongs_to_it_and_what_follows_the_list_does_not():
    found = _decided("""
Beslut
1. Stolparna köps in.

Inköpet görs i två omgångar, den första före sommaren.

2. Avtalet godkänns.

Kostnaden för punkt 1 beräknas till 62 000 kronor.
""")
    assert [(number, outcome) for number, _, outcome in found] == [(1, Outcome.OTHER), (2, Outcome.APPROVED)]
    assert found[0][1].endswith("före sommaren.")
    assert found[1][1] == "Avtalet godkänns."


def test_a_sentence_that_explains_goes_with_the_decision_and_one_that_decides_does_not():
    assert _decided("\nBeslut\nVera Lundmark (C) utses att justera. Dagordningen godkänns.\n") == [
        (None, "Vera Lundmark (C) utses att justera.", Outcome.ELECTED),
        (None, "Dagordningen godkänns.", Outcome.APPROVED),
    ]
    assert _decided("\nBeslut\nAnbudet antas. Avtalet löper i tre år från den 1 maj 2024.\n") == [
        (None, "Anbudet antas. Avtalet löper i tre år från den 1 maj 2024.", Outcome.ADOPTED)
    ]


def test_what_is_only_proposed_is_no_decision_where_there_is_one():
    assert _decided("""
Förvaltningens förslag till beslut
1. Motionen avslås.

Beslut
1. Motionen bifalls.
""") == [(1, "Motionen bifalls.", Outcome.GRANTED)]
    assert _decided("\nFörvaltningens förslag till beslut\nMotionen avslås.\n") == []


def test_a_body_s_own_proposal_to_the_one_above_is_what_it_decided():
    assert _decided("""
Arbetsutskottets förslag till kommunstyrelsen
1. Motionen avslås.
""") == [(1, "Motionen avslås.", Outcome.REJECTED)]


def test_a_short_paragraph_decides_without_a_heading():
    assert _decided("\nDagordningen godkänns.\n") == [(None, "Dagordningen godkänns.", Outcome.APPROVED)]
    assert _decided("\nElvira Norén (S) justerar.\n") == [(None, "Elvira Norén (S) justerar.", Outcome.ELECTED)]
    assert _decided("\nElvira Norén berättar om sommarens bad. Nämnden tackar för informationen.\n") == [
        (None, "Nämnden tackar för informationen.", Outcome.NOTED)
    ]
    assert _decided("""
Ärendet
Belysningen är från 1974. Kommunfullmäktige beslutade 2019 att den ska bytas.

Kommunstyrelsen beslutar att återremittera ärendet.
""") == [(None, "Kommunstyrelsen beslutar att återremittera ärendet.", Outcome.REMITTED)]


@pytest.mark.parametrize("heading", ["Beslut: | ", "**Hamnnämndens beslut** − ", "Hamnnämndens beslut\t"])
def test_a_decision_on_the_line_of_its_heading(heading):
    assert _decided(f"\n{heading}Ärendet bordlades. Eva Ahl anmälde jäv och lämnade salen.\n") == [
        (None, "Ärendet bordlades.", Outcome.TABLED)
    ]


def test_the_proposal_under_a_decision_is_what_is_decided_and_its_heading_no_point():
    assert _decided("\nBeslut\n\nFörslag till kommunfullmäktige\n1. Taxan antas.\n2. Planen godkänns.\n") == [
        (1, "Taxan antas.", Outcome.ADOPTED),
        (2, "Planen godkänns.", Outcome.APPROVED),
    ]
    assert _decided("\nPresidiet föreslog\natt anta taxan\n\nUngdomsrådet beslutade\natt bordlägga ärendet\n") == [
        (None, "att bordlägga ärendet", Outcome.TABLED)
    ]


def test_an_introduction_and_those_below_it_are_a_point_and_an_election_another():
    assert _decided("""
Beslut
Nedanstående avsägelser godkänns:

Vera Lundmarks (C) avsägelse som ledamot i badrådet.

Kommunstyrelsens val

Elvira Norén (S) väljs till ledamot i badrådet.
""") == [
        (
            None,
            "Nedanstående avsägelser godkänns: Vera Lundmarks (C) avsägelse som ledamot i badrådet.",
            Outcome.DISMISSED,
        ),
        (None, "Elvira Norén (S) väljs till ledamot i badrådet.", Outcome.ELECTED),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["anta planen för 2026-2029,", "avgiften fastställs till 46 kronor."], None),
        (["anta planen för belysning av stränder", "och bryggor 2026-2029,", "avsluta uppdraget."], [0, 2]),
        (["anta planen", "avsluta uppdraget"], None),
    ],
)
def test_words_below_all_their_att_are_a_point_each(words, expected):
    found = _decided("\nBeslut\nKommunstyrelsen föreslår kommunfullmäktige besluta\natt\natt\n" + "\n".join(words))
    starts = [words[place] for place in expected or (0, 1)]
    assert [text.startswith(start) for (_, text, _), start in zip(found, starts, strict=True)] == [True, True]


def test_a_decision_goes_on_below_what_explains_it_and_ends_where_the_vote_is_told():
    assert _decided("""
Beslut
Planen antas.

Den gäller alla badplatser norr om Storån.

Förvaltningen får i uppdrag att köpa stolpar.

Omröstning begärs. Ja-röst betyder att planen antas, nej-röst att den avslås.

Elvira Norén (S) reserverar sig mot att planen antas.
""") == [
        (None, "Planen antas.", Outcome.ADOPTED),
        (None, "Förvaltningen får i uppdrag att köpa stolpar.", Outcome.TASKED),
    ]


def test_what_a_meeting_did_is_told_afterwards_where_nothing_is_headed():
    assert _decided("""
Ordföranden hälsade alla välkomna.

Dagordningen godkändes.

Till justerare valdes Elvira Norén. Skrivelserna lades till handlingarna.

Efter diskussion beslutades att bordlägga ärendet.

Föregående mötes protokoll lades till handlingarna.
""") == [
        (None, "Dagordningen godkändes.", Outcome.APPROVED),
        (None, "Till justerare valdes Elvira Norén.", Outcome.ELECTED),
        (None, "Skrivelserna lades till handlingarna.", Outcome.NOTED),
        (None, "Efter diskussion beslutades att bordlägga ärendet.", Outcome.TABLED),
        (None, "Föregående mötes protokoll lades till handlingarna.", Outcome.NOTED),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "Planen godkändes av länsstyrelsen 2021.",
        "Förslaget avslogs vid föregående möte.",
        "Mötet avslutades.",
        "Ledamöternas frågor besvarades.",
        "Blommor överlämnades till Elvira Norén.",
        "Om planen godkändes skulle bryggan byggas, sedan den antogs.",
    ],
)
def test_what_others_did_or_a_meeting_does_at_its_end_is_no_decision(told):
    assert _decided(f"\n{told}\n") == []


def test_running_text_that_tells_of_decisions_is_none():
    assert (
        _decided("""
Ärendet
Motionen väcktes 2021 och remitterades till tekniska nämnden. Nämnden föreslår att motionen avslås.
Om planen antas kan arbetet börja i höst.
""")
        == []
    )


def test_signatures_and_tables_below_a_decision_are_none():
    assert _decided("""
Beslut
Bidrag beviljas enligt tabellen.

| Förening | Belopp |
|---|---|
| Norrskärs ridklubb | 40 000 |

Vid protokollet
Elvira Norén, sekreterare
""") == [(None, "Bidrag beviljas enligt tabellen.", Outcome.GRANTED)]


def test_a_page_break_in_the_middle_of_a_point_does_not_part_it():
    body = "1. Planen för belysning av samtliga kommunala badplatser norr om\n\n\nStorån antas.\n2. Avtalet godkänns.\n"
    text = HEADING + "\nBeslut\n" + body
    first, second = decisions.find(node(text))
    assert text[first.start : first.end].startswith("Planen")
    assert text[first.start : first.end].endswith("Storån antas.")
    assert (first.outcome, second.outcome) == (Outcome.ADOPTED, Outcome.APPROVED)


def test_the_inline_heading_is_no_part_of_the_decision():
    assert _decided("\nBeslut: Motionen avslås.\n") in ([(None, "Motionen avslås.", Outcome.REJECTED)], [])


@given(st.lists(st.sampled_from([
    "Beslut", "Motionen avslås.", "1. Planen antas.", "att ", "2)", "•", "", "Kommunstyrelsen beslutar att", "§ 4",
    "Förslag till beslut", "a) ", "Enligt förslag:", "|", "text utan slut", "Vera Ek (S) utses.", "…", "- – —",
]), max_size=25))  # fmt: skip
def test_every_decision_is_words_that_stand_there(lines):
    text = HEADING + "\n".join(lines)
    for section in nodes(text):
        found = decisions.find(section)
        for decision in found:
            words = text[decision.start : decision.end]
            assert words
            assert words == words.strip()
            assert section.section.start <= decision.start < decision.end <= section.section.end
        assert list(found) == sorted(found, key=lambda decision: decision.start)


@pytest.mark.parametrize(
    "piece",
    ["ge ", "beslutar att ", "föreslår att besluta ", "1. ", "att ", "ska ", "a", "Enligt förslag. ", "lämna ", "är "],
)
def test_a_line_without_end_takes_no_time(piece):
    body = "\nBeslut\n" + piece * (1_000_000 // len(piece)) + "\n"
    section = node(HEADING + body)
    begun = time.process_time()
    decisions.find(section)
    assert time.process_time() - begun < 3


def test_decisions_without_a_subject_and_what_goes_on_from_them() -> None:
    """Older minutes tell them in running text, for a year that is not the year they were made."""
    body = "Två anbud har kommit.\n\nBeslöts att godkänna bokslutet för år 1998, samt\n\natt avslå motionen.\n"
    assert [(words, outcome) for _, words, outcome in _decided(body)] == [
        ("Beslöts att godkänna bokslutet för år 1998, samt", Outcome.APPROVED),
        ("att avslå motionen.", Outcome.REJECTED),
    ]
    assert _decided("Två anbud har kommit.\n\nKommunstyrelsen beslöt bordlägga ärendet.\n")[0][2] is Outcome.TABLED


@pytest.mark.parametrize(
    ("body", "decided"),
    [
        (
            "Beslut\nStyrelsen konstaterade att mötet var lagligt. Styrelsen valde Eva Ek till justerare.",
            ["Styrelsen konstaterade att mötet var lagligt.", "Styrelsen valde Eva Ek till justerare."],
        ),
        (
            "Nämnden för kultur och fritid godkänner dagordningen.",
            ["Nämnden för kultur och fritid godkänner dagordningen."],
        ),
        ("Dagordningen godkännes.", ["Dagordningen godkännes."]),
        ("Protokoll nr 5/2023 lades till handlingarna.", ["Protokoll nr 5/2023 lades till handlingarna."]),
        (
            "Tekniska nämnden 26.2.2019, 21 §\nBeslut\nPlanen godkändes.\nStadsstyrelsen 12.3.2019, 7 §\n"
            "Beslut\nPlanen avslogs.",
            ["Planen avslogs."],
        ),
    ],
    ids=["same subject", "body with its field", "old passive", "number with a year", "body by body"],
)
def test_what_the_meeting_itself_decided_whoever_tells_it_and_how(body, decided):
    text = "§ 7 Gästhamnen\n\n" + body + "\n"
    assert [" ".join(text[one.start : one.end].split()) for one in decisions.find(node(text))] == decided


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Styrelsen beslutade uppmana nämnderna att verkställa besluten.", Outcome.TASKED),
        ("Styrelsen beviljade Eva Ek avsked från delegationen.", Outcome.DISMISSED),
        ("Ärendelistan godkänns med tillägg av en avsägelse.", Outcome.APPROVED),
        ("Avsägelsen godkänns.", Outcome.DISMISSED),
        ("Eva Ek beviljas befrielse från uppdraget.", Outcome.DISMISSED),
        ("Beslöts enligt förslaget.", Outcome.GRANTED),
    ],
)
def test_the_outcome_is_that_of_what_the_verb_is_about(words, outcome):
    assert outcomes.read(words) is outcome
