"""App configuration."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class IdentityConfig(AppConfig):
    """Registers the app with Django, and its people with the kernel."""

    name = "edusync.identity"
    label = "identity"
    verbose_name = "Identity"

    def ready(self) -> None:
        """Attach signals and providers."""
        from edusync.identity import actor, api_key_actor, hosts, queries, sign_in_log
        from edusync.identity.oauth import bearer, oauth_server
        from edusync.identity.services import directory, second_factors, step_up
        from edusync.kernel import policy, tenancy
        from edusync.kernel.rest import guards

        sign_in_log.connect()
        directory.connect()
        guards.register_entry(second_factors.require_second_factor)
        guards.register_step_up(step_up.require_recent_sign_in)
        # A key in the request says more than a session that happens to be there.
        policy.register_actor_provider(api_key_actor.actor_of_api_key)
        oauth_server.use_own_rules()
        policy.register_actor_provider(bearer.actor_of_token)
        policy.register_actor_provider(actor.actor_of_request)
        tenancy.register_default_organization(queries.default_organization_id)
        tenancy.register_hosts(hosts.organization_id_of_host)
        post_migrate.connect(install_after_migrate, sender=self)


def install_after_migrate(using: str, **_signal: Any) -> None:
    """Ensure the default organization and the system roles once all tables are there."""
    from django.db.migrations.executor import MigrationExecutor

    from edusync.identity.services import install

    executor = MigrationExecutor(connections[using])
    if using == "default" and not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        install.install()
