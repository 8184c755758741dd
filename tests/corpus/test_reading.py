"""A file's content in, its papers out: each named by its place in the file, and a bad one costs itself only."""

import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import reading, structure
from corpus.readers import Limits
from corpus.reading import Paper

BUYS = "NORRSKÄRS KOMMUN\nTekniska nämnden\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum: 2024-03-12\n\n§ 1 Köp av {0}\n\nBeslut\nNämnden köper {0}.\n"  # noqa: E501


def minutes(word: str) -> bytes:
    """Return minutes that buy a thing."""
    return BUYS.format(word).encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip of files by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def letter(text: str, attached: Mapping[str, bytes]) -> bytes:
    """Return a letter with attachments by name."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "bo@lindsala.se", "registrator@lindsala.se", "Handlingar"
    message.set_content(text)
    for name, content in attached.items():
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()


def read(data: bytes, name: str) -> list[Paper]:
    """Return the papers of a file."""
    return list(reading.read(data, name, Limits()))


def words(papers: list[Paper]) -> dict[str, str]:
    """Return what each paper buys, or "!" for one that could not be read, by its place."""
    return {
        one.member: one.document.text.rsplit("köper ", 1)[-1].strip(" .\n") if one.document else "!" for one in papers
    }


def test_a_file_is_one_paper() -> None:
    """With no place but the file itself, and the id of its content."""
    (paper,) = read(minutes("sand"), "p.txt")
    assert paper.document is not None
    assert (paper.member, paper.trouble) == ("", "")
    assert paper.document.id == structure.identify(minutes("sand"))
    assert [section.paragraph for section in paper.document.sections if section.paragraph] == ["§ 1"]


def test_a_bad_file_says_why() -> None:
    """In words for the one who gave it; nothing is thrown."""
    for data, name in ((b"", "p.txt"), (b"%PDF-1.7\nresten saknas", "p.pdf"), (b"PK\x03\x04", "p.docx"),
                       (b"MZ", "p.exe"), (b"ingen zip", "p.zip"), (b"\x00\x01\x02", "p.eml")):  # fmt: skip
        (paper,) = read(data, name)
        assert paper.document is None
        assert paper.member == ""
        assert paper.trouble.endswith("."), name


def test_a_zip_of_papers() -> None:
    """Each by its path in the zip, the suffix in any case."""
    data = zipped({"a.txt": minutes("sand"), "ks/b.TXT": minutes("grus")})
    for name in ("papper.zip", "PAPPER.ZIP"):
        assert words(read(data, name)) == {"a.txt": "sand", "ks/b.TXT": "grus"}


def test_a_bad_member_costs_itself_only() -> None:
    """The ones before and after it are read."""
    data = zipped(
        {"a.txt": minutes("sand"), "b.pdf": b"%PDF-1.7\nresten saknas", "c.txt": b"", "d.txt": minutes("grus")}
    )
    papers = read(data, "papper.zip")
    assert words(papers) == {"a.txt": "sand", "b.pdf": "!", "c.txt": "!", "d.txt": "grus"}
    assert all(one.trouble.endswith(".") for one in papers if not one.document)


def test_a_zip_in_a_zip() -> None:
    """Told by the path through both."""
    assert words(read(zipped({"inre.zip": zipped({"a.txt": minutes("sand")}), "b.txt": minutes("grus")}), "y.zip")) == {
        "inre.zip/a.txt": "sand",
        "b.txt": "grus",
    }


def test_a_bad_zip_in_a_zip() -> None:
    """Costs itself only, too."""
    assert words(read(zipped({"inre.zip": b"trasig", "b.txt": minutes("grus")}), "y.zip")) == {
        "inre.zip": "!",
        "b.txt": "grus",
    }


def test_a_letter_with_papers() -> None:
    """The letter is a paper by its own content, and each attachment is one."""
    data = letter("Här kommer protokollet.", {"a.txt": minutes("sand"), "b.zip": zipped({"c.txt": minutes("grus")})})
    first, *rest = read(data, "brev.eml")
    assert first.document is not None
    assert (first.member, first.document.id) == ("", structure.identify(data))
    assert "Här kommer protokollet." in first.document.text
    assert words(rest) == {"a.txt": "sand", "b.zip/c.txt": "grus"}


def test_a_letter_in_a_zip() -> None:
    """Is named by its place; what is attached lies below it."""
    papers = read(zipped({"brev.eml": letter("Se bilaga.", {"a.txt": minutes("sand")})}), "post.zip")
    assert [one.member for one in papers] == ["brev.eml", "brev.eml/a.txt"]
    assert all(one.document for one in papers)


def test_the_file_name_tells_of_the_member() -> None:
    """A member's own name may carry its date, as a file's may; the zip's name does not."""
    text = "Lindsala kommun\nTekniska nämnden\n\n§ 1 Köp\n\nNämnden köper sand.\n\n§ 2 Slut\n\nMötet är slut.\n"
    (paper,) = read(zipped({"protokoll 2024-03-12.txt": text.encode()}), "möte 2019-01-01.zip")
    assert paper.document is not None
    assert str(paper.document.date) == "2024-03-12"


@pytest.mark.parametrize(
    "data", [zipped({}), zipped({"__MACOSX/a.txt": b"x", ".DS_Store": b"x"})], ids=["empty", "leavings"]
)
def test_a_zip_without_papers_says_so(data: bytes) -> None:
    """An empty file is told of like any other that nothing could be read of."""
    (paper,) = read(data, "tom.zip")
    assert paper.document is None
    assert paper.trouble.endswith(".")


def test_too_many_members() -> None:
    """Are refused as a whole, by the file's own name."""
    data = zipped({f"{n}.txt": b"x" for n in range(Limits().members + 1)})
    (paper,) = read(data, "många.zip")
    assert (paper.member, paper.document) == ("", None)


@given(st.binary(max_size=400), st.sampled_from(["p.txt", "p.md", "p.html", "p.docx", "p.pdf", "p.zip", "p.eml", "p"]))
def test_nothing_is_thrown(data: bytes, name: str) -> None:
    """Whatever a file holds, each paper is either understood or in trouble, never both."""
    for paper in reading.read(data, name, Limits()):
        assert bool(paper.document) != bool(paper.trouble)
        assert not PurePosixPath(paper.member).is_absolute()
