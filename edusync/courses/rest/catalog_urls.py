"""Routes of the catalog and its order below /api/v1/."""

from django.urls import path

from edusync.courses.rest import taxonomy_views as views

urlpatterns = [
    path("categories", views.CategoriesView.as_view(), name="categories"),
    path("categories/managed", views.ManagedCategoriesView.as_view(), name="categories-managed"),
    path("categories/<int:category_id>", views.CategoryView.as_view(), name="category"),
    path("categories/<int:category_id>/place", views.CategoryPlaceView.as_view(), name="category-place"),
    path("categories/<int:category_id>/merge", views.CategoryMergeView.as_view(), name="category-merge"),
    path("tags", views.TagsView.as_view(), name="tags"),
    path("tags/managed", views.ManagedTagsView.as_view(), name="tags-managed"),
    path("tags/<int:tag_id>", views.TagView.as_view(), name="tag"),
    path("tags/<int:tag_id>/merge", views.TagMergeView.as_view(), name="tag-merge"),
    path("catalog/featured", views.FeaturedView.as_view(), name="catalog-featured"),
    path("languages", views.LanguagesView.as_view(), name="languages"),
]
