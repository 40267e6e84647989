"""The registers that this installation may ask: those whose addresses (and keys) are in its settings."""

from django.conf import settings

from ngo.registry.registers.bir1 import Bir1
from ngo.registry.registers.krs import Krs
from ngo.registry.registers.register import Register

# Source → the numbers of an organisation by which that register is asked, the surest first.
NUMBERS: dict[str, tuple[str, ...]] = {Krs.source: Krs.numbers, Bir1.source: Bir1.numbers}

# Source → the settings that switch it on.
VARIABLES = {Krs.source: "POZYTEK_KRS_URL", Bir1.source: "POZYTEK_REGON_URL, POZYTEK_REGON_KEY"}


def switched_on() -> tuple[str, ...]:
    """The sources that may be asked, the surest first."""
    on = {Krs.source: bool(settings.KRS_URL), Bir1.source: bool(settings.REGON_URL and settings.REGON_KEY)}
    return tuple(source for source, is_on in on.items() if is_on)


def open_register(source: str, *, patient: bool) -> Register:
    """A session with a register that is switched on. Raises RegisterFault for an address that may not be asked."""
    if source == Bir1.source:
        return Bir1(settings.REGON_URL, settings.REGON_KEY, patient=patient)
    return Krs(settings.KRS_URL, patient=patient)
