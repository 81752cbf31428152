"""What courses are filed under: categories, tags, languages, and the featured ones."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse

from edusync.courses import queries
from edusync.courses.models import Category, Course, Language, Tag
from edusync.courses.policy import CatalogPolicy
from edusync.courses.rest.catalog_serializers import (
    CategoryPatchSerializer,
    CategoryPlaceSerializer,
    CategoryWriteSerializer,
    FeaturedSerializer,
    ManagedCategorySerializer,
    ManagedTagSerializer,
    MergeIntoSerializer,
    TagPatchSerializer,
)
from edusync.courses.rest.serializers import CategorySerializer, LanguageSerializer, TagSerializer
from edusync.courses.services import taxonomy
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

COLUMNS = ("id", "parent_id", "slug", "name", "kind", "icon", "course_count")
_IN_CATALOG = Q(
    course_links__course__status=Course.Status.PUBLISHED,
    course_links__course__visibility=Course.Visibility.PUBLIC,
    course_links__course__deleted_at=None,
)
_ALIVE = Q(course_links__course__deleted_at=None)


class CategoriesView(ApiView):
    """The category tree."""

    public = True
    policy = CatalogPolicy()

    @schema(response=CategorySerializer, paginated=True, summary="Categories with their public courses")
    def get(self, request: Any) -> FastResponse:
        """All categories, parents by id."""
        rows = Category.objects.filter(deleted_at=None).annotate(
            course_count=Count("course_links", filter=_IN_CATALOG)
        )
        found = list(rows.order_by("position", "name", "id").values(*COLUMNS))
        return FastResponse({"results": found, "next": None})

    @schema(
        request=CategoryWriteSerializer,
        response=ManagedCategorySerializer,
        status=201,
        summary="Create a category",
    )
    @idempotent
    def post(self, request: Any) -> FastResponse:
        """The new category, last below its parent."""
        self.check(Permission.CATEGORY_MANAGE)
        row = taxonomy.create_category(by_id=self.actor.user_id, **self.validated(CategoryWriteSerializer))
        return category_response(row.pk, status=201)


class ManagedCategoriesView(ApiView):
    """The tree with all that its keepers need."""

    policy = CatalogPolicy()
    permissions = {"get": Permission.CATEGORY_MANAGE}

    @schema(response=ManagedCategorySerializer, paginated=True, summary="Categories to manage")
    def get(self, request: Any) -> FastResponse:
        """All categories with the number of their courses of any status."""
        return FastResponse({"results": managed_categories(Q()), "next": None})


def managed_categories(condition: Q) -> list[dict[str, Any]]:
    """Rows as ManagedCategorySerializer describes them."""
    rows = Category.objects.filter(condition, deleted_at=None).annotate(
        course_count=Count("course_links", filter=_ALIVE)
    )
    return list(rows.order_by("position", "name", "id").values(*COLUMNS, "description", "position"))


def category_response(pk: int, *, status: int = 200) -> FastResponse:
    """One category."""
    return FastResponse(managed_categories(Q(pk=pk))[0], status=status)


class CategoryBaseView(ApiView):
    """A route about one category."""

    policy = CatalogPolicy()

    def category(self, pk: int) -> Category:
        """The category. Raises NotFound."""
        row: Category = self.get_visible(Category.objects.filter(deleted_at=None), pk)
        return row


class CategoryView(CategoryBaseView):
    """A category."""

    permissions = {"patch": Permission.CATEGORY_MANAGE, "delete": Permission.CATEGORY_MANAGE}

    @schema(request=CategoryPatchSerializer, response=ManagedCategorySerializer, summary="Change a category")
    def patch(self, request: Any, category_id: int) -> FastResponse:
        """The changed category."""
        row = self.category(category_id)
        taxonomy.update_category(
            category=row, by_id=self.actor.user_id, **self.validated(CategoryPatchSerializer)
        )
        return category_response(row.pk)

    @schema(
        status=204,
        query={"move_to": "Id of the category its courses go to"},
        summary="Delete a category",
    )
    def delete(self, request: Any, category_id: int) -> HttpResponse:
        """Subcategories go one level up; 409 category-not-empty when it has courses and `move_to` is missing."""
        row = self.category(category_id)
        target = request.GET.get("move_to", "")
        if target and not (target.isdecimal() and len(target) < 19):
            raise NotFound
        move_to = self.category(int(target)) if target else None
        taxonomy.delete_category(category=row, by_id=self.actor.user_id, move_to=move_to)
        return HttpResponse(status=204)


class CategoryPlaceView(CategoryBaseView):
    """Where a category stands in the tree."""

    permissions = {"put": Permission.CATEGORY_MANAGE}

    @schema(request=CategoryPlaceSerializer, response=ManagedCategorySerializer, summary="Move a category")
    def put(self, request: Any, category_id: int) -> FastResponse:
        """The moved category; 409 category-tree for a ring or a tree too deep."""
        row = self.category(category_id)
        taxonomy.move_category(
            category=row, by_id=self.actor.user_id, **self.validated(CategoryPlaceSerializer)
        )
        return category_response(row.pk)


class CategoryMergeView(CategoryBaseView):
    """One category out of two."""

    permissions = {"post": Permission.CATEGORY_MANAGE}

    @schema(
        request=MergeIntoSerializer,
        response=ManagedCategorySerializer,
        summary="Merge a category into another",
    )
    @idempotent
    def post(self, request: Any, category_id: int) -> FastResponse:
        """The category that took over courses and subcategories."""
        row = self.category(category_id)
        into = self.category(self.validated(MergeIntoSerializer)["into_id"])
        taxonomy.merge_categories(category=row, into=into, by_id=self.actor.user_id)
        return category_response(into.pk)


class TagsView(ApiView):
    """Tags in use."""

    public = True
    policy = CatalogPolicy()

    @schema(response=TagSerializer, paginated=True, summary="Tags of public courses, the most used first")
    def get(self, request: Any) -> FastResponse:
        """At most 200 tags."""
        rows = (
            Tag.objects.filter(_IN_CATALOG)
            .annotate(course_count=Count("course_links"))
            .order_by("-course_count", "slug")
            .values("slug", "name", "course_count")[:200]
        )
        return FastResponse({"results": list(rows), "next": None})


class ManagedTagsView(ApiView):
    """All tags, for those who keep them."""

    policy = CatalogPolicy()
    permissions = {"get": Permission.TAG_MANAGE}

    @schema(
        response=ManagedTagSerializer,
        paginated=True,
        query={"search": "Part of the name"},
        summary="Tags to manage",
    )
    def get(self, request: Any) -> FastResponse:
        """By name, with the number of their courses."""
        rows = Tag.objects.annotate(course_count=Count("course_links", filter=_ALIVE))
        if search := request.GET.get("search", "").strip()[:60]:
            rows = rows.filter(name__icontains=search)
        rows = rows.values("id", "slug", "name", "course_count")
        return FastResponse(keyset_page(rows, request=request, order=("name", "id"), limit=50))


class TagView(ApiView):
    """A tag."""

    policy = CatalogPolicy()
    permissions = {"patch": Permission.TAG_MANAGE, "delete": Permission.TAG_MANAGE}

    @schema(request=TagPatchSerializer, response=ManagedTagSerializer, summary="Rename a tag")
    def patch(self, request: Any, tag_id: int) -> FastResponse:
        """The renamed tag; 409 sibling-name-taken when there is one of that name: merge them."""
        tag = self.get_visible(Tag.objects.all(), tag_id)
        taxonomy.rename_tag(tag=tag, by_id=self.actor.user_id, **self.validated(TagPatchSerializer))
        return tag_response(tag)

    @schema(status=204, summary="Delete a tag")
    def delete(self, request: Any, tag_id: int) -> HttpResponse:
        """Courses lose it."""
        taxonomy.delete_tag(tag=self.get_visible(Tag.objects.all(), tag_id), by_id=self.actor.user_id)
        return HttpResponse(status=204)


class TagMergeView(ApiView):
    """One tag out of two."""

    policy = CatalogPolicy()
    permissions = {"post": Permission.TAG_MANAGE}

    @schema(request=MergeIntoSerializer, response=ManagedTagSerializer, summary="Merge a tag into another")
    @idempotent
    def post(self, request: Any, tag_id: int) -> FastResponse:
        """The tag that took over."""
        tag = self.get_visible(Tag.objects.all(), tag_id)
        into = self.get_visible(Tag.objects.all(), self.validated(MergeIntoSerializer)["into_id"])
        return tag_response(taxonomy.merge_tags(tag=tag, into=into, by_id=self.actor.user_id))


def tag_response(tag: Tag) -> FastResponse:
    """One tag."""
    rows = Tag.objects.filter(pk=tag.pk).annotate(course_count=Count("course_links", filter=_ALIVE))
    return FastResponse(rows.values("id", "slug", "name", "course_count").get())


class FeaturedView(ApiView):
    """The courses shown first."""

    policy = CatalogPolicy()
    permissions = {"put": Permission.CATEGORY_MANAGE}

    @schema(
        request=FeaturedSerializer,
        response=FeaturedSerializer,
        summary="Choose and order the featured courses",
    )
    def put(self, request: Any) -> FastResponse:
        """Exactly these, in this order."""
        ids = self.validated(FeaturedSerializer)["ids"]
        taxonomy.feature_courses(ids=ids, by_id=self.actor.user_id)
        return FastResponse({"ids": list(dict.fromkeys(ids))})


class LanguagesView(ApiView):
    """Languages courses can be offered in."""

    public = True
    policy = CatalogPolicy()

    @schema(
        response=LanguageSerializer,
        paginated=True,
        query={"used": "true: only languages of courses in the catalog"},
        summary="Languages of courses",
    )
    def get(self, request: Any) -> FastResponse:
        """All of them, or those in use, by name."""
        rows = Language.objects.order_by("name").values("code", "name", "native_name", "direction")
        if request.GET.get("used") == "true":
            rows = rows.filter(code__in=queries.catalog_languages())
        return FastResponse({"results": list(rows), "next": None})
