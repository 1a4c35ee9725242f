"""All settings: read once from HUIZHEN_* by `__main__`, then handed around, never changed."""

import ipaddress
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Listed = Annotated[tuple[str, ...], NoDecode]
"""Several values in one variable, separated by commas."""

KNOWN_SECRETS: Final = frozenset({"changeme", "secret", "password", "huizhen", "default"})


def _either(name: str) -> AliasChoices:
    return AliasChoices(f"HUIZHEN_{name}", name)


class Settings(BaseSettings):
    """What an operator decides. `docs/operator.md` explains each."""

    model_config = SettingsConfigDict(
        env_prefix="HUIZHEN_", frozen=True, extra="ignore", populate_by_name=True
    )

    data: Path = Path("huizhen-data")
    secret: SecretStr = SecretStr("")  # 32 or more characters; "": keys/master.key in `data`
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: str = ""  # how browsers reach it; "" follows host and port
    origins: Listed = ()  # further origins that browsers may come from
    trusted_proxies: Listed = ()  # addresses whose X-Forwarded-* are believed
    tls_cert: Path | None = None
    tls_key: Path | None = None
    database_url: str = Field("", validation_alias=_either("DATABASE_URL"))
    blob_url: str = Field("", validation_alias=_either("BLOB_URL"))
    redis_url: str = Field("", validation_alias=_either("REDIS_URL"))
    stun_urls: Listed = ()
    turn_urls: Listed = ()
    turn_secret: SecretStr = SecretStr("")
    turn_lifetime: timedelta = timedelta(hours=1)
    signin_idle: timedelta = timedelta(minutes=15)
    signin_longest: timedelta = timedelta(hours=12)
    step_up: timedelta = timedelta(minutes=5)
    connections: Annotated[int, Field(ge=10)] = 4000  # open at once
    log_level: str = "INFO"

    @field_validator("origins", "trusted_proxies", "stun_urls", "turn_urls", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("secret")
    @classmethod
    def _good_secret(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if text and (text.lower() in KNOWN_SECRETS or len(text) < 32):
            raise ValueError("HUIZHEN_SECRET wants 32 or more random characters")
        return value

    @field_validator("origins")
    @classmethod
    def _plain_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            parts = urlsplit(origin)
            whole = f"{parts.scheme}://{parts.netloc}" == origin
            if parts.scheme not in {"http", "https"} or "*" in origin or not whole:
                raise ValueError("HUIZHEN_ORIGINS wants origins such as https://example.org")
        return value

    @field_validator("blob_url")
    @classmethod
    def _known_blobs(cls, value: str) -> str:
        if value and urlsplit(value).scheme != "file":
            raise ValueError("HUIZHEN_BLOB_URL wants file:///a/folder")
        return value

    @model_validator(mode="after")
    def _safe_address(self) -> Self:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("a certificate and its key come together (HUIZHEN_TLS_CERT, _KEY)")
        if not is_loopback(self.host) and self.tls_cert is None and not self.trusted_proxies:
            raise ValueError(
                f"{self.host} is not loopback: give a certificate (--tls-cert, --tls-key), or "
                "name the proxy in front of it in HUIZHEN_TRUSTED_PROXIES"
            )
        if self.turn_urls and len(self.turn_secret.get_secret_value()) < 16:
            raise ValueError("HUIZHEN_TURN_SECRET wants 16 or more characters")
        return self

    @property
    def url(self) -> str:
        """How browsers reach it, without a slash at the end."""
        if self.public_url:
            return self.public_url.rstrip("/")
        scheme = "https" if self.tls_cert else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"

    @property
    def https(self) -> bool:
        """Whether browsers come over TLS, ended here or by the proxy."""
        return self.url.startswith("https://") or self.tls_cert is not None

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The origins that browsers may come from: never empty, never a star."""
        own = [self.url]
        if is_loopback(self.host):
            scheme = self.url.split("://", 1)[0]
            own += [f"{scheme}://{name}:{self.port}" for name in ("127.0.0.1", "localhost")]
        return tuple(dict.fromkeys((*own, *self.origins)))

    @property
    def database(self) -> str:
        """The address of the database; SQLite in the data folder unless told otherwise."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data.resolve()}/huizhen.sqlite3"

    @property
    def blobs(self) -> Path:
        """The folder of files that are not DICOM."""
        return Path(urlsplit(self.blob_url).path) if self.blob_url else self.data / "blobs"


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
