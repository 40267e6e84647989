"""Odd characters in names of files and in letters: no path, no header, nothing that a system takes for more than a name."""

from email import message_from_bytes, policy
from pathlib import Path
from types import SimpleNamespace

from django.core.mail import EmailMessage

from core.files.check import NAME_MAX, UNSAFE, safe_name
from core.files.download import attachment
from core.files.kinds import PDF
from core.notices.letter import write
from tests.naughty import strings


def test_a_file_has_a_name_without_a_path_whatever_it_was_called(tmp_path: Path) -> None:
    for text in strings():
        for typed in (text, f"../../{text}", f"{text}.pdf", f"C:\\{text}"):
            safe = safe_name(typed, PDF)
            assert safe.endswith(".pdf"), typed
            assert not UNSAFE.search(safe), typed
            assert safe == Path(safe).name, typed
            assert not safe.startswith("."), typed
            assert 5 <= len(safe) <= NAME_MAX + 4, typed
            assert safe_name(safe, PDF) == safe, typed
            safe.encode()


def test_a_file_is_given_back_under_its_name_in_one_header(settings: object, tmp_path: Path) -> None:
    path = Path(settings.MEDIA_ROOT) / "kept"  # type: ignore[attr-defined]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-")
    for text in strings():
        answer = attachment("kept", name=safe_name(text, PDF), mime=PDF.mime)
        assert "\n" not in answer["Content-Disposition"]
        assert answer["Content-Disposition"].startswith("attachment; filename"), text
        assert answer["Content-Type"] == PDF.mime


def test_a_letter_has_no_header_of_a_users_making() -> None:
    feedback = {"kind": "remark", "text": "x", "page": "/", "public_id": "x"}
    for text in strings():
        context = {"organisation": SimpleNamespace(name=text), "granted": True, "reason": text, "feedback": feedback}
        letter = write("representation-decided", context)
        sent = EmailMessage(letter.subject, letter.body, None, ["ala@example.org"]).message().as_bytes()
        read = message_from_bytes(sent, policy=policy.default)
        assert "Bcc" not in read, text
        assert read["To"] == "ala@example.org", text
        assert len(read.get_all("Subject")) == 1, text
