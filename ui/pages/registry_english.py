"""The fixed texts of the registrar's desk in English, by the Swedish that the templates have."""

REGISTRY: dict[str, str] = {
    "Registratur": "Registry",
    "Lämnade filer": "Files given",
    "Att godkänna": "To approve",
    "Läskvalitet och luckor": "Reading quality and gaps",
    "Återkoppling": "Feedback",
    "Lämna handlingar": "Give papers",
    "Filen som du lämnar ersätter": "The file that you give replaces",
    "Ersätt ingenting": "Replace nothing",
    "Fil att lämna": "File to give",
    "Filer att lämna": "Files to give",
    "PDF, Word, OpenDocument, RTF, HTML, Markdown eller ren text, eller flera i en zip eller ett brev (eml).": (
        "PDF, Word, OpenDocument, RTF, HTML, Markdown or plain text, or several in a zip or a letter (eml)."
    ),
    "Filen ersätter en handling": "The file replaces a paper",
    "Handlingens id": "The id of the paper",
    "Id står sist i adressen till handlingens sida, där du också kan välja att ersätta den.": (
        "The id stands last in the address of the paper's page, where you can also choose to replace it."
    ),
    "Lämna": "Give",
    "Inläsningen": "The reading in",
    "Väntar på att godkännas": "Waits for approval",
    "Väntar på sin tur": "Waits for its turn",
    "Läses in": "Is being read in",
    "Klart": "Done",
    "Klart, men allt kom inte in": "Done, but not all came in",
    "Klara filer": "Files done",
    "Filer som väntar på att godkännas": "Files that wait for approval",
    "inte läst": "not read",
    "Sidan laddas om av sig själv tills allt är klart.": "The page reloads by itself until all is done.",
    "Ladda inte om": "Do not reload",
    "Ladda om nu": "Reload now",
    "Ladda om av sig själv": "Reload by itself",
    "Lämna fler handlingar": "Give more papers",
    "Överfört:": "Sent:",
    "Överföring": "Sending",
    "Överföringen bröts, och inget lämnades. Försök igen.": "The sending broke off, and nothing was given. Try again.",
    "Tillagd": "Added",
    "Tillagd i stället för en tidigare version": "Added in the place of an earlier version",
    "Fanns redan i arkivet": "Was in the archive already",
    "Fanns redan i arkivet, och är läst på nytt": "Was in the archive already, and was read anew",
    "Borttagen": "Removed",
    "Återkallad medan den väntade": "Withdrawn while it waited",
    "Kunde inte läggas till": "Could not be added",
    "Godkändes inte": "Was not approved",
    "Lämnades": "Given",
    "Av": "By",
    "Klara": "Done",
    "Läge": "State",
    "Inga lämnade filer här. Filer som är klara visas i 30 dagar.": (
        "No files given here. Files that are done are shown for 30 days."
    ),
    "Sidor i listan": "Pages of the list",
    "Godkända filer": "Files approved",
    "Avslagna filer": "Files refused",
    "Redan besvarade filer": "Files answered before",
    "Filer som väntar": "Files that wait",
    "Filerna läses in och blir sökbara först när de har godkänts, och då med samma rättigheter som den som lämnade dem"
    " har. Efter 90 dagar utan svar avslås de.": (
        "The files are read in and can be found only when they have been approved, and then with the rights of who gave"
        " them. After 90 days without an answer they are refused."
    ),
    "Filer": "Files",
    "ska ersätta": "is to replace",
    "Spara filen för att granska den": "Save the file to look at it",
    "Godkänn de valda": "Approve those chosen",
    "Avslå de valda": "Refuse those chosen",
    "Skäl (visas för den som lämnade filen)": "The reason (shown to who gave the file)",
    "Avslå och ta bort filerna": "Refuse and delete the files",
    "Ersätt med en ny version": "Replace with a new version",
    "Återkalla handlingen": "Withdraw the paper",
    "Handlingen försvinner ur arkivet, sökningen och svaren. En uppladdad fil tas bort om inget annat finns i den."
    " Kvittot visar vad som är kvar. Det går inte att ångra: ska den tillbaka får den lämnas på nytt.": (
        "The paper goes from the archive, the search and the answers. An uploaded file is deleted if nothing else is in"
        " it. The receipt shows what is left. It cannot be undone: to have it back, give it anew."
    ),
    "Avbryt": "Cancel",
    "Kvitto": "Receipt",
    "Återkallad": "Withdrawn",
    "Kvittot visas bara nu. Skriv ut eller spara sidan om du behöver det.": (
        "The receipt is shown only now. Print or save the page if you need it."
    ),
    "Id": "Id",
    "Tid": "Time",
    "Stycken som togs bort": "Passages removed",
    "Handlingar kvar": "Papers left",
    "Stycken kvar": "Passages left",
    "Vektorer kvar": "Vectors left",
    "Borttagna filer": "Files deleted",
    "Filer som är kvar": "Files that are left",
    "Tidigare versioner som hittas igen": "Earlier versions that are found again",
    "Säkerhetskopior som kan ha handlingen": "Backups that may hold the paper",
    "Ladda ner rätta svar som testfrågor": "Download right answers as test questions",
    "Ladda ner felaktiga svar": "Download wrong answers",
    "Handlingen är återkallad.": "The paper has been withdrawn.",
    "Ingen återkoppling här.": "No feedback here.",
    "svar gavs": "an answer was given",
    "inget svar gavs": "no answer was given",
    "Det som citerades": "What was cited",
    "Ta bort återkopplingen": "Delete the feedback",
    "Det går inte att ångra.": "It cannot be undone.",
}
