"""Migrations in a fraction of the time: what an operation only adds does not make all models anew.

Django keeps the models as they were at each step. For every operation it makes the models anew that are related to the
one concerned; here all rows belong to an organization, so that is nearly every model, hundreds of times: most of
the time in which a new database is made. A model that comes, an index or a constraint changes no other model.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations import state as django_state

# What is replaced is no part of Django's public face, so its types do not know of it.
STATES: Any = django_state.ProjectState


@contextmanager
def light_additions() -> Iterator[None]:
    """Inside, `ProjectState` puts new models, indexes and constraints beside what is there."""
    kept = STATES.add_model, STATES._append_option
    STATES.add_model, STATES._append_option = add_model, append_option
    try:
        yield
    finally:
        STATES.add_model, STATES._append_option = kept


def add_model(state: Any, model_state: Any) -> None:
    """Django's `ProjectState.add_model`, except that the models it relates to stay as they are."""
    key = model_state.app_label, model_state.name_lower
    state.models[key] = model_state
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" not in state.__dict__:  # not made yet: they come with the others
        return
    if key[1] in state.apps.all_models[key[0]]:
        state.reload_model(*key)
    else:
        state.apps.render_multiple([model_state])


def append_option(state: Any, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    """Django's `ProjectState._append_option` for indexes and constraints, which only their own model knows."""
    options = state.models[app_label, model_name].options
    options[option_name] = [*options[option_name], obj]
    if "apps" in state.__dict__:
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option_name, [*getattr(meta, option_name), obj])
