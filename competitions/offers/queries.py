"""Reads of offers: facts for the law, the organisation's data of the day, lists."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from competitions.calls.models import Competition, OwnKind, ShareBase, SubTask
from competitions.offers import checksum
from competitions.offers.models import Attachment, Offer, OfferVersion, Partner
from competitions.offers.states import State
from core.accounts.models import Hat, User
from core.jobs.models import Job
from law.offer import Offerer, OfferFacts
from law.organisation import legal_forms
from law.spheres import sphere
from ngo.papers.models import Signatory
from ngo.registry.hats import WRITERS
from ngo.registry.models import Organisation
from ngo.registry.territory import county_names

NOT_COUNTED = (State.DRAFT, State.WITHDRAWN)


def offer_facts(offer: Offer, content: Mapping[str, Any], files: Sequence[tuple[str, str]] | None = None) -> OfferFacts:
    """An offer with some content, beside its competition and organisation, as plain values for the law.

    `files`: title and threat of each, where others than those of the offer as it stands are meant.
    """
    if files is None:
        files = list(offer.attachments.current().values_list("title", "threat"))
    partners = list(partners_of(offer))
    taken = _taken(offer, {offer.organisation.pk, *(each.organisation_id for each in partners)})
    return _facts(offer, content, files, partners, taken, outdated(partners))


def practice_facts(offer: Offer, content: Mapping[str, Any]) -> OfferFacts:
    """A practice offer, which is never saved: whatever files are asked for are taken as given, and it is the only one."""
    return _facts(offer, content, [(rule.name, "") for rule in offer.competition.attachment_rules], [], Counter())


def _facts(
    offer: Offer,
    content: Mapping[str, Any],
    files: Sequence[tuple[str, str]],
    partners: Sequence[Partner],
    taken: Mapping[int, int],
    outdated: Collection[int] = (),
) -> OfferFacts:
    competition, organisation = offer.competition, offer.organisation
    titles = {title for title, _threat in files}
    absent = [rule for rule in competition.attachment_rules if rule.required and rule.name not in titles]
    return OfferFacts(
        content=content,
        form_version=competition.form_version,
        competition_form=competition.form,
        task_from=competition.task_from,
        task_to=competition.task_to,
        offers_due=competition.offers_due,
        pool=offer.pool,
        min_grant=offer.grant_bounds[0],
        max_grant=offer.grant_bounds[1],
        max_grant_share=competition.max_grant_share,
        own_share_min=competition.own_share_min,
        own_share_of_grant=competition.own_share_base == ShareBase.GRANT,
        own_share_in_money=competition.own_share_kind == OwnKind.MONEY,
        admin_cap=competition.admin_cap,
        admin_cap_of_grant=competition.admin_cap_base == ShareBase.GRANT,
        indicators_required=competition.indicators_required,
        offers_limit=competition.offers_per_organisation,
        other_offers=taken[organisation.pk],
        legal_form=organisation.legal_form,
        in_liquidation=organisation.in_liquidation,
        deleted_on=organisation.deleted_on,
        organisation=organisation.public_id,
        partners=tuple(_offerer(each, taken, each.pk in outdated) for each in partners),
        missing=tuple(rule.name for rule in absent if not rule.note),
        unsure=tuple(rule.name for rule in absent if rule.note),
        threats=tuple(title for title, threat in files if threat),
        subtask_missing=offer.subtask is None and competition.divided,
        territory=frozenset(competition.counties),
        counties=frozenset(offer.counties),
    )


def _offerer(partner: Partner, taken: Mapping[int, int], outdated: bool) -> Offerer:
    organisation = partner.organisation
    return Offerer(
        key=organisation.public_id,
        name=organisation.name,
        legal_form=organisation.legal_form,
        in_liquidation=organisation.in_liquidation,
        deleted_on=organisation.deleted_on,
        other_offers=taken[organisation.pk],
        agreed=partner.agreed_at is not None,
        outdated=outdated,
    )


def outdated(partners: Iterable[Partner]) -> set[int]:
    """Keys of the partners that agreed to another content than that of a draft which was withdrawn and is written again.

    Until an offer is submitted first its partners agree to write it together; from then on each agrees to a content.
    The partners of many offers cost no more statements than those of one.
    """
    agreed = [each for each in partners if each.agreed_at and each.offer.state == State.DRAFT and each.offer.number]
    offers = {each.offer_id: each.offer for each in agreed}
    if not offers:
        return set()
    versions = OfferVersion.objects.filter(offer__in=offers).order_by("number")
    last = {row.offer_id: row for row in versions.only("offer", "number", "canonical_form", "checksum")}
    files: dict[int, list[tuple[str, str]]] = {}
    for key, name, sha256 in (
        Attachment.objects.current().filter(offer__in=offers).values_list("offer", "name", "sha256")
    ):
        files.setdefault(key, []).append((name, sha256))
    current, same = {}, {}
    for key, offer in offers.items():
        own = sorted(files.get(key, []))
        current[key] = seal(offer, offer.content, files=own)
        same[key] = seal(offer, offer.content, files=own, form=last[key].canonical_form) == last[key].checksum
    return {
        each.pk
        for each in agreed
        if not (each.agreed_checksum == current[each.offer_id] if each.agreed_checksum else same[each.offer_id])
    }


def _taken(offer: Offer, organisations: set[int]) -> Counter[int]:
    """In how many other submitted offers of the competition each organisation has a part, alone or with others."""
    joint = Partner.objects.filter(organisation__in=organisations, agreed_at__isnull=False)
    rows = (
        Offer.objects.filter(competition=offer.competition_id)
        .filter(Q(organisation__in=organisations) | Q(pk__in=joint.values("offer")))
        .exclude(state__in=NOT_COUNTED)
        .exclude(pk=offer.pk)
        .order_by()
    )
    found = {
        (pk, organisation)
        for pk, leader, partner in rows.values_list("pk", "organisation", "partners__organisation")
        for organisation in (leader, partner)
    }
    return Counter(organisation for _pk, organisation in found)


def partners_of(offer: Offer) -> "QuerySet[Partner]":
    """The other organisations of an offer, invited and agreed, in the order in which they were invited."""
    return offer.partners.select_related("organisation")


def partners_snapshot(offer: Offer) -> list[dict[str, str]]:
    """Section II.1 of each of them as it stands today."""
    return [organisation_snapshot(each.organisation) for each in partners_of(offer)]


def offerers(offer: Offer) -> list[tuple[str, str]]:
    """Public id and name of every organisation of an offer, the one that began it first."""
    rows = [offer.organisation, *(each.organisation for each in partners_of(offer))]
    return [(each.public_id, each.name) for each in rows]


def with_partners(rows: "QuerySet[Any]", offer: str = "pk") -> "QuerySet[Any]":
    """Rows with the partners of an offer's latest version as `joint_with`, in the same query; `offer`: the way from a row to it.

    Who judges an offer declares impartiality towards each organisation that makes it (KPA art. 24), so lists name them all.
    """
    latest = OfferVersion.objects.filter(offer=OuterRef(offer)).order_by("-number")
    return rows.annotate(joint_with=Subquery(latest.values("partners")[:1]))


def names_together(offer: Offer, joint_with: Sequence[Mapping[str, str]] | None) -> str:
    """The names of all organisations of an offer from such a row, the one that began it first."""
    return ", ".join([offer.organisation.name, *(each["name"] for each in joint_with or ())])


def organisation_snapshot(organisation: Organisation) -> dict[str, str]:
    """Form section II.1 as it stands today; a submitted version keeps it for ever."""
    form = legal_forms().get(organisation.legal_form)
    number = f"KRS {organisation.krs}" if organisation.krs else ""
    register = number or f"{organisation.other_register} {organisation.other_number}".strip()
    return {
        "public_id": organisation.public_id,
        "name": organisation.name,
        "legal_form": form.name if form else "",
        "register": register,
        "nip": organisation.nip,
        "regon": organisation.regon,
        "seat": f"{organisation.street}, {organisation.postcode} {organisation.city}".strip(", "),
        "correspondence": organisation.correspondence_address,
        "website": organisation.website,
        "email": organisation.email,
        "phone": organisation.phone,
    }


def scope_of(offer: Offer) -> dict[str, Any]:
    """What an offer is for, as a version keeps it and the checksum counts it; the order of counties says nothing."""
    return {"subtask": offer.subtask.number if offer.subtask else None, "counties": sorted(offer.counties)}


def scope_words(offer: Offer, scope: Mapping[str, Any] | None = None) -> list[str]:
    """The sub-task and the counties in words, those of a version where its `scope` is given; none where nothing is chosen."""
    # A version of before form 2 says nothing of its own: then an offer kept its scope once it was submitted.
    kept = scope or scope_of(offer)
    words = []
    if number := kept["subtask"]:
        subtask = offer.subtask
        if subtask is None or subtask.number != number:
            subtask = offer.competition.subtasks.filter(number=number).first()
        words.append(_("podzadanie %(subtask)s") % {"subtask": subtask or number})
    if kept["counties"]:
        names = county_names()
        words.append(_("powiaty: %(names)s") % {"names": ", ".join(names.get(code, code) for code in kept["counties"])})
    return words


def typed_for(
    offer: Offer,
    organisation: Mapping[str, str],
    organ: str,
    partners: Sequence[Mapping[str, str]] = (),
    scope: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """The texts of form fields that nobody types: I.1, I.2, II.1; of a joint offer also "V.C:<public id>", each one's name."""
    task = sphere(offer.competition.sphere)
    said = [offer.competition.title, *scope_words(offer, scope)]
    offerers = [organisation, *partners]
    numbers = [f"{number}. " if partners else "" for number in range(1, len(offerers) + 1)]
    return {
        "I.1": organ,
        "I.2": f"{task.code}. {task.text} – {'; '.join(said)}",
        "II.1": "\n".join(number + _of_register(each) for number, each in zip(numbers, offerers, strict=True)),
        **({f"V.C:{each['public_id']}": each["name"] for each in offerers} if partners else {}),
    }


def _of_register(organisation: Mapping[str, str]) -> str:
    codes = ("name", "legal_form", "register", "seat", "website", "correspondence", "email", "phone")
    return ", ".join(organisation[code] for code in codes if organisation[code])


def signatories(organisation: Mapping[str, str], on: date) -> tuple[str, ...]:
    """Who may sign for an organisation of a snapshot on a day, as it declared: "Żaneta Łęcka, prezes"."""
    rows = Signatory.objects.filter(organisation__public_id=organisation.get("public_id", ""))
    return tuple(f"{each.name}, {each.function}" for each in rows if each.signs(on))


def years_of(competition: Competition) -> int:
    """How many calendar years a task of the competition may last."""
    return competition.task_to.year - competition.task_from.year + 1


def attachments_snapshot(offer: Offer) -> list[dict[str, Any]]:
    """The files of an offer as they are now; a submitted version keeps the list for ever."""
    return [dict(row) for row in offer.attachments.current().values("public_id", "title", "name", "size", "sha256")]


def attachments_of(offer: Offer) -> list[tuple[str, str]]:
    """Name and SHA-256 of every file of an offer, in an order that does not depend on when each was added."""
    return sorted((each["name"], each["sha256"]) for each in attachments_snapshot(offer))


def seal(
    offer: Offer,
    content: Mapping[str, Any],
    *,
    files: Sequence[tuple[str, str]] | None = None,
    form: int = checksum.FORM,
) -> str:
    """The checksum of an offer with some content, in a canonical form; `files` stand in place of those it has now."""
    summed = attachments_of(offer) if files is None else files
    return checksum.of(content, summed, scope_of(offer) if form > 1 else None)


def listed(rows: "QuerySet[Offer]") -> "QuerySet[Offer]":
    """Offers as lists show them, without their content."""
    return rows.defer("content")


def awaiting_signature(rows: "QuerySet[Offer]") -> "QuerySet[Any]":
    """Offers whose current version waits for its signed confirmation, each with the `term` of that version."""
    latest = OfferVersion.objects.filter(offer=OuterRef("pk")).order_by("-number")
    found = rows.annotate(
        asked=Subquery(latest.values("needs_confirmation")[:1]),
        term=Coalesce(Subquery(latest.values("confirmation_due")[:1]), F("competition__confirmation_due")),
    )
    return found.filter(state__in=(State.SUBMITTED, State.CORRECTED), asked=True)


def live_job(offer: Offer) -> Job | None:
    """The job that makes the offer's confirmation, while it waits or runs."""
    return Job.objects.live().filter(name="offers.confirmation", key__startswith=f"{offer.public_id}:").first()


def writers_of(competition: Competition, subtask: SubTask | None = None) -> "QuerySet[User]":
    """Everyone who writes or signs for an organisation that has an offer, be it a draft, in a competition or a sub-task of it."""
    standing = Offer.objects.filter(competition=competition).exclude(state=State.WITHDRAWN)
    if subtask:
        standing = standing.filter(subtask=subtask)
    hats = Hat.objects.worn().filter(kind__in=WRITERS, key__in=standing.values("organisation__public_id"))
    return User.objects.filter(pk__in=hats.values("user"), is_active=True).order_by("pk")


def sources(rows: "QuerySet[Offer]") -> list[Offer]:
    """Offers whose text a new one may begin with, the newest first."""
    return list(listed(rows.exclude(revision=0).order_by("-saved_at"))[:30])
