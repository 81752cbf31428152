"""Screens of the catalog and of those who keep it."""

PUBLIC = {
    "catalog-search": "/courses?search=pyhton",
    "catalog-nothing": "/courses?search=zzzzz&level=advanced",
}
LEARNER = {"saved": "/saved"}
ADMIN = {
    "categories": "/manage/categories",
    "tags": "/manage/tags",
    "featured": "/manage/featured",
    "ratings": "/manage/ratings",
}
SCREENS = {"visitor": PUBLIC, "learner": LEARNER, "admin": ADMIN}
