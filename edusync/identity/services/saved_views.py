"""Lists as somebody wants to see them again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from edusync.identity.models import SavedView
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.tenancy import current_organization_id

MOST_VIEWS = 50


@transaction.atomic
def save_view(
    *, user_id: int, name: str, query: Mapping[str, Any], columns: Sequence[str], page: str = "people"
) -> SavedView:
    """Keep a view under a name; the name again replaces it. Raises ValidationProblem beyond 50 views."""
    mine = SavedView.objects.filter(user_id=user_id, page=page)
    if not mine.filter(name=name).exists() and mine.count() >= MOST_VIEWS:
        raise ValidationProblem(errors=[FieldError("/name", "too-many", f"At most {MOST_VIEWS} views.")])
    view, _ = SavedView.objects.update_or_create(
        organization_id=current_organization_id(),
        user_id=user_id,
        page=page,
        name=name,
        defaults={"query": dict(query), "columns": list(columns)},
    )
    return view  # type: ignore[no-any-return]


@transaction.atomic
def delete_view(*, user_id: int, view_id: int) -> None:
    """Forget a view of one's own. Raises NotFound."""
    if not SavedView.objects.filter(pk=view_id, user_id=user_id).delete()[0]:
        raise NotFound
