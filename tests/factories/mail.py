"""E-mails as files, honest ones and such as are built to harm."""

from email.message import EmailMessage

from django.core.files.uploadedfile import SimpleUploadedFile


def eml(
    *files: SimpleUploadedFile,
    sender: str = "Żaneta Próbna <zaneta@example.org>",
    subject: str = "Wniosek o remont drogi – Łęczyca",
    day: str = "Thu, 19 Nov 2026 23:30:00 +0100",
    text: str = "Dzień dobry,\n\nproszę o remont drogi.",
) -> SimpleUploadedFile:
    """An e-mail as a mail program saves it."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "marszalek@example.org"
    message["Subject"] = subject
    message["Date"] = day
    message.set_content(text)
    for file in files:
        message.add_attachment(file.read(), maintype="application", subtype="pdf", filename=file.name)
    return raw(message.as_bytes())


def raw(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("wiadomosc.eml", content)
