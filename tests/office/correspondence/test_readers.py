"""An e-mail is read as it claims to be; what is built to harm is refused in words, and nothing of it is believed."""

import time
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.files.refusals import RefusedFile
from office.correspondence.readers import MB_MAX, read
from tests.factories.files import pdf
from tests.factories.mail import eml, raw

HEAD = b"From: Jan <jan@example.org>\r\nSubject: Pismo\r\nDate: Thu, 19 Nov 2026 10:00:00 +0100\r\n"


def test_an_honest_mail_is_read_whole() -> None:
    mail = read(eml(pdf("Żądanie.pdf")))
    assert (mail.sender, mail.address) == ("Żaneta Próbna", "zaneta@example.org")
    assert mail.subject == "Wniosek o remont drogi – Łęczyca"
    assert mail.sent_on == date(2026, 11, 19)
    assert mail.text == "Dzień dobry,\n\nproszę o remont drogi."
    assert [(file.name, file.content[:5]) for file in mail.files] == [("Żądanie.pdf", b"%PDF-")]


def test_a_mail_of_html_alone_is_read_as_its_words() -> None:
    marked = b"<html><head><style>p{}</style></head><body><p>Dzie\xc5\x84 dobry</p><script>alert(1)</script>do widzenia</body>"
    mail = read(raw(HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + marked))
    assert mail.text == "Dzień dobry\ndo widzenia"


@pytest.mark.parametrize("charset", [b"cp1250", b"klingon", b"rot13", b"zlib", b"utf-16", b"us-ascii", b'"'])
def test_an_encoding_that_is_none_or_wrong_still_gives_words(charset: bytes) -> None:
    mail = read(raw(HEAD + b"Content-Type: text/plain; charset=" + charset + b"\r\n\r\nza\xbf\xf3\xb3\xe6 ja\xbc\xf1"))
    assert mail.text
    assert "\x00" not in mail.text


def test_signs_that_turn_text_round_are_taken_out() -> None:
    mail = read(
        raw(
            b"From: =?utf-8?b?4oCuZmRwLmV4ZQ==?= <x@example.org>\nSubject: a\x08b\n\ntre\xc5\x9b\xc4\x87\x00\xe2\x80\xae"
        )
    )
    assert mail.sender == "fdp.exe"
    assert mail.text == "treść"
    assert mail.subject == "a b"


def test_a_name_that_looks_like_an_address_does_not_hide_the_address() -> None:
    mail = read(eml(sender='"marszalek@lodzkie.example" <obcy@example.org>'))
    assert mail.sender == mail.address == "obcy@example.org"


def test_an_address_hidden_in_a_coded_name_is_no_address() -> None:
    hidden = b"From: =?utf-8?q?Marsza=C5=82ek_=3Cmarszalek=40lodzkie=2Eexample=3E?= <obcy@example.org>"
    mail = read(raw(hidden + b"\nSubject: x\n\ntekst"))
    assert mail.sender == mail.address == "obcy@example.org"


def test_a_sender_without_an_address_stays_as_it_is_written() -> None:
    mail = read(raw(b"From: <b>Jan</b> <jan@example.org>\nSubject: x\n\ntekst"))
    assert (mail.sender, mail.address) == ("<b>Jan</b> <jan@example.org>", "")


@pytest.mark.parametrize("day", ["wczoraj", "Thu, 32 Nov 2026", "", "Thu, 19 Nov 99999999 10:00:00 +9999"])
def test_a_day_that_is_none_is_left_for_the_secretary(day: str) -> None:
    assert read(raw(f"From: jan@example.org\nSubject: x\nDate: {day}\n\ntekst".encode())).sent_on is None


def nested(depth: int) -> bytes:
    inner = b"Content-Type: text/plain\r\n\r\nkoniec\r\n"
    for number in range(depth):
        bound = b"b%d" % number
        inner = (
            b"Content-Type: multipart/mixed; boundary="
            + bound
            + b"\r\n\r\n--"
            + bound
            + b"\r\n"
            + inner
            + b"\r\n--"
            + bound
            + b"--\r\n"
        )
    return HEAD + inner


def many(count: int, name: bytes = b"") -> bytes:
    part = b"--x\r\nContent-Type: application/pdf" + name + b"\r\n\r\n%PDF-1.7\r\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + part * count + b"--x--\r\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nie jest e-mail"),
        (b"%PDF-1.7 to nie list", "nie jest e-mail"),
        (b"\x00" * 5000, "nie jest e-mail"),
        (b"MZ\x90\x00From: a@example.org\nSubject: x\n\n", "nie jest e-mail"),
        (HEAD + b"From: Ktos Inny <inny@example.org>\r\n\r\ntekst", "kilka nagłówków „From”"),
        (HEAD + b"Subject: Inny\r\n\r\ntekst", "kilka nagłówków „Subject”"),
        (HEAD + b"X-A: " + b"a" * 200_000 + b"\r\n\r\ntekst", "długie nagłówki"),
        (HEAD + b"X-A: a\r\n" * 2000 + b"\r\ntekst", "długie nagłówki"),
        (nested(9), "bez końca"),
        (nested(3000), "bez końca"),
        (nested(19)[:-500] + b"\r\n" * 480_000, "bez końca"),
        (HEAD + b"\n" * 600_000, "bez końca"),
        (many(101), "ponad 100 części"),
        (many(21, b"; name=a.pdf"), "ponad 20 załączników"),
    ],
)
def test_what_is_no_honest_mail_is_refused_in_words(content: bytes, words: str) -> None:
    begun = time.process_time()
    with pytest.raises(RefusedFile) as refusal:
        read(raw(content))
    assert words in str(refusal.value)
    assert time.process_time() - begun < 5


def test_a_mail_too_large_is_refused_before_it_is_taken_apart() -> None:
    with pytest.raises(RefusedFile, match=f"ponad {MB_MAX} MB"):
        read(raw(HEAD + b"\r\n" + b"a" * (MB_MAX * 1024 * 1024)))


def test_a_part_whose_code_is_spoilt_does_no_harm() -> None:
    spoilt = (
        b'--x\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%=A===\r\n'
    )
    mail = read(raw(HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + spoilt + b"--x--\r\n"))
    assert [file.name for file in mail.files] == ["a.pdf"]


def test_a_letter_without_an_end_of_headers_is_read_as_empty() -> None:
    assert read(raw(HEAD)).text == ""
    assert isinstance(raw(HEAD), SimpleUploadedFile)
