"""Isolation fails closed: no query of tenant data without an organization, no row of another organization in any list."""

import pytest
from django.apps import apps

from edusync.kernel.base import TenantModel
from edusync.kernel.tenancy import OrganizationNotSet, organization_context

TENANT_MODELS = sorted(
    (model for model in apps.get_models() if issubclass(model, TenantModel)),
    key=lambda model: model._meta.label,
)


def test_there_are_many():
    assert len(TENANT_MODELS) > 40


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.label)
def test_no_organization_no_query(model):
    with organization_context(None):
        for ask in (
            model.objects.all,
            lambda: model.objects.filter(pk=1),
            model.objects.count,
            model.objects.create,
            lambda: model.objects.get_or_create(pk=1),
        ):
            with pytest.raises(OrganizationNotSet):
                ask()


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.label)
def test_a_query_names_the_organization_in_context(model):
    with organization_context(4711):
        query = str(model.objects.all().query)
    assert f'{model._meta.db_table}"."organization_id" = 4711' in query.replace("`", '"')


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.label)
def test_the_organization_is_a_column_that_is_never_empty(model):
    field = model._meta.get_field("organization")
    assert not field.null
    # Rows are looked up by it: it leads an index, its own or that of a key.
    assert field.db_index or any(
        tuple(constraint.fields)[:1] == ("organization",)
        for constraint in model._meta.constraints
        if hasattr(constraint, "fields")
    )
