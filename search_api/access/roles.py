"""The roles and what each may: the one list of it. Each route of the API names the right that it takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import ConfigDict


class Right(StrEnum):
    """Something that one may or may not do; the value is what users see."""

    OPEN = "öppet för alla"
    READ = "läsa och fråga"
    OPINE = "ge återkoppling"
    EXPORT = "ta med svar och intyg"
    UPLOAD = "lämna handlingar"
    ORIGINAL = "hämta original"
    REPLACE = "ersätta handlingar"
    APPROVE = "godkänna handlingar"
    AMEND = "rätta uppgifter"
    WITHDRAW = "återkalla handlingar"
    REVIEW = "granska läsning och återkoppling"
    AUDIT = "läsa granskningsloggen"
    OPERATE = "följa driften"


class Role(StrEnum):
    """What somebody is to the archive; the value is what users see."""

    READER = "läsare"
    UPLOADER = "uppladdare"
    REGISTRAR = "registrator"
    ADMINISTRATOR = "administratör"


_READER = frozenset({Right.OPEN, Right.READ, Right.OPINE, Right.EXPORT})
_UPLOADER = _READER | {Right.UPLOAD}
_REGISTRAR = _UPLOADER | {
    Right.ORIGINAL, Right.REPLACE, Right.APPROVE, Right.AMEND, Right.WITHDRAW, Right.REVIEW,
}  # fmt: skip
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.READER: _READER,
    Role.UPLOADER: _UPLOADER,
    Role.REGISTRAR: _REGISTRAR,
    Role.ADMINISTRATOR: _REGISTRAR | {Right.AUDIT, Right.OPERATE},
}


# What concerns all papers alike, so that no grant over some of them gives it.
OF_THE_WHOLE = frozenset({Right.AUDIT, Right.OPERATE})


@dataclass(frozen=True)
class Grant:
    """A role over the papers of some organisations; None is all papers."""

    # A name that is misspelt in the settings must not be one that is left out: it would take the bound away.
    __pydantic_config__ = ConfigDict(extra="forbid")

    role: Role
    organisations: frozenset[str] | None = None

    def gives(self, right: Right) -> bool:
        """Whether it gives a right, over whatever papers."""
        return right in RIGHTS[self.role] and (self.organisations is None or right not in OF_THE_WHOLE)


@dataclass(frozen=True)
class Identity:
    """Who asks, with what has been granted them; `name` is what the audit log calls them.

    `is_known` is whether they have said who they are, by whatever way.
    """

    name: str
    grants: tuple[Grant, ...] = ()
    is_known: bool = True

    def may(self, right: Right) -> bool:
        """Whether they have a right, over whatever papers."""
        return right is Right.OPEN or any(grant.gives(right) for grant in self.grants)

    def within(self, right: Right) -> frozenset[str] | None:
        """The organisations over whose papers they have a right, None for all: those of the grants that give it."""
        bounds = [grant.organisations for grant in self.grants if grant.gives(right)]
        return None if None in bounds else frozenset().union(*(bound for bound in bounds if bound is not None))

    @property
    def rights(self) -> frozenset[Right]:
        """All that they may."""
        return frozenset(right for right in Right if self.may(right))


# Who asks a service without log-in: the one who runs it, on the same machine.
LOCAL = Identity("lokal", (Grant(Role.ADMINISTRATOR),))
NOBODY = Identity("anonym", is_known=False)
ANYBODY = Identity("anonym", (Grant(Role.READER),), is_known=False)
