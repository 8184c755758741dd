"""Streamlit's own words in Swedish.

Streamlit has no setting for its language, and a screen reader that is told `lang="sv"` would read English words in
Swedish. So its scripts are served with these few strings replaced. They are pinned together with Streamlit's version:
a test names every one that a new version no longer has.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

# By the beginning of the script's name: what stands in the script, and what is served instead.
SWEDISH: dict[str, dict[str, str]] = {
    "index": {
        "`Skip to main content`": "`Hoppa till innehållet`",
        '"aria-label":`App pages`': '"aria-label":`Sidor`',
        '"aria-label":`Navigate to home page`': '"aria-label":`Beslutsminne, till startsidan`',
        "alt:`Logo`": "alt:`Beslutsminne`",
        '"aria-label":`Main menu`': '"aria-label":`Meny`',
        '"aria-label":`Expand sidebar`': '"aria-label":`Visa menyn`',
        '"aria-label":`Collapse sidebar`': '"aria-label":`Dölj menyn`',
        '"aria-label":`Sidebar`': '"aria-label":`Sidomeny`',
        '"aria-label":`Close`': '"aria-label":`Stäng`',
        '"aria-label":`Running...`': '"aria-label":`Arbetar`',
        "_O=`Connecting`": "_O=`Ansluter`",
        "vO=`Connecting to Streamlit server`": "vO=`Ansluter till Beslutsminne`",
        "bO=`Error`": "bO=`Fel`",
        "xO=`Unable to connect to Streamlit server`": "xO=`Beslutsminne svarar inte`",
        "`Connection error`": "`Ingen kontakt med Beslutsminne`",
        "message:`Is Streamlit still running? If you accidentally stopped Streamlit, just ": (
            "message:`Är Beslutsminne igång? Starta det annars om i terminalen, så ansluter sidan igen: "
        ),
        "`Connection lost. Please wait for the app to reconnect, then try again.`": (
            "`Kontakten bröts. Vänta tills sidan har anslutit igen och försök sedan på nytt.`"
        ),
        "`Page not found`": "`Sidan finns inte`",
        "`The page that you have requested does not seem to exist`": "`Adressen leder inte till någon sida`",
        "`You have requested page /${e}, but no corresponding file was found in the app's pages/ directory`": (
            "`Det finns ingen sida på /${e}`"
        ),
        "`${t}. Running the app's main page.`": "`${t}. I stället visas startsidan.`",
    },
    "InputInstructions": {
        "`submit form`:`apply`": "`skicka`:`bekräfta`",
        "`Press Enter to ${e}`": "`Tryck Enter för att ${e}`",
    },
    "FileUploader": {
        "`Drag and drop files here`": "`Släpp filerna här`",
        "`Drag and drop a file here`": "`Släpp filen här`",
        "`Upload directories`:`Upload`": "`Välj mappar`:`Välj filer`",
        " per file`": " per fil`",
        "`Add files`": "`Välj fler filer`",
        "files are not allowed.`": "går inte att lämna.`",
    },
    "utils": {
        "`Cancel upload of ${e.name}`": "`Avbryt överföringen av ${e.name}`",
        "`Remove ${e.name}`": "`Ta bort ${e.name}`",
        "`Click to retry upload`": "`Försök lämna filen igen`",
        "`Upload failed`": "`Filen kunde inte lämnas`",
        "`Unexpected error. Please try again.`": "`Något gick fel. Försök igen.`",
        "`File must be ${": "`Filen får vara högst ${",
        "} or smaller.`": "}.`",
        '"aria-label":`file upload`': '"aria-label":`filer`',
        "`No options to select`": "`Det finns inget att välja`",
    },
    "Multiselect": {
        "locale:`en-US`": "locale:`sv-SE`",  # the words of its announcements, and the order of å, ä and ö
        "return`No results`": "return`Inget passar`",
        '"aria-label":`Clear all`': '"aria-label":`Ta bort alla`',
        '"aria-label":`Open`': '"aria-label":`Visa valen`',
        '"aria-label":`Selected values`': '"aria-label":`Valda`',
        '"aria-label":`Remove ${e}`': '"aria-label":`Ta bort ${e}`',
        "label:`Select all`": "label:`Välj alla`",
        "`Select ${p.length} matches`": "`Välj ${p.length} träffar`",
        "`Multiselect options`": "`Val`",
    },
    "Selectbox": {
        "locale:`en-US`": "locale:`sv-SE`",
        "children:`No results`": "children:`Inget passar`",
        '"aria-label":`Clear value`': '"aria-label":`Ta bort valet`',
        '"aria-label":`Open`': '"aria-label":`Visa valen`',
        "`Selectbox options`": "`Val`",
    },
    "Pagination": {
        '"aria-label":`Pagination`': '"aria-label":`Bläddra`',
        '"aria-label":`Previous page`': '"aria-label":`Föregående sida`',
        '"aria-label":`Next page`': '"aria-label":`Nästa sida`',
        '"aria-label":`Page ${e.page}`': '"aria-label":`Sida ${e.page}`',
    },
    "TextInput": {'"aria-label":`Clear entry`': '"aria-label":`Töm fältet`'},
    "useCopyToClipboard": {"`Copied`:`Copy to clipboard`": "`Kopierat`:`Kopiera`"},
    "DownloadButton": {
        "`Deferred download not properly configured`": "`Filen kan inte sparas`",
        "e instanceof Error?e.message:`Download failed`": "`Filen kunde inte hämtas. Försök igen.`",
    },
}


def scripts(folder: Path) -> Iterator[tuple[str, str]]:
    """The name and the Swedish text of every script in `folder` that has English words to replace."""
    for prefix, words in SWEDISH.items():
        for path in sorted(folder.glob(f"{prefix}.*.js")):
            script = path.read_text(encoding="utf-8")
            swedish = script
            for english, word in words.items():
                swedish = swedish.replace(english, word)
            if swedish != script:
                yield path.name, swedish


def missing(folder: Path) -> list[str]:
    """The English strings that no script in `folder` has: a new version of Streamlit says them otherwise."""
    lost = []
    for prefix, words in SWEDISH.items():
        found = "".join(path.read_text(encoding="utf-8") for path in folder.glob(f"{prefix}.*.js"))
        lost += [f"{prefix}: {english}" for english in words if english not in found]
    return lost
