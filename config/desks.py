"""Who sees which links and which panels, in order; the one place that knows all stages."""

from core.web.navigation import Link

HOME = Link("Start", "home")
COMPETITIONS = Link("Konkursy", "competitions")
PROGRAMMES = Link("Programy współpracy", "programmes")
ANNUAL_REPORTS = Link("Sprawozdania roczne", "annual-reports")
RESOLUTIONS = Link("Uchwały", "resolutions")
REMARKS = Link("Uwagi", "remarks")
ORGANISATIONS = Link("Organizacje", "organisations")
INSTITUTIONS = Link("Instytucje", "institutions")
CONTACT_LISTS = Link("Listy kontaktowe", "contact-lists")

ORGANISATION = (
    Link("Pulpit", "organisation-desk"),
    COMPETITIONS,
    Link("Moje oferty", "my-offers"),
    Link("Moje umowy", "my-agreements"),
    PROGRAMMES,
)
STAFF = (
    Link("Pulpit", "officer-desk"),
    COMPETITIONS,
    Link("Umowy", "agreements"),
    ORGANISATIONS,
    INSTITUTIONS,
    CONTACT_LISTS,
    PROGRAMMES,
    ANNUAL_REPORTS,
    RESOLUTIONS,
)
PANEL = (Link("Pulpit", "panel-desk"), COMPETITIONS)

# kind of hat → the links of the main navigation; "" for visitors and for people who have not chosen a hat
NAVIGATION: dict[str, tuple[Link, ...]] = {
    "": (HOME, COMPETITIONS, ORGANISATIONS, INSTITUTIONS, PROGRAMMES, ANNUAL_REPORTS, Link("Urząd", "office-page")),
    "organisation_viewer": ORGANISATION,
    "organisation_editor": ORGANISATION,
    "organisation_signatory": ORGANISATION,
    "officer": STAFF,
    "head": STAFF,
    "expert": (Link("Pulpit", "expert-desk"), COMPETITIONS),
    "panel_chair": PANEL,
    "panel_secretary": PANEL,
    "panel_member": PANEL,
    "auditor": (
        Link("Księga zdarzeń", "audit-desk"),
        Link("Odczyty danych", "audit-reads"),
        COMPETITIONS,
        ORGANISATIONS,
        INSTITUTIONS,
        CONTACT_LISTS,
        PROGRAMMES,
        ANNUAL_REPORTS,
        RESOLUTIONS,
        REMARKS,
    ),
    "administrator": (Link("Stan systemu", "operations"), Link("Konta", "accounts"), REMARKS),
}

ORGANISATION_DESK = (
    "competitions.offers.panels.to_do",
    "competitions.reports.panels.to_write",
    "competitions.agreements.panels.mine",
    "competitions.calls.panels.fitting",
    "ngo.papers.panels.own_data",
    "core.notices.panels.mine",
    "core.jobs.panels.mine",
)
OFFICER_DESK = (
    "competitions.awards.panels.at_work",
    "competitions.agreements.panels.to_sign_and_pay",
    "competitions.reports.panels.to_review",
    "competitions.annual.panels.due",
    "office.feedback.panels.waiting",
    "core.notices.panels.mine",
    "core.jobs.panels.mine",
)
EXPERT_DESK = (
    "competitions.evaluation.panels.cards",
    "competitions.evaluation.panels.submitted_cards",
    "core.notices.panels.mine",
)
PANEL_DESK = ("competitions.evaluation.panels.mine", "core.notices.panels.mine")

# place → dotted paths of panel makers (see core/web/panels.py)
PANELS: dict[str, tuple[str, ...]] = {
    "home": (
        "competitions.calls.panels.open_competitions",
        "competitions.calls.panels.how_it_works",
        "ngo.registry.panels.search",
        "competitions.awards.panels.latest_results",
        "ngo.programmes.panels.newest",
    ),
    "desk:organisation_viewer": ORGANISATION_DESK,
    "desk:organisation_editor": ORGANISATION_DESK,
    "desk:organisation_signatory": ORGANISATION_DESK,
    "desk:officer": OFFICER_DESK,
    "desk:head": OFFICER_DESK,
    "desk:expert": EXPERT_DESK,
    "desk:panel_chair": PANEL_DESK,
    "desk:panel_secretary": PANEL_DESK,
    "desk:panel_member": PANEL_DESK,
    "programme-page": ("competitions.calls.panels.of_programme", "competitions.annual.panels.of_programme"),
    "competition-page": ("competitions.awards.panels.results", "competitions.offers.panels.in_competition"),
    "competition-prepare": ("competitions.offers.panels.in_competition", "competitions.awards.panels.results"),
    "offer-receive": ("competitions.offers.panels.unverified_people",),
    "offer-page": ("competitions.awards.panels.decision", "competitions.agreements.panels.of_offer"),
    "agreement-page": ("competitions.reports.panels.of_agreement",),
    "organisations-to-confirm": ("ngo.papers.panels.to_decide",),
    "contact-list": ("ngo.mailings.panels.of_list",),
    "organisation-page": (
        "ngo.duplicates.panels.possible",
        "ngo.papers.panels.of_organisation",
        "competitions.reports.panels.history",
        "ngo.contacts.panels.letters",
    ),
}

# kind of a document's subject → the gate that says who may open its documents
DOCUMENT_GATES: dict[str, str] = {
    "ngo.programme": "ngo.programmes.access.visible",
    "competitions.competition": "competitions.calls.access.visible",
    "competitions.offer": "competitions.offers.access.visible",
    "competitions.panel": "competitions.evaluation.access.panels",
    "competitions.agreement": "competitions.agreements.access.visible",
    "competitions.report": "competitions.reports.access.visible",
    "competitions.annualreport": "competitions.annual.access.visible",
}

# What hangs on a person and passes on when they leave, in the order in which it is passed (see core/signin/holdings.py).
HOLDINGS: tuple[str, ...] = (
    "core.signin.actions.ROLES",
    "competitions.evaluation.holdings.CARDS",
    "competitions.evaluation.holdings.PANELS",
)

# What ledger entries say was done, for verbs that are no moves of a life cycle (those have their own words).
VERBS: dict[str, str] = {
    "absorb": "Włączono wpis do innego",
    "accept_proposal": "Przyjęto propozycję zmiany",
    "accept_invitation": "Przyjęto zaproszenie",
    "add_bank_account": "Dodano rachunek bankowy",
    "add_document": "Dodano dokument organizacji",
    "add_contact": "Wpisano adres na listę",
    "agree_to_letters": "Zgodzono się na listy urzędu",
    "appoint": "Powołano komisję",
    "ask_for_import": "Zlecono import pliku",
    "ask_for_refresh": "Zlecono pobranie danych z rejestru",
    "ask_to_represent": "Złożono wniosek o reprezentowanie",
    "ask_to_undo": "Zlecono cofnięcie wczytania pliku",
    "assign": "Przydzielono ofertę ekspertowi",
    "back_up": "Wykonano kopię zapasową",
    "begin": "Rozpoczęto sprawozdanie roczne",
    "begin_refresh": "Rozpoczęto odświeżanie z rejestru",
    "change_role": "Zmieniono rolę",
    "change_email": "Zmieniono adres e-mail",
    "change_password": "Zmieniono hasło",
    "check": "Sprawdzono dane",
    "close": "Zamknięto",
    "close_account": "Wyłączono konto",
    "confirm_signatory": "Potwierdzono osobę podpisującą",
    "confirm": "Potwierdzono dane organizacji",
    "create_token": "Utworzono klucz API",
    "decide_request": "Rozpatrzono wniosek",
    "declare_signatory": "Wpisano osobę podpisującą",
    "declare_member": "Złożono deklarację bezstronności",
    "dismiss_duplicate": "Uznano, że to nie duplikat",
    "draft": "Utworzono projekt",
    "drop_import": "Usunięto plik bez wczytania",
    "drop_second_factor": "Wyłączono drugi składnik",
    "end_refresh": "Zakończono odświeżanie z rejestru",
    "end_bank_account": "Zakończono rachunek bankowy",
    "end_signatory": "Zakończono prawo do podpisu",
    "enlist": "Wpisano na listę ekspertów",
    "enter": "Wpisano do bazy",
    "enrol_second_factor": "Włączono drugi składnik",
    "grant_hat": "Nadano rolę",
    "hand_over": "Przekazano listy do wysłania",
    "import_file": "Zaimportowano plik",
    "import_remove": "Usunięto organizację, cofając wczytanie pliku",
    "import_restore": "Przywrócono dane sprzed wczytania pliku",
    "invite_person": "Zaproszono osobę",
    "invite": "Wysłano zaproszenie",
    "leave_organisation": "Przestano działać w imieniu organizacji",
    "issue_document": "Wystawiono dokument",
    "map_columns": "Ustalono kolumny pliku",
    "merge": "Scalono wpisy organizacji",
    "move_deadline": "Przesunięto termin",
    "move_hat": "Przeniesiono rolę do scalonego wpisu",
    "open_account": "Założono konto",
    "open_list": "Założono listę kontaktową",
    "opt_out": "Zrezygnowano z listów",
    "prepare": "Przygotowano umowę",
    "prepare_import": "Przekazano plik do wczytania",
    "propose": "Zaproponowano zmianę danych",
    "publish": "Opublikowano",
    "record": "Odnotowano uchwałę",
    "refuse_proposal": "Odmówiono zmiany danych",
    "refuse_import": "Odrzucono plik",
    "register": "Zarejestrowano",
    "remove_email": "Usunięto adres e-mail",
    "remind": "Przypomniano",
    "rename": "Zmieniono imię i nazwisko",
    "renew_recovery_codes": "Wygenerowano kody zapasowe",
    "reopen": "Otwarto ponownie",
    "reopen_account": "Otwarto konto ponownie",
    "reset_password": "Ustalono nowe hasło z listu",
    "reset_second_factor": "Zdjęto utracony drugi składnik",
    "restore": "Odtworzono z kopii zapasowej",
    "restore_record": "Przywrócono wpis po cofnięciu scalenia",
    "return_hat": "Przywrócono rolę po cofnięciu scalenia",
    "revise": "Zmieniono treść",
    "revoke_invitation": "Wycofano zaproszenie",
    "revoke_token": "Unieważniono klucz API",
    "send_trial": "Wysłano list próbny",
    "send": "Wysłano uwagę",
    "set_password": "Ustalono hasło",
    "sign_in": "Zalogowano się",
    "start": "Rozpoczęto",
    "try_import": "Wykonano próbę wczytania",
    "undo_import": "Cofnięto wczytanie pliku",
    "undo_merge": "Cofnięto scalenie wpisów",
    "verify_email": "Potwierdzono adres e-mail",
    "withdraw_document": "Wycofano dokument organizacji",
    "withdraw_contact": "Wycofano adres z listy",
    "withdraw_letters": "Wycofano zgodę na listy urzędu",
    "withdraw_hat": "Odebrano rolę",
    "withdraw_invitation": "Wycofano zaproszenie osoby",
    "withdraw_role": "Odebrano rolę osobie",
    "write_mailing": "Napisano wiadomość do listy",
}

# What ledger entries are about, by the kind that core.audit gives.
SUBJECTS: dict[str, str] = {
    "core.user": "konto",
    "core.hat": "rola",
    "core.apitoken": "klucz API",
    "core.invitation": "zaproszenie",
    "installation": "instalacja",
    "office.unit": "jednostka",
    "office.resolution": "uchwała",
    "office.case": "sprawa",
    "office.feedback": "uwaga",
    "ngo.programme": "program współpracy",
    "ngo.organisation": "organizacja",
    "ngo.organisationname": "wcześniejsza nazwa",
    "ngo.import": "import",
    "ngo.institution": "instytucja",
    "ngo.contactlist": "lista kontaktowa",
    "ngo.contactconsent": "zgoda na listy",
    "ngo.mailing": "wiadomość do listy",
    "ngo.optout": "rezygnacja z listów",
    "ngo.representation": "reprezentowanie",
    "competitions.competition": "konkurs",
    "competitions.offer": "oferta",
    "competitions.agreement": "umowa",
    "competitions.annualreport": "sprawozdanie roczne",
    "competitions.expert": "ekspert",
    "competitions.scorecard": "karta oceny",
    "competitions.panel": "komisja konkursowa",
    "competitions.report": "sprawozdanie",
}
