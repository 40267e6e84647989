"""What the system itself finds for the formal card, each answer with its reason; a person confirms or overrules it."""

from collections.abc import Sequence

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.confirmations.models import Receipt
from competitions.evaluation.formal import Finding
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.queries import offer_facts
from core.web.templatetags.polish import data, data_godzina
from law import offer as law
from law.forms import day, form, structure_breaches
from law.organisation import eligibility_breaches, legal_forms
from law.spheres import sphere
from law.verdict import Breach, sentence

ARITHMETIC = ("offer.no_costs", "offer.sources_differ", "offer.action_unknown")
SHARES = (
    "offer.support_full",
    "offer.grant_zero",
    "offer.grant_high",
    "offer.grant_low",
    "offer.grant_share",
    "offer.own_low",
    "offer.own_money_low",
    "offer.admin_high",
)
PLACE = ("offer.dates_order", "offer.dates_outside", "offer.counties_missing", "offer.counties_outside")


def findings(offer: Offer, version: OfferVersion) -> dict[str, Finding]:
    """Question → what the facts of a version say; questions of judgement get a hint and no answer."""
    facts = offer_facts(offer, version.content)
    found = law.breaches(facts, at=offer.submitted_at or version.submitted_at)
    shape = structure_breaches(form(version.form_version), version.content)
    declared = [breach for breach in shape if breach.field.startswith("VII")]
    return {
        "in_time": _in_time(offer),
        "entitled": _entitled(offer, version),
        "within": _within(offer, version, [breach for breach in found if breach.code in PLACE]),
        "statutory": _statutory(offer),
        "limit": _limit(facts.other_offers + 1, facts.offers_limit),
        "signed": _signed(offer, version),
        "attachments": _attachments(offer, version),
        "fields": _judged(
            [breach for breach in shape if breach not in declared], _("Każde wymagane pole formularza jest wypełnione.")
        ),
        "arithmetic": _judged(
            [breach for breach in found if breach.code in ARITHMETIC],
            _("Suma kosztów jest równa sumie źródeł, a każdy koszt należy do działania z harmonogramu."),
        ),
        "shares": _judged(
            [breach for breach in found if breach.code in SHARES],
            _("Dotacja, wkład i koszty administracyjne mieszczą się w granicach z ogłoszenia."),
        ),
        "joint": _joint([partner.name for partner in facts.partners]),
        "declarations": _judged(declared, _("Każde oświadczenie jest złożone.")),
        "accessibility": Finding("", _("Sprawdź opis dostępności, zwykle w części III.3.")),
    }


def _judged(breaches: Sequence[Breach], right: str) -> Finding:
    """ "No" with every breach in words, or "yes" with what was checked."""
    if breaches:
        return Finding("no", " ".join(sentence(breach) for breach in breaches))
    return Finding("yes", right)


def _in_time(offer: Offer) -> Finding:
    if offer.submitted_at is None:
        return Finding("", "")
    due = offer.competition.offers_due
    late = law.late_breaches(due, offer.submitted_at)
    words = _("Złożona %(at)s, termin %(due)s.")
    return Finding("no" if late else "yes", words % {"at": data_godzina(offer.submitted_at), "due": data_godzina(due)})


def _entitled(offer: Offer, version: OfferVersion) -> Finding:
    organisation = offer.organisation
    known = legal_forms().get(organisation.legal_form)
    breaches = eligibility_breaches(
        organisation.legal_form,
        in_liquidation=organisation.in_liquidation,
        deleted_on=organisation.deleted_on,
        on=localdate(version.submitted_at),
    )
    right = _("Forma prawna: %(form)s; podmiot uprawniony, nie w likwidacji i nie wykreślony z rejestru.")
    return _judged(breaches, right % {"form": known.name if known else ""})


def _within(offer: Offer, version: OfferVersion, breaches: Sequence[Breach]) -> Finding:
    if breaches:
        return _judged(breaches, "")
    words = _("Termin zadania (%(from)s–%(to)s) mieści się w ogłoszeniu. Sferę i teren oceń z treści oferty.")
    begins, ends = (data(day(version.content.get(f"III.2.{end}"))) for end in ("from", "to"))
    return Finding("", words % {"from": begins, "to": ends})


def _statutory(offer: Offer) -> Finding:
    code = offer.competition.sphere
    if code in offer.organisation.spheres:
        words = _("Organizacja podała działalność w sferze %(code)s (%(text)s). Sprawdź to ze statutem.")
    else:
        words = _("Organizacja nie podała działalności w sferze %(code)s (%(text)s). Sprawdź statut.")
    return Finding("", words % {"code": code, "text": sphere(code).text})


def _limit(offers: int, limit: int) -> Finding:
    words = _("Ofert tej organizacji w konkursie: %(offers)s, limit: %(limit)s.")
    return Finding("yes" if offers <= limit else "no", words % {"offers": offers, "limit": limit})


def _signed(offer: Offer, version: OfferVersion) -> Finding:
    if offer.confirmed_at is None:
        if version.needs_confirmation:
            return Finding("no", _("Nie odnotowano potwierdzenia."))
        return Finding(
            "yes", _("Uzupełnionej oferty nie trzeba potwierdzać przed umową; pierwotną potwierdzono w terminie.")
        )
    receipt = offer.receipts.order_by("number").last()
    channel = receipt.get_channel_display() if receipt else offer.confirmation_channel
    words = _("Potwierdzenie wpłynęło %(at)s (%(channel)s).") % {
        "at": data_godzina(offer.confirmed_at),
        "channel": channel,
    }
    return Finding("", " ".join([words, *_signatures(receipt)]))


def _signatures(receipt: Receipt | None) -> list[str]:
    """Who signed, and what is to be looked at: the rule of representation, people whom nobody has confirmed."""
    if receipt is None:
        return [_("Sprawdź, czy podpisały je osoby uprawnione.")]
    told = [f"{row['name']} ({row['function']})" for row in receipt.signed_by] + (
        [receipt.others] if receipt.others else []
    )
    words = [_("Podpisy: %(who)s.") % {"who": ", ".join(told)}]
    if rule := receipt.offer.organisation.representation:
        words.append(_("Sposób reprezentacji: %(rule)s.") % {"rule": rule.rstrip(".")})
    strangers = [row["name"] for row in receipt.signed_by if not row["confirmed"]]
    if strangers:
        words.append(_("Urząd nie potwierdził prawa do podpisu: %(who)s.") % {"who": ", ".join(strangers)})
    if receipt.others:
        words.append(_("Część podpisów złożyły osoby spoza listy organizacji: sprawdź odpis z rejestru."))
    return words


def _joint(partners: Sequence[str]) -> Finding:
    if not partners:
        return Finding("na", _("Ofertę złożyła jedna organizacja."))
    words = _("Oferta wspólna, partnerzy: %(who)s. Sprawdź ich dane, podział działań i sposób reprezentacji.")
    return Finding("", words % {"who": ", ".join(partners)})


def _attachments(offer: Offer, version: OfferVersion) -> Finding:
    required = [rule.name for rule in offer.competition.attachment_rules if rule.required]
    there = {row["title"] for row in version.attachments}
    if missing := [name for name in required if name not in there]:
        return Finding("no", _("Brakuje: %(what)s.") % {"what": ", ".join(missing)})
    if not required and not there:
        return Finding("na", _("Ogłoszenie nie wymaga załączników i żadnego nie dołączono."))
    what = ", ".join(sorted(there)) or _("nic")
    return Finding("", _("Dołączono: %(what)s. Sprawdź ich treść.") % {"what": what})
