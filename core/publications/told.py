"""What of a kind of rows is public history (UDIP art. 8 ust. 6): where it is read, and the verbs that are told of."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Told:
    """One kind: its word in the address, what people call it, the gate of its rows, the route of a row's page, the verbs.

    The verbs are those with which the office publishes and changes what is public: whoever did them is named, as the Act asks.
    """

    word: str
    label: str | Promise
    gate: str
    route: str
    verbs: tuple[str, ...]
