"""Shapes of the compatibility router: one flat row per resource."""

from typing import Any

from rest_framework import serializers


class CompatUserSerializer(serializers.Serializer[Any]):
    """A person of the organization."""

    id = serializers.IntegerField(source="user.pk")
    uuid = serializers.UUIDField(source="user.uuid")
    username = serializers.CharField(source="user.username")
    email = serializers.CharField(source="user.email", allow_null=True)
    first_name = serializers.CharField(source="user.first_name")
    last_name = serializers.CharField(source="user.last_name")
    status = serializers.CharField()
    created_at = serializers.DateTimeField()


class CompatCourseSerializer(serializers.Serializer[Any]):
    """A course."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    tagline = serializers.CharField()
    status = serializers.CharField()
    level = serializers.CharField()
    language = serializers.CharField(source="language_id")
    estimated_minutes = serializers.IntegerField()
    capacity = serializers.IntegerField(allow_null=True)
    seats_taken = serializers.IntegerField()
    published_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class CompatModuleSerializer(serializers.Serializer[Any]):
    """A module of a course."""

    id = serializers.IntegerField()
    course_id = serializers.IntegerField()
    title = serializers.CharField()
    summary = serializers.CharField()
    position = serializers.IntegerField()
    is_published = serializers.BooleanField()


class CompatEnrollmentSerializer(serializers.Serializer[Any]):
    """A learner's place in a course."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    course_id = serializers.IntegerField()
    learner_id = serializers.IntegerField()
    status = serializers.CharField()
    percent = serializers.IntegerField()
    enrolled_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)


class CompatProgressSerializer(serializers.Serializer[Any]):
    """What one learner did in one lesson."""

    id = serializers.IntegerField()
    enrollment_id = serializers.IntegerField()
    lesson_id = serializers.IntegerField()
    state = serializers.CharField()
    seconds = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)


class CompatCertificateSerializer(serializers.Serializer[Any]):
    """A certificate."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField(allow_null=True)
    code = serializers.CharField(allow_null=True)
    state = serializers.CharField()
    enrollment_id = serializers.IntegerField()
    learner_name = serializers.CharField()
    course_title = serializers.CharField()
    issued_at = serializers.DateTimeField(allow_null=True)


class CompatSettingsSerializer(serializers.Serializer[Any]):
    """How one wants the site to be."""

    id = serializers.IntegerField(source="user_id")
    theme = serializers.CharField()
    language = serializers.CharField()
    time_zone = serializers.CharField()
    is_voice_reader_on = serializers.BooleanField()
    is_motion_reduced = serializers.BooleanField()
    text_size = serializers.CharField()
