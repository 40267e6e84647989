"""The sheet: a frozen dataclass that holds everything a document says; its kind, template and examples."""

import hashlib
from abc import ABC, abstractmethod
from dataclasses import fields, is_dataclass
from typing import Any, ClassVar, Self, TypeVar

from core.audit.ledger import canonical


class Sheet(ABC):
    """Base of all sheets. KIND names the document ("offers.confirmation"), TEMPLATE is its HTML."""

    KIND: ClassVar[str]
    TEMPLATE: ClassVar[str]

    @property
    @abstractmethod
    def title(self) -> str:
        """The document's title, in Polish."""

    @classmethod
    @abstractmethod
    def examples(cls) -> list[Self]:
        """Sheets with invented values, for tests of every kind."""

    @property
    def data(self) -> dict[str, Any]:
        """The sheet as plain values."""
        plain: dict[str, Any] = _plain(self)
        return plain

    @property
    def data_sha256(self) -> str:
        """SHA-256 of the sheet's canonical data; it is printed in the issued document."""
        return hashlib.sha256(canonical({"kind": self.KIND, **self.data})).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


KINDS: dict[str, type[Sheet]] = {}
S = TypeVar("S", bound=type[Sheet])


def register(sheet: S) -> S:
    """Make a kind of document known; two sheets of one kind are a programming error."""
    if sheet.KIND in KINDS and KINDS[sheet.KIND].__qualname__ != sheet.__qualname__:
        raise ValueError(f"document kind {sheet.KIND} is already registered")
    KINDS[sheet.KIND] = sheet
    return sheet
