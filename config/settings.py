"""Every setting of Pożytek, read from the environment; without any it runs embedded: SQLite, files and a file broker in var/."""

import os
import secrets
import tomllib
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
import structlog

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
with (BASE_DIR / "pyproject.toml").open("rb") as file:
    VERSION: str = tomllib.load(file)["project"]["version"]

VAR_DIR = Path(env("POZYTEK_VAR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# "embedded" for a desk or a demonstration, "production" behind the TLS proxy.
PRODUCTION = env.bool("POZYTEK_PRODUCTION", default=False)
DEBUG = env.bool("POZYTEK_DEBUG", default=False)


# Where an embedded installation keeps its signing secret; a backup takes it along.
SECRET_KEY_FILE = VAR_DIR / "secret-key"


def secret_key() -> str:
    """The signing secret: from the environment; embedded installations make their own once and keep it in var/."""
    if "POZYTEK_SECRET_KEY" in env.ENVIRON or PRODUCTION:
        return str(env("POZYTEK_SECRET_KEY"))
    path = SECRET_KEY_FILE
    if not path.exists():
        # Written aside and linked: of two processes that start at once both read the one whole key.
        draft = path.with_name(f"secret-key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()


SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.list("POZYTEK_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("POZYTEK_ORIGINS", default=[])
SITE_ADDRESS = env("POZYTEK_ADDRESS", default="http://localhost:8000")

with Path(env("POZYTEK_OFFICE", default=str(BASE_DIR / "config" / "office.toml"))).open("rb") as file:
    OFFICE = tomllib.load(file)
# What people are told of their data and how long the data are kept: the office's decision.
with Path(env("POZYTEK_PRIVACY", default=str(BASE_DIR / "config" / "privacy.toml"))).open("rb") as file:
    PRIVACY = tomllib.load(file)

OWN_APPS = ["core", "office", "ngo", "competitions"]
INSTALLED_APPS = [
    *OWN_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "csp",
]

MIDDLEWARE = [
    "core.operations.requests.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.web.middleware.ActorMiddleware",
    "core.web.middleware.BodyLimitMiddleware",
    "core.web.middleware.RefusalMiddleware",
    "office.structure.middleware.PowersMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.web.context.page",
                "core.notices.context.unread",
            ],
            "builtins": ["core.web.templatetags.polish"],
        },
    }
]
FORM_RENDERER = "core.web.renderer.Renderer"

# IMMEDIATE + WAL: writers queue instead of failing with "database is locked"; never together with ATOMIC_REQUESTS.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-20000;PRAGMA mmap_size=134217728;",
}
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'pozytek.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": env.int("POZYTEK_DB_POOL", default=8)}}
    # A connection that died with a restart of the server is found out before it is used, not by the person who gets it.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and allauth's counters live in the cache, so it is shared by all processes: Redis, else the database.
REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}

# Rates of the API are counted in memory where there is no Redis: a row written for every read would make reads queue.
CACHES["api"] = (
    CACHES["default"] if REDIS_URL else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "api"}
)

# How far jobs are, where the database cannot be told while one of them writes (see core/jobs/aside.py).
CACHES["progress"] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": str(VAR_DIR / "progress"),
}

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_ADAPTER = "core.signin.adapters.AccountAdapter"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
# A shared computer forgets its user when the browser is closed.
ACCOUNT_SESSION_REMEMBER = False
# Limits added to allauth's own; the counters lie in the shared cache. Wrong passwords count per address of the network and
# per account; office/feedback and ngo/registry use the last ones.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/300s/key",
    "feedback": "10/h/ip",
    "question": "10/h/ip",
    "survey": "30/h/key",
    "register_lookup": "30/h/user",
}
ACCOUNT_FORMS = {
    "login": "core.signin.forms.LoginForm",
    "signup": "core.signin.forms.SignupForm",
    "add_email": "core.signin.forms.AddEmailForm",
    "change_password": "core.signin.forms.ChangePasswordForm",
    "set_password": "core.signin.forms.SetPasswordForm",
    "reset_password": "core.signin.forms.ResetPasswordForm",
    "reset_password_from_key": "core.signin.forms.ResetPasswordKeyForm",
    "reauthenticate": "core.signin.forms.ReauthenticateForm",
}
PASSWORD_RESET_TIMEOUT = 2 * 3600
# How many proxies of ours stand before the application: the address of the network is what the outermost one saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("POZYTEK_PROXIES", default=1 if PRODUCTION else 0)
MFA_ADAPTER = "core.signin.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Pożytek"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "core.signin.forms.CodeForm",
    "reauthenticate": "core.signin.forms.CodeAgainForm",
    "activate_totp": "core.signin.forms.ActivateTOTPForm",
    "add_webauthn": "core.signin.forms.AddKeyForm",
    "edit_webauthn": "core.signin.forms.EditKeyForm",
}

# Jobs: the row in the database is the truth, the broker only wakes a worker (docs/architecture).
JOB_LEASE_SECONDS = env.int("POZYTEK_JOB_LEASE", default=60)
JOB_LIMIT_SECONDS = env.int("POZYTEK_JOB_LIMIT", default=1800)
JOB_RETRY_SECONDS = env.int("POZYTEK_JOB_RETRY", default=10)
JOB_WAKE_SECONDS = env.int("POZYTEK_JOB_WAKE", default=30)
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
REDIS_BROKER_OPTIONS = {
    "visibility_timeout": 2 * JOB_LIMIT_SECONDS,
    "unacked_restore_interval": 30,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    # A dead broker is found out at once; by default every request would wait 6 s for it.
    "max_retries": 0,
}
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = REDIS_BROKER_OPTIONS
else:
    BROKER_DIR.mkdir(exist_ok=True)
    CELERY_BROKER_TRANSPORT = "core.jobs.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.2,
    }
CELERY_IMPORTS = ["core.jobs.tasks"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "pozytek"
CELERY_TIMEZONE = "Europe/Warsaw"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")

# What an installation runs, as arguments of python: `manage.py serve` supervises them all on one machine,
# docker-compose.yml runs each in a container.
PROCESSES = {
    "web": "-m gunicorn config.wsgi --bind {host}:{port} --worker-class gthread --workers 2 --threads 4 --preload"
    " --no-control-socket --log-level warning",
    "worker": "-m celery -q -A config worker --pool threads --concurrency 2 --without-gossip --without-mingle"
    " --without-heartbeat --loglevel warning",
    "beat": "-m celery -q -A config beat --loglevel warning",
    "sweeper": "manage.py sweep --every 10",
}

# Mail: letters become files in var/mail, or go to the server of EMAIL_URL (smtp+tls://user:password@host:587).
EMAIL_FILE_PATH = VAR_DIR / "mail"
if "EMAIL_URL" in env.ENVIRON:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "core.notices.eml.EmailBackend"
EMAIL_TIMEOUT = 20
# Letters of mailings to many that go out in a minute, so that a mail server does not take us for a nuisance.
BULK_PER_MINUTE = env.int("POZYTEK_BULK_PER_MINUTE", default=60)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("POZYTEK_MAIL_FROM", default=f"{OFFICE['short_name']} <{OFFICE['email']}>")

# Tables of config/desks.py that the kernel reads by name, so that no import runs forward.
NAVIGATION = "config.desks.NAVIGATION"
OFFICE_WORK = "config.desks.OFFICE_WORK"
PANELS = "config.desks.PANELS"
DOCUMENT_GATES = "config.desks.DOCUMENT_GATES"
# What may not be read in the ledger yet: functions that take chains and the moment and give those that are sealed.
LEDGER_SEALS = ["competitions.offers.access.sealed_chains"]
HOLDINGS = "config.desks.HOLDINGS"
SAME_KIND = "config.desks.SAME_KIND"
PUBLIC_HISTORIES = "config.desks.PUBLIC_HISTORIES"
CAPABILITIES = "config.desks.CAPABILITIES"
POWERS = "config.desks.POWERS"
MANDATE_WORK = "config.desks.MANDATE_WORK"
MANDATE_LINKS = "config.desks.MANDATE_LINKS"
PEOPLE_OF_ORGANISATIONS = "config.desks.PEOPLE_OF_ORGANISATIONS"
OWN_DATA = "config.desks.OWN_DATA"
RETENTION = "config.desks.RETENTION"
TERMS = "config.desks.TERMS"
READS = "config.desks.READS"
VERBS = "config.desks.VERBS"
SUBJECTS = "config.desks.SUBJECTS"

# What `manage.py load_reference` loads, in order: label → loader(at=…) returning the number of rows changed.
REFERENCE_LOADERS = {
    "struktura urzędu i zadania": "office.structure.reference.load",
    "klasy rzeczowego wykazu akt": "office.cases.reference.load",
    "powiaty i gminy": "ngo.registry.reference.load",
    "klucze wyszukiwania organizacji": "ngo.registry.reference.reindex",
}
# The pages of docs/ that `manage.py write_docs` makes: file → function giving its text.
GENERATED_DOCS = {
    "law.md": "core.handbook.law.make",
    "states.md": "core.handbook.states.make",
    "access.md": "core.handbook.access.make",
    "mandate.md": "office.structure.handbook.make",
}
# The registers of the office, a reviewed YAML file each (office/registers/schema.py).
# Services that the satisfaction survey asks about, a file each.
SURVEYS_DIR = Path(env("POZYTEK_SURVEYS", default=str(BASE_DIR / "office" / "surveys" / "services")))
REGISTERS_DIR = Path(env("POZYTEK_REGISTERS", default=str(BASE_DIR / "office" / "registers" / "schemas")))
with (BASE_DIR / "config" / "mandate.toml").open("rb") as file:
    MANDATE = tomllib.load(file)

# The API (docs/api.md). Rates are requests of one visitor's address, and of one key or signed-in person.
# How often in an hour one secret link to a calendar may be read, and how often one address of the network may guess at them.
CALENDAR_READS = env.int("POZYTEK_CALENDAR_READS", default=60)
CALENDAR_GUESSES = env.int("POZYTEK_CALENDAR_GUESSES", default=30)
API_RATES = {
    "visitor": env("POZYTEK_API_RATE_VISITOR", default="120/min"),
    "person": env("POZYTEK_API_RATE_PERSON", default="600/min"),
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "core.api.authentication.KeyAuthentication",
        "core.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["core.api.permission.WithinScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.reading.BoundedJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["core.api.filters.Filters", "core.api.reading.Ordering"],
    "DEFAULT_PAGINATION_CLASS": "core.api.reading.Pages",
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.Described",
    "DEFAULT_THROTTLE_CLASSES": ["core.api.throttle.Throttle"],
    "EXCEPTION_HANDLER": "core.api.problems.handle",
    # The address that the TLS proxy saw; without a proxy the header is a visitor's own invention.
    "NUM_PROXIES": 1 if PRODUCTION else 0,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Pożytek – API",
    "DESCRIPTION": "Współpraca województwa z organizacjami pozarządowymi: od programu do sprawozdania rocznego.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.schema.add_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "LetterState": "office.correspondence.states.State",
        "LetterChannel": "office.correspondence.models.Channel",
        "LetterKind": "office.correspondence.models.KIND_CHOICES",
        "ConfirmationChannel": "competitions.confirmations.models.Channel",
        "EventState": "office.agenda.states.State",
        "EventKind": "office.agenda.models.Kind",
        "SittingState": "office.board.states.State",
        "SittingItemState": "office.board.states.ItemState",
        "SittingItemKind": "office.board.models.ItemKind",
        "ControlState": "office.controls.states.State",
        "RecommendationState": "office.controls.states.Progress",
        "CouncilSittingState": "office.dialogue.states.State",
        "CouncilSittingKind": "office.dialogue.models.CouncilSitting.Kind",
        "PositionState": "office.dialogue.states.PositionState",
        "PositionKind": "office.dialogue.models.Position.Kind",
        "PaperState": "office.papers.states.State",
        "PaperKind": "office.papers.models.Kind",
        "LetterSetState": "office.letters.states.SetState",
        "LetterSetKind": "office.letters.models.Kind",
        "AddresseeGender": "office.letters.models.Gender",
        "CommuniqueState": "office.letters.states.NewsState",
        "TripState": "office.trips.states.State",
        "TripKind": "office.trips.models.Kind",
        "TripCostKind": "office.trips.models.CostKind",
        "ProgrammeState": "ngo.programmes.states.State",
        "CompetitionState": "competitions.calls.states.State",
        "OfferState": "competitions.offers.states.State",
        "CardState": "competitions.evaluation.states.CardState",
        "FormalState": "competitions.evaluation.states.FormalState",
        "AgreementState": "competitions.agreements.states.State",
        "ReportState": "competitions.reports.states.State",
        "AnnualReportState": "competitions.annual.states.State",
        "RecruitmentState": "competitions.recruitment.states.State",
        "CandidacyState": "competitions.recruitment.states.CandidacyState",
        "MeetingState": "competitions.meetings.states.State",
        "AgendaItemState": "competitions.meetings.states.ItemState",
        "CommissionForm": "competitions.calls.models.Form",
        "ShareBase": "competitions.calls.models.ShareBase",
        "ScoringMethod": "competitions.calls.models.ScoringMethod",
        "CardCombining": "competitions.calls.models.Combining",
    },
}

# Who was anonymised, by random ids; outside the database, so that a restored backup forgets them again.
ERASED_FILE = VAR_DIR / "erased.jsonl"

# The largest file that the register takes through a page; larger ones come by `manage.py import_organisations`.
IMPORT_MAX_MB = env.int("POZYTEK_IMPORT_MB", default=20)

# The antivirus scanner that looks into every upload (clamd): "host:port" or the path of its socket; without one, none does.
CLAMD = env("POZYTEK_CLAMD", default="")
# The largest request; it says so before it is read. A long form with full tables has some six thousand fields.
REQUEST_MAX_MB = 64
DATA_UPLOAD_MAX_NUMBER_FIELDS = 8000
# The largest document of an organisation, the largest attachment of an offer.
UPLOAD_MAX_MB = env.int("POZYTEK_UPLOAD_MB", default=10)

# Public registers that may be asked over the network; an empty address is off. BIR1 (REGON) is unverified until it meets the
# real service (docs/operations.md).
KRS_URL = env("POZYTEK_KRS_URL", default="")
REGON_URL = env("POZYTEK_REGON_URL", default="")
REGON_KEY = env("POZYTEK_REGON_KEY", default="")
# Questions a second, of each process to each register; organisations asked about in one night.
REGISTER_RATE = env.float("POZYTEK_REGISTER_RATE", default=1.0)
REGISTER_BATCH = env.int("POZYTEK_REGISTER_BATCH", default=500)
# Seconds to connect and of silence; of a whole answer; attempts after the first one, and the pause before them.
REGISTER_TIMEOUT = (5, 15)
REGISTER_ANSWER_SECONDS = 30
REGISTER_RETRIES = 3
REGISTER_BACKOFF = 1.0

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "polski")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Warsaw"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("POZYTEK_STATIC", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
# Machines ask for these inside the installation, past the proxy.
SECURE_REDIRECT_EXEMPT = [r"^zdrowie/", r"^metryki/$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# The ledger refuses UPDATE and DELETE; only test settings may open it, and only to empty a test database.
LEDGER_MAY_BE_EMPTIED = False

# Who may read /metryki/: the bearer of this token; without one, only this machine itself.
METRICS_TOKEN = env("POZYTEK_METRICS_TOKEN", default="")
# The administrator is reminded of a backup that is older.
BACKUP_EVERY = timedelta(hours=26)

# Logs go to standard error: lines of JSON in production, words on a desk. Nothing personal is written into them.
LOG_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
structlog.configure(
    processors=[*LOG_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    wrapper_class=structlog.stdlib.BoundLogger,
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"route_only": {"()": "core.operations.requests.RouteOnly"}},
    "formatters": {
        "lines": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": LOG_PROCESSORS,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False)
                if PRODUCTION
                else structlog.dev.ConsoleRenderer(colors=False),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["route_only"]}},
    "root": {"handlers": ["stderr"], "level": env("POZYTEK_LOG_LEVEL", default="INFO" if PRODUCTION else "WARNING")},
    "loggers": {
        # Our own line says the same; what broke, with its traceback, is kept.
        "django.request": {"level": "ERROR"},
        "django": {"handlers": [], "propagate": True},
        # It tells the address of every question that is asked again.
        "urllib3": {"level": "ERROR"},
        # They tell every step of every document.
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "django.server": {"handlers": ["stderr"], "propagate": False},
    },
}
