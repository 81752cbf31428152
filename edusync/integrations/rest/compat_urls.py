"""Routes below /api/."""

from edusync.integrations.rest.compat import routes

urlpatterns = routes()
