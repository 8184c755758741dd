"""Errors that reach a user, with a Swedish message that names the value and the next step.

The whole tree:

    BeslutsminneError             shown to the user as it stands; anything else is a bug
    ├── UnreadableFile            a paper that cannot be read (corpus)
    │   ├── EmptyFile             no bytes, or no characters
    │   ├── TooLarge              over a limit of bytes, pages, characters or seconds
    │   ├── NoTextLayer           pages without characters: a scan
    │   └── UnknownFormat         a suffix no reader takes
    ├── MissingPath               a path that does not exist
    ├── ArchiveLocked             another process owns the archive
    ├── Interrupted               the process stops before the work is done
    ├── CatalogueDamaged          the catalogue's database cannot be read
    ├── NotWritable               the archive's folder, or what is in it, cannot be written
    ├── IndexMismatch             the index was built with other means than those now set
    ├── ModelUnavailable          the embedding model cannot be loaded
    ├── NotInstalled              a package that a setting needs is not installed
    ├── NotFound                  an id, a job or a case that is not in the archive
    ├── BadRequest                a question, filter or upload that cannot be taken
    ├── Busy                      too much is asked at once, or it takes too long: to be tried again
    │   ├── TooMany               one client asks too much or too often
    │   ├── CatalogueUnavailable  the catalogue's database does not answer
    │   ├── IndexIncomplete       papers that the vectors do not hold as the catalogue does
    │   └── QueueFull             more uploads wait than are taken
    ├── DiskFull                  less free space than the reserve
    ├── NotKnown                  a key, log-in or visit that is not valid
    ├── NotAllowed                something that the one who asks has no right to
    ├── BadBackup                 a backup that cannot be made, or is not as it was made (indexer)
    ├── BadDataset                a question set that cannot be read (eval)
    ├── BadSynonyms               a table of synonyms that cannot be read (search_api)
    ├── BadContacts               a list of public contacts that cannot be read
    └── ServerUnreachable         the client got no answer
"""


class BeslutsminneError(Exception):
    """Base of all that a user is shown; `str(error)` is the Swedish message."""


class UnreadableFile(BeslutsminneError):
    """A paper that cannot be read; the rest of the archive is untouched."""


class EmptyFile(UnreadableFile):
    """A file without bytes or without characters."""


class TooLarge(UnreadableFile):
    """A file over one of the reading limits."""


class NoTextLayer(UnreadableFile):
    """A PDF whose pages hold pictures and no characters."""


class UnknownFormat(UnreadableFile):
    """A file whose suffix no reader takes."""


class MissingPath(BeslutsminneError):
    """A path that was asked for and does not exist."""


class ArchiveLocked(BeslutsminneError):
    """Another process has the archive open."""


class Interrupted(BeslutsminneError):
    """The work was broken off because the process stops; what was begun is made good at the next start."""


class CatalogueDamaged(BeslutsminneError):
    """The catalogue's database is damaged, or is none."""


class NotWritable(BeslutsminneError):
    """The archive lies where this process may not write, or only read some of it."""


class IndexMismatch(BeslutsminneError):
    """The index was built with another model, analyser or chunker than those now set."""


class ModelUnavailable(BeslutsminneError):
    """The embedding model named in the settings cannot be loaded."""


class NotInstalled(BeslutsminneError):
    """A package that a setting needs, an extra of ours, is not installed."""


class NotFound(BeslutsminneError):
    """An id that names nothing in the archive."""


class BadRequest(BeslutsminneError):
    """A question, filter or upload that cannot be taken as it is."""


class Busy(BeslutsminneError):
    """More is asked than can be answered in time; `retry_after` is in how many seconds to try again."""

    def __init__(self, message: str, retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class CatalogueUnavailable(Busy):
    """The catalogue's database does not answer, or another program has it locked."""


class IndexIncomplete(Busy):
    """The vectors do not hold all papers as the catalogue does, so that what is not found may yet be there."""


class QueueFull(Busy):
    """So many uploads wait that no more are taken."""


class TooMany(Busy):
    """One client asks more at once, or more often, than it may."""


class DiskFull(BeslutsminneError):
    """What would be written does not fit beside the reserve that is kept free on the disk."""


class NotKnown(BeslutsminneError):
    """A key, a log-in or a visit that is not valid, or none where one is needed."""


class NotAllowed(BeslutsminneError):
    """Something that the one who asks has no right to."""


class BadBackup(BeslutsminneError):
    """A backup that cannot be made where it is asked for, or is not what it was when it was made."""


class BadDataset(BeslutsminneError):
    """A question set or BEIR folder that cannot be read."""


class ServerUnreachable(BeslutsminneError):
    """The server at the given address did not answer."""


class BadSynonyms(BeslutsminneError):
    """A table of synonyms that cannot be read."""


class BadContacts(BeslutsminneError):
    """A list of public contacts that cannot be read."""
