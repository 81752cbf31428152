"""Routes of the site."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from edusync.kernel.registry import own_apps
from edusync.kernel.rest import failures
from edusync.kernel.rest.openapi import SchemaView
from edusync.kernel.rest.routes import SubjectResolver

# Apps whose routes are at the root of the site, not below /api/v1/; (module, prefix).
ROOT_ROUTES = (
    ("edusync.operations.rest.root_urls", ""),
    ("edusync.files.rest.root_urls", "files/"),
    ("edusync.communication.rest.root_urls", ""),
    ("edusync.identity.rest.root_urls", ""),
    ("edusync.reports.rest.root_urls", ""),
    ("edusync.integrations.rest.compat_urls", "api/"),
)


def api_routes() -> list[URLPattern | URLResolver]:
    """Routes of every app: `rest/urls.py`, then `rest/<subject>_urls.py` in order of their names."""
    packages = [f"{app}.rest" for app in own_apps()]
    found = [path("", include(module)) for package in packages for module in route_modules(package)]
    return [SubjectResolver(found)]


def route_modules(package: str) -> list[str]:
    """Modules with routes below /api/v1/ in the package, if there is one."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return []
    outside = {module for module, _ in ROOT_ROUTES}
    folder = Path(spec.origin).parent
    names = ["urls", *sorted(file.stem for file in folder.glob("*_urls.py"))]
    found = [f"{package}.{name}" for name in names if (folder / f"{name}.py").exists()]
    return [module for module in found if module not in outside]


def root_routes() -> list[URLPattern | URLResolver]:
    """Routes outside the API."""
    found = [(module, prefix) for module, prefix in ROOT_ROUTES if find_spec(module) is not None]
    return [path(prefix, include(import_module(module))) for module, prefix in found]


urlpatterns = [
    path("api/v1/schema", SchemaView.as_view(), name="schema"),
    path("api/v1/", include(api_routes())),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin/", admin.site.urls),
    *root_routes(),
]
handler400 = failures.bad_request
handler403 = failures.forbidden
handler404 = failures.not_found
handler500 = failures.server_error
