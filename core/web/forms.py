"""Forms of every page: what is typed is text, or is refused at its field in words."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

# Categories of Unicode that no line of text holds: control characters, breaks of lines and paragraphs, halves of pairs.
NO_LINE = frozenset({"Cc", "Zl", "Zp", "Cs"})


def _no_text(char: str) -> bool:
    """A code point that is left out of every text for good, such as U+FFFE."""
    return ord(char) & 0xFFFE == 0xFFFE


def one_line(value: str) -> None:
    """Refuse what no keyboard types into one line: it would break a row of an export or the subject of a letter."""
    if any(unicodedata.category(char) in NO_LINE or _no_text(char) for char in value):
        raise ValidationError(
            _("Usuń znaki sterujące (na przykład koniec wiersza albo tabulator). To pole ma jeden wiersz.")
        )


def many_lines(value: str) -> None:
    """Refuse control characters other than line ends and tabs: nobody sees them, and no document or database takes them."""
    if any((unicodedata.category(char) in ("Cc", "Cs") and char not in "\r\n\t") or _no_text(char) for char in value):
        raise ValidationError(_("Tekst ma niewidoczne znaki sterujące. Usuń je albo wklej go jako zwykły tekst."))


def _is_text(field: forms.Field) -> bool:
    """Passwords are compared, never shown; JSON is read, not kept as text."""
    return (
        isinstance(field, forms.CharField)
        and not isinstance(field, forms.JSONField)
        and not isinstance(field.widget, forms.PasswordInput)
    )


class Texts(forms.BaseForm):
    """Every text field of the form holds nothing but text."""

    def full_clean(self) -> None:
        for field in self.fields.values():
            if _is_text(field):
                own = many_lines if isinstance(field.widget, forms.Textarea) else one_line
                # Django's own word on NUL would stand beside ours.
                others = [each for each in field.validators if not isinstance(each, ProhibitNullCharactersValidator)]
                field.validators = [own, *(each for each in others if each is not own)]
        super().full_clean()


class Form(Texts, forms.Form):
    """A form of fields."""


class ModelForm(Texts, forms.ModelForm):
    """A form of a model's fields."""
