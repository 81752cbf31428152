"""Which organization the running code works for. Queries fail closed when none is set."""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
