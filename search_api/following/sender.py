"""The letters sent, in a thread of its own while the service answers."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
import threading

from corpus.catalogue.locks import Locks
from corpus.catalogue.watches import Watch, Watches
from corpus.errors import BeslutsminneError
from search_api.archives import Archives
from search_api.following.followed import Followed
from search_api.following.letters import Letters
from search_api.following.news import among
from search_api.following.post import Post, Unsent, sender_of

_log = logging.getLogger(__name__)

# Between two looks at what is to be sent, and after a server that did not take a letter. In seconds.
PAUSE = 5.0
AGAIN = 60.0


def digest_of(code: str) -> str:
    """What a code that confirms is known by: it is 256 random bits, so its SHA-256 tells nothing of it."""
    return hashlib.sha256(code.encode()).hexdigest()


class Sender:
    """Sends what the `archives` owe, by `post`: letters to confirm at once, and a digest each `every` where one is new.

    A digest is noted before it is sent and after, so that none is sent twice whatever happens to a process. Of several
    processes that share the archive one sends at a time, by its `locks`.
    """

    def __init__(self, archives: Archives, locks: Locks, post: Post, letters: Letters, every: dt.timedelta) -> None:
        self._archives = archives
        self._locks = locks
        self._catalogue = archives.whole.index.catalogue
        self._watches: Watches = self._catalogue.watches
        self._post = post
        self._letters = letters
        self._every = every
        self._from = sender_of(letters.sender)[1]
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sender")
        self._thread.start()

    def close(self) -> None:
        """Finish the letter at hand; the rest is sent after the next start."""
        self._stop.set()
        self._wake.set()
        self._thread.join()

    def ask(self, address: str, followed: Followed, language: str, bound: frozenset[str] | None) -> None:
        """Have it asked at `address` whether letters of `followed` are wanted; nothing tells whether it is.

        Raises `Busy` while too many have been asked.
        """
        if self._watches.ask(address, followed.model_dump_json(), language, bound):
            self._wake.set()

    def offered(self, code: str) -> Watch | None:
        """The watch that a code confirms."""
        return self._watches.offered(digest_of(code))

    def confirm(self, code: str) -> bool:
        """Begin the watch that a code confirms, of what comes from now on; False where there is none any more."""
        return self._watches.confirm(digest_of(code), self._catalogue.arrivals.newest(), self._next())

    def left_by(self, code: str) -> Watch | None:
        """The watch that a code ends."""
        return self._watches.left_by(code)

    def leave(self, code: str) -> None:
        """End a watch; also one that is ended already."""
        self._watches.leave(code)

    def _next(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self._every

    def _run(self) -> None:
        while not self._stop.is_set():
            pause = AGAIN
            try:
                with self._locks.held("letters", waits=False) as is_free:
                    if is_free:
                        self._pick_up()  # what is on its way is another's that has ended
                    if not is_free or self._round():
                        pause = PAUSE
            except Unsent as error:
                _tell_of(error)
            except BeslutsminneError as error:
                _log.error("letters could not be sent: %s", type(error).__name__)
            except Exception:  # a bug; what serves goes on serving
                _log.exception("letters could not be sent")
            self._wake.wait(pause)
            self._wake.clear()

    def _pick_up(self) -> None:
        if begun := self._watches.pick_up():
            _log.warning("%d digests were on their way when the service ended, and are taken for sent", begun)

    def _round(self) -> bool:
        """Send what is owed; whether none of it is to be tried again. Raises `Unsent` where the server takes none."""
        self._watches.sweep()
        is_done = True
        for send, watches in ((self._ask, self._watches.unasked()), (self._tell, self._watches.due())):
            for watch in watches:
                if self._stop.is_set():
                    return is_done
                try:
                    send(watch)
                except Unsent as error:
                    if not error.own:
                        raise
                    _tell_of(error)
                    is_done = False
        return is_done

    def _ask(self, watch: Watch) -> None:
        code = secrets.token_urlsafe(32)
        letter = self._letters.confirmation(watch, code).as_bytes()
        if not self._watches.offer(watch.id, digest_of(code)):
            return
        try:
            self._post.send(letter, self._from, watch.address)
        except Unsent as error:
            if not error.refused:
                self._watches.offer(watch.id, None)
                raise
            _log.warning("a letter to confirm a watch was not sent: %s", error.reason)

    def _tell(self, watch: Watch) -> None:
        """Send a digest of what came since the last, where there is any."""
        until = self._catalogue.arrivals.newest()
        archive = self._archives.seen_by(watch.bound)
        ids = archive.index.catalogue.arrivals.between(watch.since or until, until)
        news = among(archive, Followed.model_validate_json(watch.asked), ids) if ids else []
        if not news:
            self._watches.settle(watch.id, until, self._next())
            return
        letter = self._letters.digest(watch, news, until).as_bytes()
        if not self._watches.begin(watch.id, until):
            return
        try:
            self._post.send(letter, self._from, watch.address)
        except Unsent as error:
            # What was refused for good waits for the next digest; a server that is down holds up all.
            due = self._next() if error.refused else dt.datetime.now(dt.UTC)
            self._watches.settle(watch.id, watch.since, due)
            if not error.refused:
                raise
            _log.warning("a digest was not sent: %s", error.reason)
        else:
            self._watches.settle(watch.id, until, self._next())


def _tell_of(error: Unsent) -> None:
    _log.error("a letter was not sent, and is tried again: %s", error.reason)
