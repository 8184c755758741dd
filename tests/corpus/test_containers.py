"""Zip files and letters with attachments: every paper in them by a safe name, and no bad one at the others' cost."""

import io
import random
import stat
import struct
import warnings
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import TooLarge, UnreadableFile
from corpus.readers import Limits, containers, extract


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of members, several of the same name too."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as archive:
        warnings.simplefilter("ignore", UserWarning)  # duplicate names
        for name, content in members:
            archive.writestr(name, content, method)
    return file.getvalue()


def letter(*attachments: tuple[str, bytes], text: str = "Se bilagan.\n") -> EmailMessage:
    """Return a letter with attachments."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Anna Ek <anna@norrskar.example>", "Handlingar"
    message.set_content(text)
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def unpacked(data: bytes, name: str = "a.zip", limits: Limits | None = None) -> dict[str, bytes | UnreadableFile]:
    """Return the papers of a container by their paths, each of which is one of a kind."""
    found = list(containers.unpack(data, name, limits or Limits()))
    assert len({path for path, _ in found}) == len(found)
    return dict(found)


def troubles(found: dict[str, bytes | UnreadableFile]) -> dict[str, str]:
    """Return what is said of the members that could not be had."""
    return {path: str(content) for path, content in found.items() if isinstance(content, UnreadableFile)}


# Zip


def test_zip_gives_each_paper_by_its_path() -> None:
    """Papers in folders are given with their paths, folders and what systems leave behind are not."""
    data = zipped(
        ("2024/", b""),
        ("2024/protokoll.txt", b"ett"),
        ("yttrande.txt", b"tv\xc3\xa5"),
        ("__MACOSX/2024/._protokoll.txt", b"x"),
        ("2024/.DS_Store", b"x"),
        ("Thumbs.db", b"x"),
        ("2024/~$protokoll.docx", b"x"),
        ("budget.xlsx", b"tre"),
    )
    assert unpacked(data) == {"2024/protokoll.txt": b"ett", "yttrande.txt": "två".encode(), "budget.xlsx": b"tre"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp850", "cp437", "cp1252"])
def test_zip_names_in_swedish(encoding: str) -> None:
    """Names keep å, ä and ö whatever program packed them, without the flag that says UTF-8."""
    name = "Ärenden/Åtgärder för ån.txt"
    marked = zipped((name, b"x"))
    (info,) = zipfile.ZipFile(io.BytesIO(marked)).infolist()
    raw = name.encode("utf-8")
    other = name.encode(encoding)
    # The same archive with the name in another encoding, padded so that nothing moves, and without the flag.
    assert info.flag_bits & 0x800
    padded = other[:-4] + b"_" * (len(raw) - len(other)) + other[-4:]
    data = marked.replace(raw, padded)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + place
        flags = struct.unpack_from("<H", data, at)[0] & ~0x800
        data = data[:at] + struct.pack("<H", flags) + data[at + 2 :]
    (path,) = unpacked(data)
    assert path.replace("_", "") == name


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/abs/a.txt", "abs/a.txt"),
        ("C:\\Users\\Anna\\a.txt", "Users/Anna/a.txt"),
        ("a/./../b.txt", "a/b.txt"),
        ("rad\nbruten\x1b.txt", "rad bruten.txt"),
        ("bak\u202efdp.txt", "bakfdp.txt"),
        ("A\u030a.txt", "Å.txt"),
        ("...", "namnlös"),
        ("x" * 300 + ".txt", "x" * 60 + "…" + "x" * 55 + ".txt"),
    ],
)
def test_paths_stay_within_the_container(name: str, path: str) -> None:
    """No member's path leads out of the container, hides its suffix or breaks a line."""
    assert list(unpacked(zipped((name, b"x")))) == [path]


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(lambda name: name[0] != "\0")


@given(st.lists(NAMES, max_size=6))
def test_any_names_become_safe_paths(names: list[str]) -> None:
    """Whatever the names, the paths are relative, without steps upwards, control characters and doublets."""
    for path in unpacked(zipped(*((name, b"x") for name in names))):
        assert path
        assert not path.startswith("/")
        assert "\\" not in path
        assert path.isprintable()
        assert not {".", "..", ""} & set(path.split("/"))
        assert PurePosixPath(path).as_posix() == path


def test_two_members_of_one_name_are_two_papers() -> None:
    """The second paper of a name gets a name of its own, also where another has that one already."""
    found = unpacked(zipped(("a.txt", b"1"), ("a (2).txt", b"2"), ("a.txt", b"3"), ("a.txt", b"4")))
    assert found == {"a.txt": b"1", "a (2).txt": b"2", "a (3).txt": b"3", "a (4).txt": b"4"}


def test_bad_members_cost_only_themselves() -> None:
    """A damaged, locked, linked or oddly packed member is named with its trouble; the rest are given."""
    link = zipfile.ZipInfo("länk.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    odd = zipfile.ZipInfo("udda.txt")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for member, content in (("låst.txt", b"hemligt"), ("skadad.txt", b"SKADAD"), (link, b"/etc/passwd")):
            archive.writestr(member, content)
        archive.writestr(odd, b"x" * 100, zipfile.ZIP_LZMA)
        archive.writestr("bra.txt", b"bra")
    data = bytearray(file.getvalue())
    data[data.index(b"SKADAD")] ^= 1
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the first member's flags
        data[data.index(signature) + place] |= 1
    found = unpacked(bytes(data))
    assert found["bra.txt"] == b"bra"
    said = troubles(found)
    assert list(said) == ["låst.txt", "skadad.txt", "länk.txt", "udda.txt"]
    for path, word in zip(said, ("lösenord", "skadad", "länk", "ovanligt"), strict=True):
        assert word in said[path]
        assert said[path].endswith(".")


def test_zip_in_zip_is_opened_three_deep() -> None:
    """Papers two zips down are read; a fourth zip is named and not opened."""
    inner = zipped(("djupast.txt", b"4"))
    for name in ("tre", "två", "ett"):
        inner = zipped((f"{name}.zip", inner), (f"{name}.txt", name.encode()))
    found = unpacked(inner)
    assert {path for path in found if path.endswith(".txt")} == {
        "ett.txt",
        "ett.zip/två.txt",
        "ett.zip/två.zip/tre.txt",
    }
    assert list(troubles(found)) == ["ett.zip/två.zip/tre.zip"]


def test_a_broken_zip_within_is_named() -> None:
    """A damaged inner zip costs itself only; a damaged outer one is refused."""
    found = unpacked(zipped(("trasig.zip", b"PK\x03\x04"), ("bra.txt", b"bra")))
    assert found["bra.txt"] == b"bra"
    assert "zip" in troubles(found)["trasig.zip"]
    with pytest.raises(UnreadableFile, match="ingen läsbar zip"):
        unpacked(b"PK\x03\x04")


def test_too_many_members_are_refused() -> None:
    """The number of files is limited, those of inner zips included."""
    limits = Limits(members=5)
    assert len(unpacked(zipped(*((f"{n}.txt", b"x") for n in range(5))), limits=limits)) == 5
    with pytest.raises(TooLarge, match="6 filer"):
        unpacked(zipped(*((f"{n}.txt", b"x") for n in range(6))), limits=limits)
    found = unpacked(
        zipped(("inre.zip", zipped(*((f"{n}.txt", b"x") for n in range(5)))), ("bra.txt", b"bra")), limits=limits
    )
    assert found["bra.txt"] == b"bra"
    assert "5 filer" in troubles(found)["inre.zip"]


def test_what_unpacks_to_too_much_is_refused() -> None:
    """A bomb is not unpacked, neither in one piece, nor in many, nor through inner zips; a small paper beside it is."""
    piece = b" " * 4 * 2**20
    flat = zipped(("bomb.txt", b" " * 60 * 2**20), ("bra.txt", b"bra"))
    many = zipped(*((f"{n}.txt", piece) for n in range(20)))
    nested = zipped(*((f"{n}.zip", zipped(("bomb.txt", piece))) for n in range(20)))
    for data in (flat, many, nested):
        found = unpacked(data)
        had = sum(len(content) for content in found.values() if isinstance(content, bytes))
        assert had <= 200 * max(len(data), 2**16)
        assert all("packas upp" in trouble for trouble in troubles(found).values())
        assert troubles(found)
    assert unpacked(flat)["bra.txt"] == b"bra"


def test_a_bomb_of_overlapping_members_is_refused() -> None:
    """Entries that all point at the same packed bytes are unpacked to the limit at most."""
    one = zipped(("a.txt", b" " * 2**20))
    directory, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    count = 1_000
    entries = one[directory:end] * count
    closing = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), directory, 0)
    found = unpacked(one[:directory] + entries + closing)
    assert sum(len(content) for content in found.values() if isinstance(content, bytes)) <= 200 * 2**16
    assert len(found) == count


def test_an_archive_of_itself_ends() -> None:
    """A zip that holds what looks like itself, over and over, ends at the third level."""
    data = zipped(("a.txt", b"x"))
    for _ in range(30):
        data = zipped(("igen.zip", data))
    (path,) = unpacked(data)
    assert path.count("igen.zip") == 3


@given(st.binary(max_size=200), st.integers(0, 2**32))
def test_any_bytes_are_a_zip_or_an_error_for_the_user(noise: bytes, seed: int) -> None:
    """Noise, and a zip with some bytes changed, give members or an `UnreadableFile`, and nothing else."""
    data = bytearray(zipped(("a.txt", b"ett"), ("b/å.txt", b"x" * 100), ("c.eml", letter(("d.txt", b"x")).as_bytes())))
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    for content in (noise, b"PK\x03\x04" + noise, bytes(data)):
        try:
            found = unpacked(content)
        except UnreadableFile as error:
            found = {"": error}
        assert all(str(trouble) for trouble in troubles(found).values())


# Letters


def test_letter_gives_itself_and_its_attachments() -> None:
    """The message is the paper "", and each attachment one below it, whatever its kind."""
    message = letter(("protokoll åäö.pdf", b"%PDF"), ("budget.xlsx", b"x"))
    data = message.as_bytes()
    assert unpacked(data, "Brev.EML") == {"": data, "protokoll åäö.pdf": b"%PDF", "budget.xlsx": b"x"}


@pytest.mark.parametrize(
    "header",
    [
        b'filename="=?iso-8859-1?Q?=C5tg=E4rder.txt?="',
        b"filename*=utf-8''%C3%85tg%C3%A4rder.txt",
        b"filename*=iso-8859-1'sv'%C5tg%E4rder.txt",
        b"filename*0*=utf-8''%C3%85tg; filename*1*=%C3%A4rder.txt",
    ],
)
def test_names_of_attachments_as_programs_write_them(header: bytes) -> None:
    """Names in all the ways of writing å and ä in a header are read."""
    data = b"From: a\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Disposition: attachment; "
    assert list(unpacked(data + header + b"\r\n\r\nText\r\n--x--\r\n", "a.eml")) == ["Åtgärder.txt"]


def test_what_mail_programs_add_is_no_paper() -> None:
    """Logotypes in the text, signatures and Outlook's own wrapping are left out; an attached picture is not."""
    message = letter(("protokoll.txt", b"x"), ("winmail.dat", b"x"))
    message.add_attachment(b"x", maintype="image", subtype="png", filename="logga.png", disposition="inline")
    message.add_attachment(b"x", maintype="image", subtype="png", filename="karta.png")
    message.add_attachment(b"x", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    assert list(unpacked(message.as_bytes(), "a.eml")) == ["", "protokoll.txt", "karta.png"]


def test_letter_that_only_carries_is_no_paper() -> None:
    """A letter without a word of its own is left out, unless it holds nothing else."""
    assert list(unpacked(letter(("protokoll.txt", b"x"), text=" \n").as_bytes(), "a.eml")) == ["protokoll.txt"]
    assert list(unpacked(letter(text=" \n").as_bytes(), "a.eml")) == [""]


def test_letters_and_zips_in_one_another() -> None:
    """A letter attached to a letter in a zip is read, with its own attachments below it."""
    outer = letter(("bilagor.zip", zipped(("../a.txt", b"a"))), text="Yttre.\n")
    outer.add_attachment(letter(("b.txt", b"b"), text="Inre.\nFrom början.\n"))
    found = unpacked(zipped(("post/brev.eml", outer.as_bytes())))
    assert list(found) == [
        "post/brev.eml",
        "post/brev.eml/bilagor.zip/a.txt",
        "post/brev.eml/Handlingar.eml",
        "post/brev.eml/Handlingar.eml/b.txt",
    ]
    inner = found["post/brev.eml/Handlingar.eml"]
    assert isinstance(inner, bytes)
    assert extract(inner, "Handlingar.eml", Limits()).text.endswith("Inre.\nFrom början.\n")


def parts(bodies: Iterable[bytes]) -> bytes:
    """Return a letter of these parts."""
    joined = b"".join(b"--x\r\n" + body + b"\r\n" for body in bodies)
    return b"From: a\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + joined + b"--x--\r\n"


def test_letter_of_too_many_parts_is_refused() -> None:
    """The number of attachments is limited as that of a zip's files is."""
    attached = b"Content-Disposition: attachment; filename=a.txt\r\n\r\nx"
    assert len(unpacked(parts([attached] * 2_000), "a.eml")) == 2_000
    with pytest.raises(TooLarge, match="2001 filer"):
        unpacked(parts([attached] * 2_001), "a.eml")


def test_letters_nested_beyond_reason_are_refused() -> None:
    """A thousand letters in one another are an error for the user, in a zip for that letter only."""
    data = b"From: a\r\nContent-Type: message/rfc822\r\n\r\n" * 2_000 + b"x"
    with pytest.raises(UnreadableFile):
        unpacked(data, "a.eml")
    found = unpacked(zipped(("djup.eml", data), ("bra.txt", b"bra")))
    assert found["bra.txt"] == b"bra"
    assert list(troubles(found)) == ["djup.eml"]
