"""A walk in a real browser over every page that each role can reach: no barrier, no sideways scroll, no fault in the console."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from core.accounts.actor import VISITOR, Actor
from ngo.mailings.access import signed
from ngo.registry.hats import ORGANISATION
from tests.browser import CHROMIUM_TEST
from tests.pages.story import Story

Places = list[tuple[Actor, list[str]]]


def places(story: Story) -> Places:
    """Who opens which pages; what several roles see alike stands once."""
    evaluated, card = story.evaluated.public_id, story.card_to_score.public_id
    return [
        (
            VISITOR,
            [
                "/",
                "/dostepnosc/",
                "/prywatnosc/",
                "/uwagi/?strona=/konkursy/",
                "/uwagi/dziekujemy/",
                "/rejestry/",
                "/rejestry/petycje/",
                "/komunikaty/",
                f"/komunikaty/{story.communique.public_id}/",
                "/ankieta/",
                "/ankieta/usluga/sekretariat/",
                "/ankieta/dziekujemy/",
                "/ankieta/wyniki/",
                "/kalendarz/",
                f"/kalendarz/tydzien/{story.week.public_id}/",
                "/urzad-marszalkowski/",
                "/urzad-marszalkowski/ksiazka/",
                f"/historia-zmian/konkurs/{story.open.public_id}/",
                "/uchwaly/",
                "/rada-dialogu/",
                f"/rada-dialogu/{story.position.public_id}/",
                "/organizacje/",
                f"/organizacje/{story.holders[0].public_id}/",
                "/instytucje/",
                f"/instytucje/{story.institution.public_id}/",
                f"/rezygnacja/{signed(story.mailing_sent.letters.first().public_id)}/",
                "/programy/",
                f"/programy/{story.programme_2027.public_id}/",
                "/konkursy/",
                f"/konkursy/{story.open.public_id}/",
                f"/konkursy/{story.open.public_id}/pytania/",
                f"/konkursy/{story.resolved_competition.public_id}/",
                f"/konkursy/{story.resolved_competition.public_id}/wyniki/",
                "/eksperci/nabory/",
                f"/eksperci/nabory/{story.recruitment_open.public_id}/",
                f"/eksperci/nabory/{story.recruitment_resolved.public_id}/",
                "/sprawozdania-roczne/",
                "/konto/logowanie/",
                "/konto/rejestracja/",
                "/konto/haslo/nowe/",
            ],
        ),
        (
            story.signatory_actor,
            [
                "/konto/",
                "/konto/role/",
                "/moje/",
                "/organizacje/nowa/",
                f"/organizacje/{story.organisation_now.public_id}/",
                f"/organizacje/{story.organisation_now.public_id}/dane/",
                f"/organizacje/{story.organisation_now.public_id}/historia/",
                f"/organizacje/{story.organisation_now.public_id}/akta/",
                f"/organizacje/{story.organisation_now.public_id}/kandydaci-do-komisji/",
                f"/organizacje/{story.organisation_now.public_id}/akta/podpisy/nowa/",
                f"/organizacje/{story.organisation_now.public_id}/akta/rachunki/nowy/",
                f"/organizacje/{story.organisation_now.public_id}/akta/dokumenty/nowy/",
                f"/organizacje/{story.organisation_now.public_id}/akta/propozycje/nowa/",
                f"/akta/podpisy/{story.signatory_now.public_id}/koniec/",
                f"/akta/rachunki/{story.account_now.public_id}/koniec/",
                f"/akta/dokumenty/{story.document_now.public_id}/koniec/",
                f"/organizacje/{story.organisation_now.public_id}/zaproszenie/",
                f"/organizacje/{story.organisation_now.public_id}/osoby/",
                f"/organizacje/{story.organisation_now.public_id}/odejscie/",
                f"/organizacje/{story.holders[1].public_id}/dostep/",
                f"/organizacje/osoby/{story.colleague.hat.public_id}/rola/",
                f"/organizacje/{story.organisation_now.public_id}/listy/",
                "/moje/oferty/",
                "/moje/przypomnienia/",
                "/alerty/",
                "/moje/umowy/",
                f"/konkursy/{story.open.public_id}/",
                f"/moje/konkursy/{story.open.public_id}/nowa-oferta/",
                f"/moje/oferty/{story.draft_offer.public_id}/",
                f"/moje/oferty/{story.draft_offer.public_id}/wiadomosci/",
                f"/moje/oferty/{story.draft_offer.public_id}/edycja/",
                f"/moje/oferty/{story.draft_offer.public_id}/zakres/",
                f"/moje/oferty/{story.draft_offer.public_id}/zloz/",
                f"/moje/oferty/{story.draft_offer.public_id}/zalaczniki/",
                f"/moje/oferty/{story.draft_offer.public_id}/oferenci/",
                f"/moje/oferty-wspolne/{story.invitation.public_id}/",
                "/powiadomienia/",
            ],
        ),
        (
            story.signatory(story.called_offer.organisation),
            [
                f"/moje/oferty/{story.called_offer.public_id}/uzupelnienie/",
                f"/moje/oferty/{story.called_offer.public_id}/uzupelnienie/zloz/",
                f"/moje/oferty/{story.called_offer.public_id}/uzupelnienie/zalaczniki/",
            ],
        ),
        (
            story.holder_actor,
            [
                "/moje/oferty/",
                "/moje/umowy/",
                f"/moje/oferty/{story.awarded_offer.public_id}/",
                f"/moje/oferty/{story.submitted_offer.public_id}/",
                f"/moje/oferty/{story.awarded_offer.public_id}/karta-zbiorcza/",
                f"/moje/umowy/{story.paid_agreement.public_id}/",
                f"/moje/sprawozdania/{story.report_to_review.public_id}/",
                "/powiadomienia/",
            ],
        ),
        (
            story.writer_actor,
            [
                f"/moje/sprawozdania/{story.report_draft.public_id}/edycja/",
                f"/moje/sprawozdania/{story.report_draft.public_id}/zloz/",
            ],
        ),
        (
            story.head,
            [
                "/urzad/wykaz-akt/",
                "/urzad/wykaz-akt/nowa/",
                "/urzad/zadania/",
                "/urzad/struktura/",
                "/urzad/struktura/KMIII/zmiana/",
                "/urzad/uprawnienia/",
                "/urzad/obsada/",
                "/urzad/obsada/nowa/",
                f"/urzad/obsada/{story.appointment.public_id}/",
                f"/urzad/wykaz-akt/{story.file_class.public_id}/",
                f"/urzad/sprawy/{story.case_open.sign}/anuluj/",
            ],
        ),
        (
            story.board.clerk,
            [
                "/urzad/zarzad/",
                "/urzad/zarzad/nowe-posiedzenie/",
                "/urzad/zarzad/punkty/",
                "/urzad/zarzad/sklad/",
                "/urzad/zarzad/sklad/nowa-osoba/",
                f"/urzad/zarzad/sklad/{story.board.members[4].public_id}/koniec/",
                f"/urzad/zarzad/posiedzenia/{story.sitting_planned.public_id}/",
                f"/urzad/zarzad/posiedzenia/{story.sitting_planned.public_id}/termin/",
                f"/urzad/zarzad/posiedzenia/{story.sitting_planned.public_id}/odwolaj/",
                f"/urzad/zarzad/posiedzenia/{story.sitting_open.public_id}/",
                f"/urzad/zarzad/posiedzenia/{story.sitting_open.public_id}/otworz/",
                f"/urzad/zarzad/posiedzenia/{story.sitting_open.public_id}/obecnosc/",
                f"/urzad/zarzad/posiedzenia/{story.sitting_recorded.public_id}/",
                f"/urzad/zarzad/posiedzenia/{story.sitting_recorded.public_id}/protokol/",
                f"/urzad/zarzad/punkty/{story.item_submitted.public_id}/",
                f"/urzad/zarzad/punkty/{story.item_submitted.public_id}/zwroc/",
                f"/urzad/zarzad/punkty/{story.item_accepted.public_id}/przenies/",
                f"/urzad/zarzad/punkty/{story.item_to_decide.public_id}/rozstrzygniecie/",
                f"/urzad/zarzad/punkty/{story.item_to_decide.public_id}/popraw-zapis/",
                "/urzad/do-podpisu/",
                f"/urzad/do-podpisu/{story.paper_to_check.public_id}/",
                f"/urzad/do-podpisu/{story.paper_to_check.public_id}/sprawdzenie/",
                f"/urzad/do-podpisu/{story.paper_to_sign.public_id}/zwrot/",
                f"/urzad/do-podpisu/{story.paper_to_sign.public_id}/podpis/",
                "/urzad/rada-dialogu/",
                "/urzad/rada-dialogu/nowe-posiedzenie/",
                "/urzad/rada-dialogu/sklad/",
                "/urzad/rada-dialogu/sklad/nowa-osoba/",
                f"/urzad/rada-dialogu/sklad/{story.council.seats[0].public_id}/koniec/",
                f"/urzad/rada-dialogu/posiedzenia/{story.position.sitting.public_id}/",
                f"/urzad/rada-dialogu/posiedzenia/{story.position.sitting.public_id}/stanowisko/",
                f"/urzad/rada-dialogu/posiedzenia/{story.council_planned.public_id}/zmien/",
                f"/urzad/rada-dialogu/posiedzenia/{story.council_planned.public_id}/obecnosc/",
                f"/urzad/rada-dialogu/posiedzenia/{story.council_planned.public_id}/odwolaj/",
                f"/urzad/rada-dialogu/stanowiska/{story.position.public_id}/wyslanie/",
                f"/urzad/rada-dialogu/stanowiska/{story.position.public_id}/odpowiedz/",
                f"/urzad/rada-dialogu/stanowiska/{story.position.public_id}/plik/",
                "/urzad/kontrole/",
                "/urzad/kontrole/nowa/",
                f"/urzad/kontrole/{story.control.public_id}/",
                f"/urzad/kontrole/{story.control.public_id}/zmien/",
                f"/urzad/kontrole/{story.control.public_id}/protokol/",
                f"/urzad/kontrole/{story.control.public_id}/zastrzezenia/",
                f"/urzad/kontrole/{story.control.public_id}/wystapienie/",
                f"/urzad/kontrole/{story.control.public_id}/zalecenie/",
                f"/urzad/kontrole/{story.control.public_id}/odpowiedz/",
                f"/urzad/kontrole/{story.control.public_id}/anuluj/",
                f"/urzad/kontrole/{story.control.public_id}/plik/",
                f"/urzad/zalecenia/{story.recommendation.public_id}/termin/",
                f"/urzad/zalecenia/{story.recommendation.public_id}/przywroc/",
            ],
        ),
        (
            story.officer,
            [
                f"/urzad/zarzad/posiedzenia/{story.sitting_planned.public_id}/zglos/",
                f"/urzad/zarzad/punkty/{story.item_returned.public_id}/ponow/",
                f"/urzad/zarzad/punkty/{story.item_returned.public_id}/wycofaj/",
                f"/urzad/zalecenia/{story.recommendation.public_id}/wykonanie/",
                "/urzad/do-podpisu/nowy/",
                f"/urzad/do-podpisu/{story.paper_returned.public_id}/ponow/",
                f"/urzad/do-podpisu/{story.paper_returned.public_id}/wycofanie/",
                "/urzad/",
                "/urzad/sprawy/",
                "/urzad/sprawy/nowa/",
                f"/urzad/sprawy/{story.case_group.sign}/",
                f"/urzad/sprawy/{story.case_open.sign}/przekaz/",
                f"/urzad/sprawy/{story.case_open.sign}/zakoncz/",
                f"/urzad/sprawy/{story.case_closed.sign}/",
                f"/urzad/sprawy/{story.case_closed.sign}/wznow/",
                "/konkursy/",
                "/urzad/konkursy/nowy/",
                f"/urzad/konkursy/{story.prepared.public_id}/",
                f"/urzad/konkursy/{story.prepared.public_id}/zmien/",
                f"/urzad/konkursy/{story.prepared.public_id}/zadania-tego-samego-rodzaju/",
                f"/urzad/konkursy/{story.prepared.public_id}/terminy/?ogloszenie=2027-12-03",
                f"/urzad/konkursy/{story.prepared.public_id}/powiel/",
                f"/urzad/konkursy/{story.prepared.public_id}/podpowiedzi/",
                f"/urzad/konkursy/{story.prepared.public_id}/proba/",
                f"/urzad/konkursy/{story.approved.public_id}/",
                f"/urzad/konkursy/{story.open.public_id}/zmiany/",
                f"/urzad/konkursy/{story.open.public_id}/przedluz/",
                f"/urzad/konkursy/{story.open.public_id}/popraw/",
                f"/urzad/konkursy/{story.open.public_id}/zawies/",
                f"/urzad/konkursy/{story.open.public_id}/wznow/",
                f"/urzad/konkursy/{story.open.public_id}/odwolaj/",
                f"/urzad/konkursy/{story.closed.public_id}/uniewaznij/",
                f"/urzad/konkursy/{story.divided.public_id}/podzadania/2/uniewaznij/",
                f"/urzad/konkursy/{evaluated}/ocena/",
                f"/urzad/konkursy/{evaluated}/ranking/",
                f"/komisja/oferty/{story.card_to_score.offer.public_id}/karty/",
                f"/urzad/konkursy/{evaluated}/zgodnosc-ocen/",
                f"/urzad/konkursy/{evaluated}/odtworzenie/",
                f"/urzad/konkursy/{story.resolved_competition.public_id}/odtworzenie/",
                f"/urzad/konkursy/{story.closed.public_id}/komisja/",
                f"/urzad/konkursy/{story.to_resolve.public_id}/rozstrzygniecie/",
                "/urzad/potwierdzenia/",
                f"/urzad/potwierdzenia/?suma={story.submitted_offer.checksum}",
                f"/urzad/konkursy/{story.closed.public_id}/ocena-formalna/",
                f"/moje/oferty/{story.corrected_offer.public_id}/zmiany/",
                f"/urzad/oferty/{story.submitted_offer.public_id}/potwierdzenie/",
                f"/urzad/oferty/{story.offer_to_check.public_id}/ocena-formalna/",
                f"/urzad/oferty/{story.offer_to_check.public_id}/teczka/",
                f"/urzad/konkursy/{story.closed.public_id}/teczka/",
                f"/urzad/konkursy/{evaluated}/oferty/",
                f"/urzad/konkursy/{story.open.public_id}/pytania/",
                f"/urzad/pytania/{story.question.public_id}/",
                "/urzad/wiadomosci/",
                f"/moje/oferty/{story.submitted_offer.public_id}/wiadomosci/",
                "/urzad/niedoreczone/",
                "/urzad/eksperci/",
                f"/urzad/eksperci/{story.expert_actor.key}/",
                f"/urzad/eksperci/{story.expert_actor.key}/praca/",
                f"/urzad/eksperci/{story.expert_actor.key}/umowa/",
                "/urzad/wynagrodzenia-ekspertow/",
                "/urzad/kandydaci-do-komisji/",
                f"/urzad/kandydaci-do-komisji/{story.nomination.public_id}/",
                f"/ekspert/umowy/{story.contract.public_id}/",
                "/urzad/nabory/",
                "/urzad/nabory/nowy/",
                f"/urzad/nabory/{story.recruitment_draft.public_id}/",
                f"/urzad/nabory/{story.recruitment_draft.public_id}/zmien/",
                f"/urzad/nabory/{story.recruitment_open.public_id}/",
                f"/urzad/nabory/{story.recruitment_resolved.public_id}/",
                f"/urzad/zgloszenia/{story.candidacy_to_check.public_id}/",
                f"/urzad/oferty/{story.card_to_score.offer.public_id}/przydzial/",
                f"/urzad/karty/{card}/powiazania/",
                f"/urzad/konkursy/{evaluated}/przydzial/",
                f"/urzad/przydzialy/{story.plan.public_id}/",
                f"/urzad/przydzialy/{story.plan.public_id}/zmien/?oferta={story.planned_offer}",
                f"/urzad/eksperci/{story.card_to_score.expert.public_id}/powiazania/",
                f"/urzad/eksperci/{story.card_to_score.expert.public_id}/powiazania/nowe/",
                "/urzad/umowy/",
                f"/urzad/oferty/{story.offer_to_contract.public_id}/umowa/",
                f"/moje/umowy/{story.prepared_agreement.public_id}/",
                f"/moje/umowy/{story.signed_agreement.public_id}/",
                f"/moje/sprawozdania/{story.report_to_review.public_id}/",
                "/programy/",
                f"/programy/{story.programme_2028.public_id}/",
                f"/urzad/programy/{story.programme_2028.public_id}/zmien/",
                "/urzad/uchwaly/nowa/",
                "/sprawozdania-roczne/",
                f"/sprawozdania-roczne/{story.annual_report.public_id}/",
                "/urzad/organizacje/importy/",
                "/urzad/organizacje/rejestry/",
                "/urzad/organizacje/rejestry/krs/2026-11-23/",
                "/urzad/organizacje/do-potwierdzenia/",
                "/urzad/organizacje/duplikaty/",
                "/urzad/organizacje/rozpoznawanie/",
                f"/urzad/organizacje/duplikaty/{story.merge.kept.public_id}/{story.holders[0].public_id}/",
                f"/urzad/organizacje/duplikaty/{story.merge.kept.public_id}/{story.holders[0].public_id}/rozne/",
                f"/urzad/organizacje/scalenia/{story.merge.public_id}/",
                f"/urzad/organizacje/scalenia/{story.merge.public_id}/cofnij/",
                f"/organizacje/{story.merge.kept.public_id}/",
                f"/organizacje/{story.organisation_now.public_id}/akta/",
                f"/urzad/akta/podpisy/{story.signatory_now.public_id}/potwierdz/",
                f"/urzad/akta/propozycje/{story.proposal_now.public_id}/",
                f"/organizacje/{story.holders[0].public_id}/",
                "/instytucje/",
                f"/instytucje/{story.institution.public_id}/",
                "/urzad/instytucje/nowa/",
                f"/urzad/instytucje/{story.institution.public_id}/zmien/",
                f"/urzad/instytucje/{story.institution.public_id}/zamknij/",
                "/urzad/listy/",
                "/urzad/listy/nowa/",
                "/urzad/listy/rezygnacja/",
                f"/urzad/listy/{story.contact_list.public_id}/",
                f"/urzad/listy/{story.contact_list.public_id}/zmien/",
                f"/urzad/listy/{story.contact_list.public_id}/adres/",
                f"/urzad/listy/{story.contact_list.public_id}/wiadomosc/",
                f"/urzad/listy/wiadomosci/{story.mailing_draft.public_id}/",
                f"/urzad/listy/wiadomosci/{story.mailing_draft.public_id}/zmien/",
                f"/urzad/listy/wiadomosci/{story.mailing_sent.public_id}/",
                "/urzad/uwagi/",
                f"/urzad/uwagi/{story.remark.public_id}/",
                f"/komisja/{story.concluded_panel.public_id}/",
                f"/posiedzenia/{story.closed_meeting.public_id}/",
                f"/posiedzenia/oferty/{story.closed_meeting.items.all()[0].public_id}/",
            ],
        ),
        (
            story.press,
            [
                "/rejestry/zapytania-prasowe/",
                f"/rejestry/wpisy/{story.entry.public_id}/",
                "/urzad/rejestry/terminy/",
                "/urzad/komunikaty/nowy/",
                f"/komunikaty/{story.communique_draft.public_id}/",
                f"/urzad/komunikaty/{story.communique_draft.public_id}/zmien/",
                f"/urzad/komunikaty/{story.communique.public_id}/wycofanie/",
                "/urzad/pisma/",
                "/urzad/pisma/nowe/",
                f"/urzad/pisma/adresaci/{story.addressee.public_id}/",
                *(
                    f"/urzad/pisma/{story.letter_set.public_id}/{path}"
                    for path in (
                        "",
                        "zmien/",
                        "adresat/",
                        "tabela/",
                        "formy/",
                        "sprawdzenie/",
                        "do-zmiany/",
                        "podpis/",
                        "wysylka/",
                        "zaniechanie/",
                    )
                ),
                "/urzad/ankieta/uwagi/",
                f"/urzad/ankieta/uwagi/{story.comment.public_id}/usun-tresc/",
                "/urzad/rejestry/zapytania-prasowe/nowy-wpis/",
                "/urzad/rejestry/zapytania-prasowe/wczytaj/",
                f"/urzad/wpisy/{story.entry.public_id}/zmien/",
                f"/urzad/wpisy/{story.entry.public_id}/uniewaznij/",
                f"/urzad/wpisy/{story.entry.public_id}/plik/",
                "/urzad/kalendarz/?dzien=2027-03-04",
                "/urzad/kalendarz/?widok=miesiac&dzien=2027-03-04",
                "/urzad/kalendarz/?widok=dzien&dzien=2027-03-04",
                "/urzad/kalendarz/?widok=lista&dzien=2027-03-01",
                "/urzad/kalendarz/wydarzenia/nowe/",
                f"/urzad/kalendarz/wydarzenia/{story.event.public_id}/",
                f"/urzad/kalendarz/wydarzenia/{story.repeated.public_id}/",
                f"/urzad/kalendarz/wydarzenia/{story.event.public_id}/zmien/",
                f"/urzad/kalendarz/wydarzenia/{story.event.public_id}/odwolaj/",
                f"/urzad/kalendarz/wydarzenia/{story.event.public_id}/przygotowania/",
                f"/urzad/kalendarz/przygotowania/{story.preparation.public_id}/",
                f"/urzad/kalendarz/terminy/{story.repeated.occurrences.first().public_id}/przenies/",
                f"/urzad/kalendarz/terminy/{story.repeated.occurrences.first().public_id}/odwolaj/",
                "/urzad/kalendarz/przygotowania/",
                "/urzad/kalendarz/kanaly/",
                "/urzad/kalendarz/wczytaj/",
                "/urzad/kalendarz/miejsca/",
                "/urzad/kalendarz/media/",
                f"/urzad/kalendarz/media/{story.week.public_id}/",
            ],
        ),
        (
            story.secretary,
            [
                "/urzad/kalendarz/osoby/nowa/",
                f"/urzad/kalendarz/osoby/{story.attendee.public_id}/",
                "/urzad/kalendarz/sale/nowa/",
                f"/urzad/kalendarz/sale/{story.room.public_id}/",
            ],
        ),
        (
            story.secretary,
            [
                "/urzad/terminy/",
                "/urzad/terminy/e-mail/",
                "/urzad/nieobecnosci/",
                "/urzad/nieobecnosci/nowa/",
                "/urzad/korespondencja/",
                "/urzad/korespondencja/nowe/",
                "/urzad/korespondencja/e-mail/",
                f"/urzad/korespondencja/e-mail/{story.mail.public_id}/",
                f"/urzad/korespondencja/{story.letter.public_id}/",
                f"/urzad/korespondencja/{story.letter.public_id}/zmien/",
                f"/urzad/korespondencja/{story.letter.public_id}/dekretacja/",
                f"/urzad/korespondencja/{story.letter.public_id}/odpowiedz/",
                f"/urzad/korespondencja/{story.letter.public_id}/zakoncz/",
                f"/urzad/korespondencja/{story.letter.public_id}/uniewaznij/",
                f"/urzad/korespondencja/{story.letter.public_id}/plik/",
                f"/urzad/korespondencja/{story.letter_over.public_id}/wznow/",
            ],
        ),
        (
            story.assistant,
            [
                "/urzad/wyjazdy/",
                "/urzad/wyjazdy/nowy/",
                f"/urzad/wyjazdy/{story.trip_planned.public_id}/",
                f"/urzad/wyjazdy/{story.trip_planned.public_id}/zmien/",
                f"/urzad/wyjazdy/{story.trip_planned.public_id}/odwolanie/",
                f"/urzad/wyjazdy/{story.trip_held.public_id}/",
                f"/urzad/wyjazdy/{story.trip_held.public_id}/do-zmiany/",
                f"/urzad/wyjazdy/{story.trip_held.public_id}/odbyty/",
                f"/urzad/wyjazdy/{story.trip_held.public_id}/koszty/",
                f"/urzad/wyjazdy/{story.trip_held.public_id}/relacja/",
                f"/urzad/wyjazdy/{story.trip_held.public_id}/plik/",
            ],
        ),
        (
            story.assistant_head,
            [
                f"/urzad/wyjazdy/{story.trip_planned.public_id}/zgoda/",
                f"/urzad/wyjazdy/{story.trip_held.public_id}/do-uzupelnienia/",
                f"/urzad/wyjazdy/{story.trip_held.public_id}/rozliczenie/",
            ],
        ),
        (story.nominee, [f"/wskazania/{story.nomination.public_id}/"]),
        (
            story.candidate,
            [
                "/eksperci/nabory/",
                f"/eksperci/nabory/{story.recruitment_open.public_id}/",
                f"/eksperci/zgloszenia/{story.candidacy_draft.public_id}/",
                f"/eksperci/zgloszenia/{story.candidacy_draft.public_id}/edycja/",
                f"/eksperci/zgloszenia/{story.candidacy_draft.public_id}/pliki/",
                f"/eksperci/zgloszenia/{story.candidacy_listed.public_id}/",
            ],
        ),
        (story.auditor, ["/konkursy/", "/urzad/uwagi/", f"/urzad/uwagi/{story.remark.public_id}/"]),
        (
            story.administrator,
            [
                "/administracja/",
                "/administracja/konta/",
                "/administracja/konta/zapros/",
                f"/administracja/konta/{story.expert_actor.person.public_id}/",
                "/administracja/dane/",
            ],
        ),
        (
            story.expert_actor,
            [
                "/ekspert/",
                "/ekspert/dane/",
                "/ekspert/powiazania/",
                "/ekspert/powiazania/nowe/",
                "/ekspert/przypomnienia/",
                f"/powiazania/{story.link.public_id}/koniec/",
                f"/powiazania/{story.link.public_id}/wycofaj/",
                f"/ekspert/karty/{story.card_to_declare.public_id}/deklaracja/",
                f"/ekspert/karty/{story.card_to_declare.public_id}/odmowa/",
                f"/ekspert/karty/{card}/",
            ],
        ),
        (
            story.chair_actor,
            [
                "/komisja/",
                f"/komisja/{story.panel_at_work.public_id}/",
                f"/komisja/{story.panel_at_work.public_id}/deklaracja/",
                f"/komisja/{story.panel_at_work.public_id}/protokol/",
                f"/komisja/{story.panel_at_work.public_id}/posiedzenia/",
                f"/komisja/{story.panel_at_work.public_id}/wylaczenie/",
                f"/posiedzenia/{story.planned_meeting.public_id}/",
            ],
        ),
    ]


class TestWalk:
    pytestmark = CHROMIUM_TEST

    def walk(self, visit: Callable[..., Any], parts: Places) -> None:
        """Open every page wide, then make it narrow: what is wrong at either width, all of it at once."""
        found: list[str] = []
        for actor, paths in parts:
            visitor = visit(actor)
            for path in paths:
                visitor.page.set_viewport_size({"width": 1280, "height": 900})
                visitor.open(path)
                found += [f"{path} at 1280: {fault}" for fault in visitor.faults()]
                visitor.page.set_viewport_size({"width": 360, "height": 740})
                found += [f"{path} at 360: {fault}" for fault in visitor.faults()]
        assert not found, "\n" + "\n".join(found)

    def test_no_page_of_the_office_has_a_barrier(self, story: Story, visit: Callable[..., Any]) -> None:
        self.walk(visit, [part for part in places(story) if part[0] is story.officer])

    def test_no_page_of_the_public_has_a_barrier(self, story: Story, visit: Callable[..., Any]) -> None:
        self.walk(visit, [part for part in places(story) if part[0] is VISITOR])

    def test_no_page_of_an_organisation_has_a_barrier(self, story: Story, visit: Callable[..., Any]) -> None:
        self.walk(visit, [part for part in places(story) if part[0].wears(*ORGANISATION)])

    def test_no_page_of_the_others_has_a_barrier(self, story: Story, visit: Callable[..., Any]) -> None:
        rest = [part for part in places(story) if not part[0].wears(*ORGANISATION)]
        self.walk(visit, [part for part in rest if part[0] not in (VISITOR, story.officer)])


# Addresses that need no walk: machine answers, what only a POST reaches, single steps of signing in (tests/core/signin).
ELSEWHERE = (
    "konto/", "api/", "administracja/konta/<", "administracja/konta/zaproszenia/", "administracja/dane/<", "organizacje/wykaz.", "audyt/", "zdrowie/", "metryki/", "dokumenty/", "zadania/", "akta/dokumenty/<str:public_id>/", "moje/oferty/<str:public_id>/wersja-robocza.pdf", "oferty/zalaczniki/<", "eksperci/pliki/<", "urzad/kandydaci-do-komisji/<str:public_id>/bez-wpisu/", "ekspert/umowy/<str:public_id>/koniec/", "ekspert/umowy/<str:public_id>/rachunek/", "urzad/wynagrodzenia-ekspertow/tabela", "eksperci/zgloszenia/<str:public_id>/zloz/", "eksperci/zgloszenia/<str:public_id>/uzupelnienie/", "urzad/nabory/<str:public_id>/lista/", "urzad/nabory/<str:public_id>/przedluz/", "urzad/nabory/<str:public_id>/odwolaj/", "urzad/eksperci/<str:public_id>/zawies/",
    "powiadomienia/<", "powiadomienia/adres/", "konkursy/atom.xml", "alerty/rezygnacja/<", "konkursy/terminy.ics", "urzad/niedoreczone/<", "powiadomienia/przeczytane/", "styl/", "pulpit/", "urzad/organizacje/importy/<", "urzad/organizacje/prosby/",
    "urzad/przydzialy/<str:public_id>/dane.json", "urzad/przydzialy/<str:public_id>/decyzja/", "urzad/organizacje/<", "urzad/programy/nowy/", "^urzad/programy/", "instytucje/tabela", "urzad/teczki/<", "urzad/konkursy/<str:public_id>/oferty.", "urzad/listy/<str:public_id>/tabela", "urzad/listy/<str:public_id>/zamknij", "urzad/listy/adresy", "posiedzenia/<str:public_id>/odwolaj", "posiedzenia/<str:public_id>/uniewaznij", "sprawozdania-roczne/<str:public_id>/<",
    "urzad/korespondencja/tabela", "urzad/korespondencja/pliki/", "urzad/korespondencja/<str:public_id>/przekaz/", "urzad/korespondencja/<str:public_id>/odbior/", "urzad/nieobecnosci/<",
    "rejestry/<slug:code>/tabela", "urzad/wpisy/pliki/", "urzad/struktura/zmiany/", "kalendarz/kalendarz.ics", "kalendarz/kanal/", "urzad/kalendarz/kanaly/<",
    "urzad/pisma/pliki/", "urzad/pisma/adresaci/<str:public_id>/pismo.pdf", "ankieta/wyniki/tabela", "urzad/wyjazdy/tabela", "urzad/wyjazdy/pliki/", "urzad/wyjazdy/<str:public_id>/karta.pdf",
    "urzad/zarzad/projekty/", "urzad/kontrole/tabela", "urzad/kontrole/pliki/", "urzad/do-podpisu/pliki/", "rada-dialogu/pliki/",
)  # fmt: skip
POSTED = (
    "odmowa",
    "sprawdzono", "otworz", "proba", "porzuc", "rozpocznij", "wroc", "zamroz", "przedloz", "zatwierdz", "cofnij", "publikacja", "termin", "wyplata", "podpisy", "przyjmij", "do-dotacji",
    "usun", "odbierz", "zaproszenia", "zwroc", "wycofaj", "bez-rozpatrzenia", "bez-odpowiedzi", "sprawozdanie", "przelicz", "zgloszenie", "oglos", "wezwanie", "uznanie", "odrzucenie", "ponownie", "wejscie",
    "nieobecnosc", "przywroc", "skresl", "wyjscie", "przerwij", "zakoncz", "glosowanie", "uloz", "potwierdz", "zwykle", "gotowe", "niegotowe", "<slug:verb>", "zamknij-porzadek", "otworz-porzadek", "kolejnosc",
)  # fmt: skip


def patterns(resolver: URLResolver, before: str = "") -> list[str]:
    """Every address of the site map, as it is written there."""
    found = []
    for each in resolver.url_patterns:
        address = before + str(each.pattern)
        found += [address] if isinstance(each, URLPattern) else patterns(each, address)
    return found


@pytest.mark.django_db
def test_the_walk_leaves_no_page_out(story: Story) -> None:
    """A new page has to join the walk, or to say here why not."""
    walked = {path.split("?")[0] for _actor, paths in places(story) for path in paths}
    resolver = get_resolver()
    known = {str(resolver.resolve(path).route) for path in walked}
    left = [
        address
        for address in patterns(resolver)
        if address not in known
        and not address.startswith(ELSEWHERE)
        and not any(f"/{word}/" in f"/{address}" for word in POSTED)
    ]
    assert left == []
