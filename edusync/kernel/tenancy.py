"""Which organization the running code works for. Queries fail closed when none is set."""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http.request import split_domain_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest

_organization_id: ContextVar[int | None] = ContextVar("organization_id", default=None)


class OrganizationNotSet(RuntimeError):
    """A query of tenant data ran with no organization in context: a bug, never an empty answer."""


def current_organization_id() -> int:
    """Id of the organization in context. Raises OrganizationNotSet."""
    organization_id = _organization_id.get()
    if organization_id is None:
        raise OrganizationNotSet("no organization in context")
    return organization_id


def has_organization() -> bool:
    """Whether an organization is in context."""
    return _organization_id.get() is not None


@contextmanager
def organization_context(organization_id: int | None) -> "Iterator[None]":
    """Work for one organization inside the block."""
    token = _organization_id.set(organization_id)
    try:
        yield
    finally:
        _organization_id.reset(token)


_default_provider: "Callable[[], int | None] | None" = None


def register_default_organization(provider: "Callable[[], int | None]") -> None:
    """Let `provider` name the organization in which visitors act. It should answer from a cache."""
    global _default_provider
    _default_provider = provider


def default_organization_id() -> int | None:
    """Id of the organization in which visitors act, None before set-up."""
    return _default_provider() if _default_provider else None


_host_provider: "Callable[[str], int | None] | None" = None


def register_hosts(provider: "Callable[[str], int | None]") -> None:
    """Let `provider` name the organization that a host name leads to. It should answer from a cache."""
    global _host_provider
    _host_provider = provider


def organization_id_of_host(request: "HttpRequest") -> int | None:
    """Id of the organization to which the request's host name leads; None if it is nobody's own."""
    if _host_provider is None:
        return None
    domain, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
    return _host_provider(domain) if domain else None


class TenantQuerySet(models.QuerySet[Any]):
    """Queryset whose `create` and `bulk_create` fill the organization in context."""

    def create(self, **kwargs: Any) -> Any:
        """Create a row of the organization in context."""
        if "organization" not in kwargs and "organization_id" not in kwargs:
            kwargs["organization_id"] = current_organization_id()
        return super().create(**kwargs)


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    """Rows of the organization in context only."""

    def get_queryset(self) -> Any:
        """Filtered queryset. Raises OrganizationNotSet."""
        return super().get_queryset().filter(organization_id=current_organization_id())


class UnscopedManager(models.Manager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    """Rows of all organizations: workers, migrations and platform administration only."""
