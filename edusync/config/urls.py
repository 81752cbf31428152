"""Routes of the site."""

urlpatterns: list[object] = []
