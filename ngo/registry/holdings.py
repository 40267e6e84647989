"""What the register hangs on a person: organisations for which nobody could sign without them."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Hat, User
from core.signin.holdings import Keeper
from ngo.registry.hats import SIGNATORY


def alone_signed(user: User) -> list[str]:
    """Names of the organisations for which this person signs and nobody else with an open account does."""
    signing = Hat.objects.worn().filter(kind=SIGNATORY.code)
    others = signing.filter(key=OuterRef("key"), user__is_active=True).exclude(user=user)
    return list(signing.filter(~Exists(others), user=user).order_by("title", "pk").values_list("title", flat=True))


# A person leaves an organisation when they want to, so it does not keep them from being forgotten.
ORGANISATIONS = Keeper(
    code="organisations",
    label=_("Organizacje, w których nikt inny nie podpisuje"),
    note=_(
        "Nikt nie będzie mógł podpisać w ich imieniu. Najpierw poproś organizację, żeby zaprosiła drugą osobę podpisującą; "
        "bez tego urząd zobaczy ją na pulpicie i rozpatrzy wniosek o przejęcie."
    ),
    held=alone_signed,
    binds=False,
)
