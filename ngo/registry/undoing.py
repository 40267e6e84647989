"""Taking an import back: fields get their values before, new records go, and what has to stay is told with the reason."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import ManyToOneRel, Q
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.audit.ledger import Change, plain, record_many
from core.audit.models import Entry
from core.signin.models import Invitation
from core.workflow.words import subject
from ngo.registry.importing import rename_hats, store
from ngo.registry.matching import label, ledgered, told
from ngo.registry.models import Import, ImportChange, Organisation, OrganisationName

KIND = Organisation._meta.label_lower
FIELDS = {field.attname: field for field in Organisation._meta.concrete_fields}
Outcome = ImportChange.Outcome


class Undoing:
    """The undo of one import on its way, from its last row to its first."""

    def __init__(self, made: Import, reason: str, actor: Actor, at: datetime) -> None:
        self.made, self.reason, self.actor, self.at = made, reason, actor, at
        # What these imports did is no use of a record: this one, and those taken back before.
        undone = Import.objects.filter(undone_at__isnull=False).exclude(pk=made.pk)
        self.chains = [made.chain, *(each.chain for each in undone.only("public_id"))]

    def take(self, changes: Sequence[ImportChange]) -> None:
        """Take some changes back: look-ups and bulk writes for all of them."""
        wanted = [each.organisation_id for each in changes if each.organisation_id]
        known = Organisation.objects.select_for_update().in_bulk(wanted)
        entries = self._remove([each for each in changes if each.kind == ImportChange.Kind.CREATED], known)
        entries += self._restore([each for each in changes if each.kind != ImportChange.Kind.CREATED], known)
        ImportChange.objects.bulk_update(changes, ["outcome", "note"], batch_size=300)
        record_many(self.made.chain, entries, actor=self.actor, at=self.at)

    def _remove(self, changes: Sequence[ImportChange], known: dict[int, Organisation]) -> list[Change]:
        reasons = self._reasons([known[each.organisation_id] for each in changes if each.organisation_id in known])
        gone = []
        for each in changes:
            organisation = known.get(each.organisation_id or 0)
            if organisation is None:
                each.outcome, each.note = Outcome.KEPT, _("Tej organizacji nie ma już w bazie.")
            elif organisation.pk in reasons:
                each.outcome, each.note = Outcome.KEPT, reasons[organisation.pk][:1000]
            else:
                each.outcome = Outcome.REMOVED
                gone.append(organisation)
        entries = [Change(each, "import_remove", before=ledgered(told(each)), reason=self.reason) for each in gone]
        # Earlier names can only be what imports left that were taken back in part.
        pks = [each.pk for each in gone]
        OrganisationName.objects.filter(organisation__in=pks).delete()
        Organisation.objects.filter(pk__in=pks).delete()
        for each in changes:
            if each.outcome == Outcome.REMOVED:
                each.organisation_id = None
        return entries

    def _reasons(self, organisations: Sequence[Organisation]) -> dict[int, str]:
        """Why records that the import created must stay: what was done with them since, and what hangs on them."""
        found: dict[int, list[str]] = {}
        by_key = {each.public_id: each.pk for each in organisations}
        later = Entry.objects.filter(subject_kind=KIND, subject_id__in=by_key).exclude(chain__in=self.chains)
        for key in later.values_list("subject_id", flat=True).distinct().order_by():
            found.setdefault(by_key[key], []).append(_("zmieniono ją po wczytaniu"))
        for what, pks in self._hanging(by_key):
            for pk in pks:
                found.setdefault(pk, []).append(_("opiera się na niej: %(what)s") % {"what": what})
        return {pk: _("Organizacja została, bo %(why)s.") % {"why": "; ".join(why)} for pk, why in found.items()}

    def _hanging(self, by_key: dict[str, int]) -> Iterable[tuple[str, set[int]]]:
        """What rows of other tables hang on records: (what it is called, primary keys of the records)."""
        pks = list(by_key.values())
        for pointing in Organisation._meta.get_fields(include_hidden=True):
            if not isinstance(pointing, ManyToOneRel):
                continue
            model = pointing.related_model
            if model in (ImportChange, OrganisationName):
                continue
            name = pointing.field.name
            rows = model._base_manager.filter(**{f"{name}__in": pks})
            yield subject(model._meta.label_lower), set(rows.order_by().values_list(name, flat=True).distinct())
        for table in (Hat, Invitation):
            keys = table.objects.filter(key__in=by_key).order_by().values_list("key", flat=True).distinct()
            yield subject(table._meta.label_lower), {by_key[key] for key in keys}

    def _restore(self, changes: Sequence[ImportChange], known: dict[int, Organisation]) -> list[Change]:
        """Give fields their values before, where they still hold what the import wrote."""
        entries, written, restored, renamed = [], set(), [], []
        for each in changes:
            organisation = known.get(each.organisation_id or 0)
            if organisation is None:
                each.outcome, each.note = Outcome.KEPT, _("Tej organizacji nie ma już w bazie.")
                continue
            back, kept = self._values(each, organisation)
            if kept:
                labels = ", ".join(label(field) for field in kept)
                each.note = _("Zmieniono później i tak zostało: %(fields)s.") % {"fields": labels}
            each.outcome = (Outcome.PARTLY if kept else Outcome.RESTORED) if back else Outcome.KEPT
            if not back:
                continue
            held = {field: getattr(organisation, field) for field in back}
            origins = dict(organisation.origins)
            for field, value in back.items():
                setattr(organisation, field, value)
                if field in each.origins:
                    origins[field.removesuffix("_id")] = each.origins[field]
            organisation.origins = {field: origin for field, origin in origins.items() if origin}
            if self._asked_by_it(organisation):
                organisation.refreshed_at, organisation.refresh_note = None, ""
                written |= {"refreshed_at", "refresh_note"}
            if "name" in back:
                renamed.append(organisation)
            written |= set(back)
            restored.append(organisation)
            entries.append(
                Change(organisation, "import_restore", before=ledgered(held), after=ledgered(back), reason=self.reason)
            )
        self._take_names_back(renamed)
        store(restored, written)
        rename_hats(renamed)
        return entries

    def _asked_by_it(self, organisation: Organisation) -> bool:
        """Whether this import is the last asking of a register about an organisation: taken back, it is as if not asked."""
        asked, ended = organisation.refreshed_at, self.made.finished_at
        return bool(self.made.register and asked and ended and self.made.started_at <= asked <= ended)

    def _values(self, change: ImportChange, organisation: Organisation) -> tuple[dict[str, Any], list[str]]:
        """The values to give back, and the fields that somebody changed since."""
        back, kept = {}, []
        for field, value in change.after.items():
            if plain(getattr(organisation, field)) == value:
                back[field] = FIELDS[field].to_python(change.before[field])
            else:
                kept.append(field)
        return back, kept

    def _take_names_back(self, renamed: Sequence[Organisation]) -> None:
        """Earlier names that the import made are no history any more."""
        made = Q()
        for each in renamed:
            made |= Q(organisation=each, name=each.name, until__range=(self.made.started_at, self.made.finished_at))
        if renamed:
            OrganisationName.objects.filter(made).delete()
