"""What the tests of readers share: looks into what a reader gives, and an RTF file."""

from corpus.readers import Limits, extract


def lines(data: bytes | str, name: str) -> list[str]:
    """Return the lines of a file that are not blank."""
    content = data.encode() if isinstance(data, str) else data
    return [line for line in extract(content, name, Limits()).text.split("\n") if line]


def headings(data: bytes | str, name: str) -> list[str]:
    """Return the text of the headings that a file's format points out."""
    extraction = extract(data.encode() if isinstance(data, str) else data, name, Limits())
    return [extraction.text[span.start : span.end] for span in extraction.headings]


def rtf(body: str, *, fonts: str = "", styles: str = "") -> bytes:
    """Return an RTF file as Word writes it in Sweden, of the control words of its body."""
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}"
        rf"{fonts}}}{{\colortbl;\red0\green0\blue0;}}{{\stylesheet{{\s0 Normal;}}{styles}}}"
        rf"{{\info{{\title Dold titel}}{{\author N\'e5gon}}}}\pard\plain {body}}}"
    ).encode("cp1252")
