"""Users and their hats."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.accounts.hats import KINDS, HatKind


def public_id() -> str:
    """A random id for addresses: 12 characters, 72 bits; a counter would tell how many rivals there are.

    It begins with no dash: a command would take it for an option.
    """
    while (made := secrets.token_urlsafe(9)).startswith("-"):
        pass
    return made


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with a normalised e-mail; without a password nobody can sign in as them until it is reset."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in. What they may do hangs on their hats, never on the user."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    email = models.EmailField(_("adres e-mail"), unique=True)
    name = models.CharField(_("imię i nazwisko"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=200, blank=True, db_index=True, help_text="Polish order by surname")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    anonymised_at = models.DateTimeField(null=True, blank=True, help_text="since when it is nobody's")

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def chain(self) -> str:
        return f"account:{self.public_id}"


class HatQuerySet(models.QuerySet["Hat"]):
    def worn(self) -> "HatQuerySet":
        """Hats granted and not withdrawn."""
        return self.filter(withdrawn_at=None)


class Hat(models.Model):
    """What a user acts as: a kind and the key of the thing it is worn for (an organisation, a unit, a competition)."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="hats")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=300, blank=True, help_text=_("nazwa tego, dla kogo się działa"))
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = HatQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "kind", "key"], condition=models.Q(withdrawn_at=None), name="hat_worn_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return self.label

    @property
    def chain(self) -> str:
        return self.user.chain

    @property
    def known_kind(self) -> HatKind:
        return KINDS[self.kind]

    @property
    def label(self) -> str:
        """ "redaktor: Fundacja Przykład" – how the hat is shown."""
        return f"{self.known_kind.label}: {self.title}" if self.title else self.known_kind.label
