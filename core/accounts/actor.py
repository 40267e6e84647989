"""The actor: who acts and in which hat; frozen, so hats never leak into each other."""

from dataclasses import dataclass

from core.accounts.models import Hat, User


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user in one hat, a visitor (neither), or a named system actor (the clock, a job, a command)."""

    user: User | None = None
    hat: Hat | None = None
    system: str = ""

    @property
    def kind(self) -> str:
        """The code of the hat's kind; empty for visitors, users without a hat and system actors."""
        return self.hat.kind if self.hat else ""

    @property
    def key(self) -> str:
        """The key of what the hat is worn for."""
        return self.hat.key if self.hat else ""

    @property
    def person(self) -> User:
        """The user, for verbs that only a person does. Raises ValueError for visitors and system actors."""
        if self.user is None:
            raise ValueError(f"{self} is no person")
        return self.user

    @property
    def is_anonymous(self) -> bool:
        return self.user is None and not self.system

    def wears(self, *kinds: str) -> bool:
        """Whether the hat worn now is of one of the kinds."""
        return self.kind in kinds

    def __str__(self) -> str:
        return self.system or (str(self.user) if self.user else "gość")


VISITOR = Actor()


def system(name: str) -> Actor:
    """The named system actor for jobs, commands and the clock: it sees everything and its name stands in the ledger."""
    return Actor(system=name)
