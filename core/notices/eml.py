"""A mail backend that writes every letter as an .eml file, so that a demonstration needs no mail server."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Files in settings.EMAIL_FILE_PATH, named by the Message-ID: the same letter sent again is the same file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(str(settings.EMAIL_FILE_PATH))
        folder.mkdir(parents=True, exist_ok=True)
        for letter in email_messages:
            content: Any = letter.message()
            name = re.sub(r"[^A-Za-z0-9_.-]", "", content["Message-ID"].strip("<>").partition("@")[0])
            draft = folder / f".{name}.part"
            draft.write_bytes(content.as_bytes())
            draft.rename(folder / f"{name}.eml")
        return len(email_messages)
