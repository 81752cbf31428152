"""Copies that follow a blueprint: changes are previewed, brought in, and undone."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from edusync.courses.models import BlueprintLink, BlueprintSync, Course, Lesson, Module
from edusync.courses.problems import NothingToSync, SyncOutdated
from edusync.courses.services.blueprint_parts import names_in
from edusync.courses.services.blueprint_plan import Plan, plan_sync
from edusync.courses.services.blueprint_ties import synced_parts
from edusync.courses.services.copies import locked_parts_of
from edusync.courses.services.outline_edit import outline_edit
from edusync.courses.services.versions import changes_between, record_version
from edusync.courses.snapshots import apply_snapshot, take_snapshot
from edusync.kernel import audit, clock

KEPT_SYNCS = 20


def preview_sync(link: BlueprintLink) -> dict[str, Any]:
    """What bringing the blueprint's changes into the copy would do: `steps`, and every change in words."""
    plan = plan_sync(link)
    return {
        "steps": [step.as_json() for step in plan.steps],
        "changes_anything": plan.changes_anything,
        "entries": [entry.as_json() for entry in changes_between(plan.before, plan.after)],
    }


@transaction.atomic
def sync_copy(*, link: BlueprintLink, by_id: int | None) -> BlueprintSync:
    """Bring the blueprint's changes into the copy.

    What the copy's teachers changed stays, unless the blueprint keeps that part locked. A lesson that the blueprint
    lost is unpublished in the copy, with everybody's progress. Raises NothingToSync, ValidationProblem.
    """
    link = BlueprintLink.objects.select_for_update().get(pk=link.pk)
    copy = Course.objects.select_for_update().get(pk=link.copy_id)
    plan = plan_sync(link)
    if not plan.changes_anything:
        _remember(link, plan, copy)
        raise NothingToSync
    record_version(course=copy, reason="before_restore", by_id=by_id, only_if_changed=True)
    before = link.synced_parts
    with outline_edit(course_id=copy.pk):
        apply_snapshot(copy, plan.after)
        _name_origins(copy, plan.origins)
    copy.refresh_from_db()
    _remember(link, plan, copy)
    record_version(course=copy, reason="synced", by_id=by_id, only_if_changed=True)
    sync: BlueprintSync = BlueprintSync.objects.create(
        organization_id=link.organization_id,
        link=link,
        by_id=by_id,
        changes=[step.as_json() for step in plan.steps],
        before=plan.before,
        parts_before=before,
    )
    old = BlueprintSync.objects.filter(link=link).order_by("-id").values_list("pk", flat=True)[KEPT_SYNCS:]
    BlueprintSync.objects.filter(pk__in=list(old)).delete()
    facts = {"blueprint_id": link.blueprint_id, "steps": len(plan.steps)}
    audit.record("courses.blueprint.synced", actor=by_id, target=("course", copy.pk), facts=facts)
    return sync


@transaction.atomic
def undo_sync(*, sync: BlueprintSync, by_id: int | None) -> None:
    """Put the copy back to what it was before the latest bringing of changes. Raises SyncOutdated for an older one."""
    link = BlueprintLink.objects.select_for_update().get(pk=sync.link_id)
    newest = BlueprintSync.objects.filter(link=link).order_by("-id").first()
    if newest is None or newest.pk != sync.pk or newest.undone_at is not None:
        raise SyncOutdated
    copy = Course.objects.select_for_update().get(pk=link.copy_id)
    record_version(course=copy, reason="before_restore", by_id=by_id, only_if_changed=True)
    apply_snapshot(copy, newest.before)
    newest.undone_at = clock.now()
    newest.save(update_fields=["undone_at", "updated_at"])
    link.synced_parts = newest.parts_before
    link.save(update_fields=["synced_parts", "updated_at"])
    audit.record("courses.blueprint.sync_undone", actor=by_id, target=("course", copy.pk))


@transaction.atomic
def set_locked_parts(*, link: BlueprintLink, parts: Sequence[str], by_id: int | None) -> BlueprintLink:
    """Say what the copy's teachers may not keep different. Raises ValidationProblem."""
    row: BlueprintLink = BlueprintLink.objects.select_for_update().get(pk=link.pk)
    row.locked_parts = list(locked_parts_of(parts))
    row.save(update_fields=["locked_parts", "updated_at"])
    facts = {"locked_parts": row.locked_parts}
    audit.record("courses.blueprint.locked", actor=by_id, target=("course", row.copy_id), facts=facts)
    return row


@transaction.atomic
def stop_following(*, link: BlueprintLink, by_id: int | None) -> None:
    """Let the copy go its own way; what it has stays."""
    copy_id, facts = link.copy_id, {"blueprint_id": link.blueprint_id}
    link.delete()
    audit.record("courses.blueprint.left", actor=by_id, target=("course", copy_id), facts=facts)


def _name_origins(copy: Course, origins: dict[str, str]) -> None:
    """Note on new rows what they came from."""
    for model in (Module, Lesson):
        rows = list(model.objects.filter(course=copy, uuid__in=[uuid.UUID(name) for name in origins]))
        for row in rows:
            row.origin_uuid = uuid.UUID(origins[str(row.uuid)])
        model.objects.bulk_update(rows, ["origin_uuid"])


def _remember(link: BlueprintLink, plan: Plan, copy: Course) -> None:
    """Note what both sides say now. What differs by the copy's own doing stays known as a local change."""
    blueprint = Course.objects.get(pk=link.blueprint_id)
    fresh = synced_parts(
        blueprint, plan.blueprint, take_snapshot(copy), names=names_in(copy), questions=plan.questions
    )
    before = link.synced_parts or {}
    left_out = {step.lesson for step in plan.steps if step.code == "lesson-stays-removed"}
    for name, was in before.get("lessons", {}).items():
        if name in fresh["lessons"]:
            _keep_local(fresh["lessons"][name], was, plan, name)
        elif name in left_out:
            fresh["lessons"][name] = was
    codes = {step.code for step in plan.steps}
    for whole in ("order", "rules"):
        if f"{whole}-changed" not in codes and whole in before:
            fresh[whole]["copy"] = before[whole]["copy"]
    link.synced_parts = fresh
    link.synced_version = blueprint.outline_version
    link.synced_at = clock.now()
    link.save(update_fields=["synced_parts", "synced_version", "synced_at", "updated_at"])


def _keep_local(fresh: dict[str, Any], was: dict[str, Any], plan: Plan, name: str) -> None:
    """A part that differs only by the copy's own doing stays a local change."""
    taken = {
        step.part
        for step in plan.steps
        if step.lesson == name and step.code in ("lesson-changed", "lesson-overwritten")
    }
    for part, digest_before in was.get("copy", {}).items():
        if part not in taken:
            fresh["copy"][part] = digest_before
