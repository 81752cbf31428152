"""How the site is put together: settings, routes, entry points."""
