"""The fixed texts of the pages in English, by the Swedish that the templates have.

What papers say, and what the archive says of them, stays Swedish and is marked as such.
"""

from ui.pages.about_english import ABOUT
from ui.pages.registry_english import REGISTRY

ENGLISH: dict[str, str] = {
    # Frame
    "Hoppa till innehållet": "Skip to the content",
    "Huvudmeny": "Main menu",
    "Fråga": "Ask",
    "Sök": "Search",
    "Arkivet": "The archive",
    "Om": "About",
    "Tillgänglighet": "Accessibility",
    "Läskvalitet": "Reading quality",
    "API för program": "API for programs",
    "Skrivbordet": "The desk",
    "Kortkommandon: / frågefältet, n nästa, f föregående": "Shortcuts: / the question field, n next, f previous",
    "Din fråga, ett ord eller ett diarienummer": "Your question, a word or a case number (in Swedish or English)",
    # Start
    "Fråga handlingarna": "Ask the papers",
    "Svaret är ordagranna citat ur protokoll och andra handlingar, med källan till varje citat.": (
        "The answer is verbatim quotations from minutes and other papers, with the source of each."
    ),
    "Arkivet är tomt.": "The archive is empty.",
    "Pröva till exempel": "Try for example",
    "Senaste sammanträdena": "The latest meetings",
    "Alla handlingar i arkivet": "All papers in the archive",
    "Ställ en fråga": "Ask a question",
    "Skriv minst ett ord i fältet.": "Write at least one word in the field.",
    # In a frame
    "Sök i handlingarna": "Search the papers",
    "Ett ord, en fråga eller ett diarienummer": "A word, a question or a case number (in Swedish or English)",
    "Länkarna öppnas i en ny flik.": "The links open in a new tab.",
    # Answer
    "Svar på en fråga": "Answer to a question",
    "Svaret skrivs …": "The answer is being written …",
    "Varje mening har prövats mot handlingarna. Hur säkert svaret är visas när hela svaret är skrivet.": (
        "Every sentence was tried against the papers. How sure the answer is, is shown when all of it is written."
    ),
    "Det gick inte att skriva klart svaret": "The answer could not be written to its end",
    "Svar": "Answer",
    "Närmast i handlingarna": "Nearest in the papers",
    "Jag hittar inget om detta i handlingarna": "I find nothing about this in the papers",
    "Arkivet har inget säkert svar. Det här är de ställen som ligger närmast frågan.": (
        "The archive has no sure answer. These are the passages that come nearest to the question."
    ),
    "Inget av det som söktes igenom handlar om det som frågan gäller.": (
        "Nothing of what was searched is about what the question asks for."
    ),
    "Källor": "Sources",
    "Fler träffar": "Further hits",
    "Ställena i sitt sammanhang": "The passages in their context",
    "Närmaste träffar, som inte besvarar frågan": "Nearest hits, which do not answer the question",
    "Stämmer svaret?": "Is the answer right?",
    "Rätt svar": "Right answer",
    "Fel svar": "Wrong answer",
    "Finns svaret bland ställena?": "Is the answer among the passages?",
    "Ja, svaret finns här": "Yes, the answer is here",
    "Nej, svaret finns inte här": "No, the answer is not here",
    "Stämmer det att svar saknas?": "Is it right that there is no answer?",
    "Rätt, svar saknas": "Right, there is none",
    "Fel, svaret finns": "Wrong, there is one",
    "Kommentar (frivillig)": "Comment (if you like)",
    "Tack": "Thank you",
    "Din återkoppling är sparad, utan uppgift om vem du är.": "What you said is kept, without a word of who you are.",
    "Frågan var:": "The question was:",
    "Källa": "Source",
    "visa i sitt sammanhang": "show in its context",
    "Visa i sitt sammanhang": "Show in its context",
    "Ur flera ställen, som visas nedan:": "From several passages, shown below:",
    "med": "with",
    "källa": "source",
    "källor": "sources",
    "Tabell": "Table",
    "Observera": "Note",
    "Sökte i": "Searched",
    "från": "from",
    "till": "to",
    "Det som kan saknas i arkivet": "What may be missing from the archive",
    "Länken är kopierad": "The link is copied",
    "Kopiera länk": "Copy link",
    "Alla träffar": "All hits",
    "Läst ur frågan": "Read from the question",
    "Räkna inte med": "Do not count",
    "Återställ tolkningen": "Read the question as at first",
    "Öppna sidan": "Open the page",
    "i protokollet": "in the minutes",
    "Ärendet": "The case",
    "Samma text finns även i": "The same text is also in",
    # Search and archive
    "organisation": "organisation",
    "organ": "body",
    "typ av handling": "kind of paper",
    "år": "year",
    "Valda begränsningar": "Filters that are on",
    "Ta bort": "Remove",
    "Begränsa": "Narrow",
    "Siffran visar antalet handlingar inom det du redan har valt.": (
        "The number is how many papers there are within what you have chosen already."
    ),
    "handling": "paper",
    "handlingar": "papers",
    "i urvalet": "within the filters",
    "utan datum": "undated",
    "Inga handlingar här.": "No papers here.",
    "Sidor med träffar": "Pages of hits",
    "Föregående": "Previous",
    "Nästa": "Next",
    "Sida": "Page",
    "sida": "page",
    "av": "of",
    "Träffar för": "Hits for",
    "träff": "hit",
    "träffar": "hits",
    "träff döljs av hur frågan tolkades.": "hit is hidden by how the question was read.",
    "träffar döljs av hur frågan tolkades.": "hits are hidden by how the question was read.",
    "de bästa, nyast först": "the best, newest first",
    "Ordning": "Order",
    "bäst först": "best first",
    "nyast först": "newest first",
    "Spara som tabell (CSV)": "Save as a table (CSV)",
    "Inga träffar här. Ta bort en begränsning, eller sök på ett annat ord.": (
        "No hits here. Remove a filter, or search for another word."
    ),
    # Papers
    "Typ": "Kind",
    "Organisation": "Organisation",
    "Organ": "Body",
    "Datum": "Date",
    "Fil": "File",
    "Diarienummer": "Case number",
    "Omfång": "Length",
    "sidor": "pages",
    "tecken": "characters",
    "Läs handlingen": "Read the paper",
    "Handlingen har ersatts av en nyare version.": "The paper has been replaced by a newer version.",
    "Läs den nyare versionen": "Read the newer version",
    "En lämnad handling säger sig rätta den här, men har inte tagit dess plats.": (
        "A paper that was given says that it corrects this one, and has not taken its place."
    ),
    "Läs den andra handlingen": "Read the other paper",
    "Spara originalfilen": "Save the original file",
    "Sammanträdet": "The meeting",
    "Innehåll": "Contents",
    "s.": "p.",
    "Ersätter": "Replaces",
    "(utan rubrik)": "(no heading)",
    "i": "in",
    "beslut och röster": "decision and votes",
    "Sidor": "Pages",
    "Andra handlingar från samma dag": "Other papers of the same day",
    "Handlingens sidor": "The pages of the paper",
    "Handlingens sidor, efter texten": "The pages of the paper, after the text",
    "Föregående sida": "Previous page",
    "Nästa sida": "Next page",
    "Om handlingen": "About the paper",
    "Sidan är en bild utan läsbara tecken. Stället är markerat i texten bredvid.": (
        "The page is a picture without characters. The passage is marked in the text beside it."
    ),
    "I bilden markeras det av OCR, vilket tar några sekunder.": (
        "In the picture it is marked by OCR, which takes some seconds."
    ),
    "som bild": "as a picture",
    "stället är markerat": "the passage is marked",
    "Om sidan:": "About the page:",
    "Sidans text": "The text of the page",
    "Gå till det markerade i texten": "Go to what is marked in the text",
    # Amending
    "Rätta uppgifter": "Correct the facts",
    "rättad av registrator": "corrected by the registrar",
    "Titel": "Title",
    "Rubrik": "Heading",
    "Läst ur handlingen": "Read from the paper",
    "ingenting": "nothing",
    "sammanställd av flera ställen": "put together from several places",
    "rättad": "corrected",
    "Skriv ÅÅÅÅ-MM-DD.": "Write YYYY-MM-DD.",
    "Rättad": "Corrected",
    "Nu läses samma ur handlingen. Rättelsen kan tas tillbaka.": (
        "The same is now read from the paper. The correction can be taken back."
    ),
    "Nu läses något annat ur handlingen än när den rättades.": (
        "Something else is now read from the paper than when it was corrected."
    ),
    "Paragrafen läses inte längre ur handlingen, så rättelsen gäller inte.": (
        "The item is no longer read from the paper, so the correction does not hold."
    ),
    "Spara": "Save",
    "Ta tillbaka": "Take back",
    "Rättelsen är sparad.": "The correction is saved.",
    "Rättelsen är tillbakatagen.": "The correction is taken back.",
    "Handlingen": "The paper",
    "Det som sparas här gäller i sökning, listor och hänvisningar i stället för det som lästes. Handlingens text ändras"
    " aldrig, och en rättelse kan tas tillbaka. Ett tomt fält betyder att uppgiften saknas.": (
        "What is saved here holds in search, lists and references in the place of what was read. The text of the paper"
        " is never changed, and a correction can be taken back. An empty field means that there is no such fact."
    ),
    # Cases
    "Ärende": "Case",
    "Ärendet har även diarienummer": "The case also has the numbers",
    "Ärendets gång": "The course of the case",
    "ärendet hänvisar hit": "referred to by the case",
    "nämner ärendet": "mentions the case",
    "Handlingen finns inte i arkivet.": "The paper is not in the archive.",
    "förslag till annat organ": "proposal to another body",
    "Förslag och beslut": "Proposals and decisions",
    "Förslag": "Proposal",
    "Inget förslag till beslut finns i arkivets handlingar.": "No proposal for a decision is in the archive's papers.",
    "Beslut": "Decision",
    "Tidigare behandling": "Earlier treatment",
    "Kopierat": "Copied",
    "Kopiera tidigare behandling": "Copy the earlier treatment",
    # Meetings
    "Andra sammanträden": "Other meetings",
    "Sammanträdet före": "The meeting before",
    "Sammanträdet efter": "The meeting after",
    "Paragrafer": "Items",
    "Arkivet har inget protokoll från dagen.": "The archive has no minutes of the day.",
    "Handlingar": "Papers",
    "Gäller inte längre": "No longer in force",
    "Beslutet är upphävt eller ersatt av": "The decision is revoked or replaced by",
    "Förslag till ett annat organ.": "A proposal to another body.",
    "Inget beslut har lästs ur paragrafen.": "No decision was read from the item.",
    "Läs paragrafen i handlingen": "Read the item in the paper",
    "Omröstning": "Vote",
    "Ja": "Yes",
    "Nej": "No",
    "Avstår": "Abstaining",
    "Frånvarande": "Absent",
    "Hur var och en röstade": "How each one voted",
    "Namn": "Name",
    "Parti": "Party",
    "Röst": "Vote",
    "Yrkanden": "Motions",
    "Reservationer": "Reservations",
    "Protokollsanteckningar": "Notes for the minutes",
    "Jäv": "Conflicts of interest",
    "Uppdrag": "Tasks",
    "Beslutsunderlag": "Basis of the decision",
    "Det som kom före": "What came before",
    "Det som kom efter": "What came after",
    "Andra paragrafer": "Other items",
    # Following
    "Följ": "Follow",
    "Följ (Atom)": "Follow (Atom)",
    "Bevaka med e-post": "Follow by e-mail",
    "Din e-postadress": "Your e-mail address",
    "Bevaka": "Follow",
    "Först får du ett mejl där du bekräftar. Sedan får du ett mejl när det finns något nytt. I varje mejl finns en länk"
    " som avslutar bevakningen och tar bort adressen.": (
        "First you get an e-mail where you confirm. Then you get an e-mail when there is something new. Each has a link"
        " that ends it and removes the address."
    ),
    "Din bevakning": "What you follow",
    "Bekräfta bevakningen": "Confirm what you follow",
    "Bevakningen är bekräftad": "It is confirmed",
    "Avsluta bevakningen": "Stop following",
    "Bevakningen är avslutad": "You follow it no more",
    "Om adressen stämmer får du snart ett mejl med en länk till en sida där du bekräftar. Länken gäller i 48 timmar.": (
        "If the address is right you will soon get an e-mail with a link to a page where you confirm. The link holds"
        " for 48 hours."
    ),
    "Om adressen redan har bevakningen, eller har fått många mejl i dag, skickas inget nytt.": (
        "If the address follows this already, or has been sent many e-mails today, no new one is sent."
    ),
    "Ja, mejla mig om det som är nytt": "Yes, e-mail me what is new",
    "Adressen sparas så länge bevakningen finns, och används bara till mejlen.": (
        "The address is kept as long as you follow this, and used for the e-mails alone."
    ),
    "Du får ett mejl när något nytt har kommit in, annars inget.": (
        "You get an e-mail when something new has come in, otherwise none."
    ),
    "Avsluta och ta bort min adress": "Stop, and remove my address",
    "Bevakningen och adressen är borttagna. Inga fler mejl kommer.": (
        "It is ended, and the address removed. No more e-mails will come."
    ),
    # Quality
    "Hur väl handlingarna är lästa, och vad som saknas mellan sammanträdena.": (
        "How well the papers were read, and what is missing between the meetings."
    ),
    "Okänt organ": "Unknown body",
    "Inskannade sidor": "Scanned pages",
    "Svårlästa sidor": "Pages hard to read",
    "Olästa sidor": "Unread pages",
    "Hela arkivet": "The whole archive",
    "Anmärkningar": "Remarks",
    "Sammanträden": "Meetings",
    "Första": "First",
    "Sista": "Last",
    "Luckor": "Gaps",
    "Handlingar att se över": "Papers to look over",
    "Filer som inte kunde läsas": "Files that could not be read",
    # Errors
    "Logga in för att se sidan": "Log in to see the page",
    "Sidan är inte för dig": "The page is not for you",
    "Logga in": "Log in",
    "Logga ut": "Log out",
    "Sidan finns inte": "There is no such page",
    "Sidan kan inte visas så": "The page cannot be shown that way",
    "Det gick inte": "It did not work",
    "Adressen leder ingenstans. Den kan vara felskriven, eller sidan kan ha tagits bort.": (
        "The address leads nowhere. It may be misspelt, or the page may have been removed."
    ),
    # Reference
    "Anrop": "Calls",
    **ABOUT,
    **REGISTRY,
}
