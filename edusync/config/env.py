"""Every environment variable the site reads, typed and documented."""

import dataclasses
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "EDUSYNC_"


@dataclasses.dataclass(frozen=True)
class Env:
    """One field per variable `EDUSYNC_<FIELD>`; the defaults are the embedded profile."""

    data_dir: str = dataclasses.field(
        default=str(ROOT / "var" / "data"), metadata={"help": "Folder of database, files and mails."}
    )
    database_url: str = dataclasses.field(
        default="",
        metadata={
            "help": "mysql://user:password@host:port/name?ssl_ca=file (ssl_ca for another machine); empty: SQLite."
        },
    )
    report_database_url: str = dataclasses.field(
        default="",
        metadata={
            "help": "As database_url, with the report user of `manage.py dbusers`; empty: statements of the report studio"
            " run as the application's user, for reading only."
        },
    )
    redis_url: str = dataclasses.field(
        default="",
        metadata={"help": "redis://host:port/0 for cache and shared limits; empty: memory and the database."},
    )
    secret_key: str = dataclasses.field(
        default="", metadata={"help": "Signing key; empty: made once and kept in the data folder."}
    )
    metrics_token: str = dataclasses.field(
        default="", metadata={"help": "Token by which Prometheus reads /metrics; empty: there are none."}
    )
    encryption_keys: str = dataclasses.field(
        default="",
        metadata={
            "help": "Keys of sealed columns, id:base64url, newest first; empty: made once, kept in the data folder."
        },
    )
    debug: bool = dataclasses.field(
        default=False, metadata={"help": "Django's debug pages. Never on a public site."}
    )
    allowed_hosts: str = dataclasses.field(
        default="localhost,127.0.0.1,[::1],testserver", metadata={"help": "Host names, comma separated."}
    )
    site_url: str = dataclasses.field(
        default="http://127.0.0.1:8000", metadata={"help": "Address used in mails and certificates."}
    )
    development_mailbox: bool = dataclasses.field(
        default=True, metadata={"help": "Keep mails in the data folder and show them at /dev/mailbox."}
    )
    email_url: str = dataclasses.field(
        default="", metadata={"help": "smtp://user:password@host:port for real mail."}
    )
    mail_sender: str = dataclasses.field(
        default="EduSync <noreply@localhost>", metadata={"help": "Sender of mails."}
    )
    password_hasher: str = dataclasses.field(
        default="bcrypt", metadata={"help": "bcrypt or argon2id, for new passwords."}
    )
    rate_limits: bool = dataclasses.field(
        default=True,
        metadata={"help": "Limit attempts to sign in or up by address. Off only for measurements."},
    )
    outgoing_allowed_hosts: str = dataclasses.field(
        default="",
        metadata={
            "help": "Hosts the site may ask though they are not public, such as an own identity provider."
        },
    )
    behind_proxy: bool = dataclasses.field(
        default=False, metadata={"help": "A proxy in front sets X-Forwarded-For and -Proto: trust them."}
    )
    video_embeds: bool = dataclasses.field(
        default=True, metadata={"help": "Let lessons show videos of YouTube and Vimeo."}
    )
    embed_hosts: str = dataclasses.field(
        default="",
        metadata={
            "help": "Hosts whose https pages lessons may embed, comma separated: www.geogebra.org, *.example.org."
        },
    )
    log_level: str = dataclasses.field(default="INFO", metadata={"help": "DEBUG, INFO, WARNING or ERROR."})
    log_format: str = dataclasses.field(
        default="text", metadata={"help": "text or json: how log lines look."}
    )
    file_max_megabytes: int = dataclasses.field(default=200, metadata={"help": "Largest upload."})
    image_max_megabytes: int = dataclasses.field(default=15, metadata={"help": "Largest image."})
    file_scanner: str = dataclasses.field(
        default="",
        metadata={
            "help": "ClamAV's daemon, clamd:///run/clamav/clamd.ctl or clamd://host:3310; empty: no scan."
        },
    )
    file_store_url: str = dataclasses.field(
        default="",
        metadata={
            "help": "s3://key:secret@host/bucket of an object store (?region=, ?insecure=on, ?encrypt=on); empty: a folder."
        },
    )
    organization_quota_megabytes: int = dataclasses.field(
        default=0, metadata={"help": "What an organization may store; 0: no limit."}
    )
    person_quota_megabytes: int = dataclasses.field(
        default=0, metadata={"help": "What one person may store; 0: no limit."}
    )
    unused_file_days: int = dataclasses.field(
        default=180, metadata={"help": "Days after which a file that is used nowhere is deleted; 0: never."}
    )
    check_links: bool = dataclasses.field(
        default=False, metadata={"help": "Ask other sites now and then whether links of lessons still work."}
    )
    live_url: str = dataclasses.field(
        default="",
        metadata={
            "help": "Address under which browsers reach the listener of live news, such as https://example.org/live;"
            " empty: the site's host, next port. `off`: pages ask now and then."
        },
    )
    workers: int = dataclasses.field(
        default=2, metadata={"help": "Processes that answer requests in `serve`."}
    )
    inputs: str = dataclasses.field(
        default=str(ROOT.parent / "shared" / "inputs"),
        metadata={"help": "Folder of sample courses for tests."},
    )


def load(environ: dict[str, str] | None = None) -> Env:
    """Read the environment. Raises ValueError for an unknown or malformed variable."""
    source = dict(os.environ if environ is None else environ)
    fields = {field.name: field for field in dataclasses.fields(Env)}
    values: dict[str, object] = {}
    for key, text in source.items():
        if not key.startswith(PREFIX):
            continue
        name = key.removeprefix(PREFIX).lower()
        if name not in fields:
            raise ValueError(f"unknown setting {key}")
        values[name] = read(key, text, fields[name].type)
    return Env(**values)  # type: ignore[arg-type]


TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


def read(key: str, text: str, kind: object) -> object:
    """The text as the variable's type. Raises ValueError naming the variable."""
    if kind is bool:
        if text.lower() not in TRUE | FALSE:
            raise ValueError(f"{key} must be on or off, not {text!r}")
        return text.lower() in TRUE
    if kind is int:
        if not text.isdecimal():
            raise ValueError(f"{key} must be a whole number, not {text!r}")
        return int(text)
    return text
