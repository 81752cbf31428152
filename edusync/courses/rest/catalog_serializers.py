"""Shapes of the catalog in JSON: pages of courses, categories and tags to manage."""

from typing import Any

from rest_framework import serializers

from edusync.courses.rest.serializers import CategorySerializer, CourseCardSerializer, TagSerializer
from edusync.kernel.rest.fields import LineField


class FacetValueSerializer(serializers.Serializer[Any]):
    """A value of a facet, and how many courses choosing it would show."""

    value = serializers.CharField()
    count = serializers.IntegerField()
    name = serializers.CharField(required=False)
    id = serializers.IntegerField(required=False)
    parent_id = serializers.IntegerField(required=False, allow_null=True)
    icon = serializers.CharField(required=False, allow_blank=True)


class FacetsSerializer(serializers.Serializer[Any]):
    """Facets of the catalog."""

    category = FacetValueSerializer(many=True)
    level = FacetValueSerializer(many=True)
    language = FacetValueSerializer(many=True)
    duration = FacetValueSerializer(many=True)
    rating = FacetValueSerializer(many=True)
    tag = FacetValueSerializer(many=True)
    access = FacetValueSerializer(many=True)


class CatalogPageSerializer(serializers.Serializer[Any]):
    """A page of courses. `searched` are the mended words it was found by, `suggestion` a spelling to try."""

    results = CourseCardSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    count = serializers.IntegerField(required=False)
    searched = serializers.CharField(required=False, allow_null=True)
    suggestion = serializers.CharField(required=False, allow_null=True)
    facets = FacetsSerializer(required=False)


class BecauseSerializer(serializers.Serializer[Any]):
    """Why a course is shown beside another one: `tags`, `category`, `words` (with names) or `learners`."""

    code = serializers.ChoiceField(choices=["tags", "category", "words", "learners"])
    names = serializers.ListField(child=serializers.CharField())


class SimilarCourseSerializer(serializers.Serializer[Any]):
    """A similar course."""

    course = CourseCardSerializer()
    because = BecauseSerializer(many=True)


class SimilarCoursesSerializer(serializers.Serializer[Any]):
    """Similar courses, the most alike first."""

    results = SimilarCourseSerializer(many=True)


class ManagedCategorySerializer(CategorySerializer):
    """A category as those who keep the catalog see it; courses of any status count."""

    description = serializers.CharField(allow_blank=True)
    position = serializers.IntegerField()


class CategoryPatchSerializer(serializers.Serializer[Any]):
    """What can be set on a category."""

    name = LineField(max_length=120, required=False)
    slug = serializers.SlugField(max_length=120, required=False)
    kind = serializers.ChoiceField(choices=["subject", "grade", "department", "topic"], required=False)
    icon = serializers.RegexField(r"^[a-z0-9-]*$", max_length=40, allow_blank=True, required=False)
    description = LineField(max_length=500, allow_blank=True, required=False)


class CategoryWriteSerializer(CategoryPatchSerializer):
    """A new category, last below its parent."""

    name = LineField(max_length=120)
    parent_id = serializers.IntegerField(min_value=1, allow_null=True, required=False)


class CategoryPlaceSerializer(serializers.Serializer[Any]):
    """Where a category goes: below which one, and before how many of those there."""

    parent_id = serializers.IntegerField(min_value=1, allow_null=True)
    position = serializers.IntegerField(min_value=0, max_value=10_000)


class MergeIntoSerializer(serializers.Serializer[Any]):
    """The row that takes over."""

    into_id = serializers.IntegerField(min_value=1)


class ManagedTagSerializer(TagSerializer):
    """A tag as those who keep the catalog see it; courses of any status count."""

    id = serializers.IntegerField()


class TagPatchSerializer(serializers.Serializer[Any]):
    """A tag's new name."""

    name = LineField(max_length=60)


class FeaturedSerializer(serializers.Serializer[Any]):
    """Ids of the featured courses in order."""

    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=50)
