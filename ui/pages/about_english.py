"""The fixed texts of the pages about the service in English, by the Swedish that the templates have."""

ABOUT: dict[str, str] = {
    "Om Beslutsminne": "About Beslutsminne",
    "Beslutsminne söker och svarar i kommuners och regioners protokoll och andra handlingar.": (
        "Beslutsminne searches and answers from the minutes and other papers of municipalities and regions."
    ),
    "Hur svaren görs": "How the answers are made",
    "Varje svar är ordagranna meningar ur handlingarna, med organ, datum, paragraf och sida. Det som inte står i en"
    " handling sägs inte.": (
        "Every answer is verbatim sentences of the papers, with body, date, item and page. What stands in no paper is"
        " not said."
    ),
    "Tre röster": "Three voices",
    "Handlingarna säger det som frågan gäller, så vitt arkivet kan bedöma.": (
        "The papers say what the question asks for, as far as the archive can judge."
    ),
    "Arkivet har inget säkert svar, men ställen som ligger nära frågan. De kan handla om annat.": (
        "The archive has no sure answer, but passages that are near the question. They may be about something else."
    ),
    "Inget av det som söktes igenom handlar om frågan. Det betyder inte att inget har beslutats: arkivet kan ha"
    " luckor.": (
        "Nothing of what was searched is about the question. That does not mean that nothing was decided: the archive"
        " may have gaps."
    ),
    "Ett citat ur ett förslag eller ett yrkande är märkt med det. Bara det som är märkt som beslut är beslutat.": (
        "A quotation from a proposal or a motion is tagged as such. Only what is tagged “beslut” was decided."
    ),
    "Vad som sparas": "What is kept",
    "Sidorna för ingen statistik.": "The pages keep no statistics.",
    "En fråga sparas bara om du lämnar återkoppling på svaret.": (
        "A question is kept only if you give feedback on its answer."
    ),
    "En fråga sparas bara om du lämnar återkoppling på svaret eller bevakar en sökning.": (
        "A question is kept only if you give feedback on its answer, or follow a search."
    ),
    "En kaka används bara för inloggningen.": "A cookie is used for the log-in alone.",
    "Inga kakor används.": "No cookies are used.",
    "Frågorna skrivs inte i någon logg. Har den som driver tjänsten kopplat in en språkmodell, får den frågan och de"
    " stycken som hittades.": (
        "Questions are written in no log. Where whoever runs the service has connected a language model, it is given"
        " the question and the passages found."
    ),
    "Frågan står i sidans adress, så att sidan kan laddas om och sparas. Med Kopiera länk får du en länk där frågan"
    " står efter tecknet #, och det skickas aldrig till någon server.": (
        "The question stands in the page's address, so that the page can be reloaded and kept. Copy link gives a link"
        " with the question after the sign #, which is never sent to any server."
    ),
    "Bevakar du något med e-post sparas din adress och vad du bevakar, tills du avslutar bevakningen.": (
        "If you follow something by e-mail, your address and what you follow are kept until you end it."
    ),
    "Vad som kan saknas": "What may be missing",
    "Arkivet har bara de handlingar som har lagts in. Läskvaliteten visar vilka sammanträden som saknas och vilka sidor"
    " som är svårlästa.": (
        "The archive has only the papers that were put in. The reading quality shows which meetings are missing and"
        " which pages are hard to read."
    ),
    # Accessibility
    "Sidorna ska kunna användas av alla. Målet är WCAG 2.1, nivå AA, som lagen om tillgänglighet till digital offentlig"
    " service kräver.": (
        "Everyone is to be able to use the pages. The aim is WCAG 2.1, level AA, which Swedish law asks of public"
        " digital services."
    ),
    "Den som driver tjänsten ansvarar för redogörelsen.": "Whoever runs the service answers for this statement.",
    "Hör av dig om något brister, eller om du behöver innehållet på ett annat sätt:": (
        "Write if something is wanting, or if you need the content in another way:"
    ),
    "Är du inte nöjd med hur det du påpekar tas emot kan du anmäla det till tillsynsmyndigheten, Digg:": (
        "If you are not content with how it is received, you can complain to the supervising authority, Digg:"
    ),
    "Anmäl bristande tillgänglighet till Digg": "Report lacking accessibility to Digg",
    "Registratorns sidor, sökfältet för andra webbplatser och sidan för ramar med axe, ljust och mörkt, brett och"
    " smalt.": (
        "The registrar's pages, the search field for other sites and the page for frames with axe, light and dark,"
        " wide and narrow."
    ),
    "Vad som har prövats": "What was tested",
    "Varje sida med axe i Chromium: ljust och mörkt, 320 och 1280 punkter brett, med svar av alla tre slag, med öppna"
    " listor och med fel.": (
        "Every page with axe in Chromium: light and dark, 320 and 1280 points wide, with answers of all three kinds,"
        " with open lists and with errors."
    ),
    "Frågan, svaret och källorna med enbart tangentbord, och utan JavaScript.": (
        "The question, the answer and the sources by keyboard alone, and without JavaScript."
    ),
    "Fokus flyttas till svarets rubrik, och antalet källor sägs en gång.": (
        "Focus moves to the answer's heading, and the number of sources is said once."
    ),
    "Minskad rörelse, mörkt läge och utskrift följer inställningarna i din webbläsare.": (
        "Reduced motion, dark mode and print follow the settings of your browser."
    ),
    "Vad som inte har prövats": "What was not tested",
    "Ingen har prövat sidorna med skärmläsare, och inga personer med funktionsnedsättning har varit med i provet.": (
        "Nobody has tried the pages with a screen reader, and no persons with disabilities took part in the test."
    ),
    "Andra webbläsare än Chromium.": "Other browsers than Chromium.",
    "Vad som brister": "What is wanting",
    "En sida ur en PDF visas som bild. Samma text står bredvid, men tabeller och spalter är i texten bara rader.": (
        "A page of a PDF is shown as a picture. The same text stands beside it, but tables and columns are only lines"
        " there."
    ),
    "Handlingarnas egna filer är gjorda av andra, och kan brista i tillgänglighet.": (
        "The papers' own files were made by others, and may not be accessible."
    ),
    "Skrivbordet (under /bord/) är byggt med Streamlit och behöver JavaScript. Dess sidor är prövade med axe. Ytan där"
    " filer släpps har en roll som säger emot sitt namn, rubriker styrs bara delvis av oss, och Streamlits egna ord,"
    " som de vid listor, filval och bruten kontakt, är på engelska fast sidan säger sig vara på svenska. Allt utom att"
    " spara svaret som fil går att göra på de andra sidorna.": (
        "The desk (under /bord/) is built with Streamlit and needs JavaScript. Its pages were tested with axe. The area"
        " that files are dropped on has a role that contradicts its name, headings are ours only in part, and"
        " Streamlit's own words, such as those of lists, of choosing files and of a lost connection, are in English"
        " though the page says that it is in Swedish. All but saving the answer as a file can be done on the other"
        " pages."
    ),
    "Kortkommandon": "Shortcuts",
    "Tecknet / flyttar till frågefältet, n till nästa och f till föregående sida, paragraf eller sammanträde. De är"
    " avstängda tills du slår på dem längst ner på sidan.": (
        "The sign / moves to the question field, n to the next and f to the previous page, item or meeting. They are"
        " off until you turn them on at the bottom of the page."
    ),
}
