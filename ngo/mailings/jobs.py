"""Slow work of mailings: putting the letters into the outbox, batch by batch."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.jobs.handlers import handler
from core.jobs.runner import Run
from ngo.mailings.actions import BATCH, finish, hand_over
from ngo.mailings.models import Mailing


@handler("mailings.hand_over", label="Przekazywanie wiadomości do wysłania")
def hand_over_all(run: Run, mailing_pk: int) -> dict[str, Any]:
    """Hand over what is left; an attempt that was cut off has handed over whole batches, and the next one goes on."""
    mailing = Mailing.objects.select_related("contact_list").get(pk=mailing_pk)
    total = mailing.letters.count()
    done = total - mailing.letters.pending().count()
    run.progress(done, total)
    while count := hand_over(mailing, actor=run.actor, at=run.at):
        done += count
        run.progress(done, total, _("listów: %(done)s z %(total)s") % {"done": done, "total": total})
    finish(mailing, actor=run.actor, at=run.at)
    return {"link": reverse("mailing", args=[mailing.public_id]), "batch": BATCH}
