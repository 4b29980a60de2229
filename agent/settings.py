"""The only reader of the environment. Every setting has a default that works with no key and no server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Seconds = Annotated[float, Field(gt=0)]


class Settings(BaseSettings):
    """Read from environment variables of the same name in capitals, then from `.env`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, frozen=True)

    redis_url: SecretStr | None = None
    """Any Redis >= 6, Valkey or Redis Cluster. Empty: an embedded Valkey that keeps sessions in `coach_home`."""
    redis_username: str = ""
    redis_password: SecretStr | None = None
    """The store's user and password, where they do not stand in `redis_url`."""
    session_ttl: Annotated[int, Field(ge=0)] = 7200
    """Seconds a session lives after its last activity on a shared Redis; 0 keeps it for good."""
    session_lease: Seconds = 10
    """Seconds until a session is free again after the process that wrote to it was killed."""
    coach_home: Path = Path.home() / ".coach"
    """Folder of the embedded store's data and, unless set apart, of the published sites."""
    sites_dir: Path | None = None
    """Folder of locally published sites; default: `sites` in `coach_home`."""
    site_base_url: str = ""
    """Public address under which `sites_dir` is served, if it is."""
    coach_language: str = ""
    """Language of the first question; empty: the terminal's, else English."""
    log_level: Literal["debug", "info", "warning", "error"] = "warning"

    openai_api_key: SecretStr | None = None
    openai_base_url: str = "https://api.openai.com/v1"
    openai_model: str = "gpt-4o"
    openai_timeout: Seconds = 30
    token_budget: Annotated[int, Field(ge=0)] = 40_000
    """Tokens one session may use; 0 means no limit."""

    tavily_api_key: SecretStr | None = None
    tavily_base_url: str = "https://api.tavily.com"
    tavily_timeout: Seconds = 15
    research_cache_ttl: Annotated[int, Field(ge=0)] = 86_400
    """Seconds that identical research is served from the cache; 0 turns it off."""

    logoai_api_key: SecretStr | None = None
    logoai_base_url: str = "https://api.logoai.com"
    logoai_path: str = "/logoapi/async/logo"
    logoai_auth_header: str = "LOGOAPIKEY"
    logoai_method: Literal["POST", "GET"] = "POST"
    logoai_fields: dict[str, str] = {}
    """Names of the request's fields where they differ from ours: name, slogan, style, colors, size, format (JSON)."""
    logoai_result: str = "data"
    """Dotted path of the image's address in the reply; lists and objects below it are searched for one."""
    logoai_timeout: Seconds = 30
    recraft_api_key: SecretStr | None = None
    recraft_base_url: str = "https://external.api.recraft.ai/v1"
    recraft_model: str = "recraftv4_1_vector"
    recraft_timeout: Seconds = 40

    digitalcloud360_base_url: str = ""
    """The platform's address; publishing goes there when this and the secret are set."""
    digitalcloud360_service_secret: SecretStr | None = None
    digitalcloud360_path_prefix: str = "/v1"
    digitalcloud360_timeout: Seconds = 30
    digitalcloud360_max_retries: Annotated[int, Field(ge=1, le=10)] = 3
    digitalcloud360_capability: Literal["neither", "idempotency_key", "lookup"] = "neither"
    """What the platform can do about a repeated POST; with neither, a person is asked when an outcome is unknown."""

    digitalcloud360_settle: Annotated[float, Field(ge=0)] = 60
    """Seconds after which a request in doubt has surely ended on the platform; a look-up waits for it."""

    step_timeout: Seconds = 45
    """Seconds one step may take in all, whatever its service does; then the person is told and can try again. What is
    made on this machine may take four times as long: it waits for the processor and for nobody's answer."""
    run_ahead: bool = True
    """Start a step before its turn as soon as its input is settled, local defaults on a guess too."""
    run_ahead_paid: bool = False
    """Start paid services on a guess too: faster, and a wrong guess costs its call."""

    web_secret: SecretStr | None = None
    """Secret of the page's cookies and links; two, the newest first, with a comma while it is changed. Empty: one
    that all processes share in the session store."""
    web_hosts: str = ""
    """Names the web server is reached by, with commas; localhost and addresses in digits always are, * is any."""
    web_prefix: str = ""
    """Path below which the web server serves everything (/app)."""
    service_secret: SecretStr | None = None
    """What the platform sends as X-Service-Secret to the HTTP API; two, with a comma, while it is changed. Without
    one the API is closed."""
    web_drawers: Annotated[int, Field(ge=0)] = 1
    """Processes for each worker of the web server that draw logos and sites, so that turns do not wait; 0 draws in
    the worker itself, which saves 90 MB and stops its conversations for a third of a second now and then."""
    web_starts_per_minute: Annotated[int, Field(ge=0)] = 300
    """New sessions from one address; many people share one on mobile networks. 0 means no limit."""
    web_turns_per_minute: Annotated[int, Field(ge=0)] = 60
    """Replies in one session; 0 means no limit."""
    api_requests_per_minute: Annotated[int, Field(ge=0)] = 6000
    """Requests of the platform for one user; 0 means no limit."""

    @field_validator("coach_home", "sites_dir")
    @classmethod
    def _expand(cls, path: Path | None) -> Path | None:
        return path.expanduser() if path else path

    @property
    def sites_folder(self) -> Path:
        """Where locally published sites go."""
        return self.sites_dir or self.coach_home / "sites"
