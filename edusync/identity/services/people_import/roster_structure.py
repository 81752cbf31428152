"""OneRoster rows that are no people: terms, units, classes as groups, their members, guardians."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from edusync.identity.models import (
    AcademicTerm,
    Group,
    GroupMember,
    GuardianRelationship,
    OrganizationUnit,
)
from edusync.identity.services.people_import.drafts import CREATE, UPDATE, Draft, day_of
from edusync.kernel import clock

_TERM_KINDS = {
    "schoolyear": AcademicTerm.Kind.YEAR,
    "semester": AcademicTerm.Kind.SEMESTER,
    "term": AcademicTerm.Kind.TERM,
    "gradingperiod": AcademicTerm.Kind.GRADING_PERIOD,
}
_UNIT_KINDS = {
    "department": OrganizationUnit.Kind.DEPARTMENT,
    "school": OrganizationUnit.Kind.SCHOOL,
    "district": OrganizationUnit.Kind.OTHER,
    "local": OrganizationUnit.Kind.OTHER,
    "state": OrganizationUnit.Kind.OTHER,
    "national": OrganizationUnit.Kind.OTHER,
}
_UNKNOWN = "unknown-reference"
Handler = Callable[[Any, Sequence[Draft], bool], None]


def handle_sessions(run: Any, drafts: Sequence[Draft], is_dry: bool) -> None:
    """academicSessions: terms. Parents come first in the order of records."""
    there = _linked(run, "session", drafts, AcademicTerm)
    for draft in drafts:
        values = draft.values
        facts = {
            "name": values.get("title", "")[:200],
            "code": values.get("schoolYear", "")[:80],
            "kind": _TERM_KINDS.get(values.get("type", "").lower()),
            "starts_on": day_of(values.get("startDate", "")),
            "ends_on": day_of(values.get("endDate", "")),
        }
        _check_session(draft, facts)
        parent = _parent(run, "session", draft)
        if not draft.is_refused and not _gone(run, draft, there.get(draft.external_id), is_dry):
            facts["parent_id"] = parent
            _store(run, "session", AcademicTerm, draft, there.get(draft.external_id), facts, is_dry)


def _check_session(draft: Draft, facts: dict[str, Any]) -> None:
    if not facts["name"]:
        draft.refuse("title", "missing", "A term needs a title.")
    if facts["kind"] is None:
        draft.refuse("type", "invalid-value", "One of gradingPeriod, semester, schoolYear, term.")
    for name, heading in (("starts_on", "startDate"), ("ends_on", "endDate")):
        if facts[name] is None:
            draft.refuse(heading, "invalid-date", "Write dates as 2026-12-31.")
    if facts["starts_on"] and facts["ends_on"] and facts["ends_on"] < facts["starts_on"]:
        draft.refuse("endDate", "invalid-date", "It ends before it begins.")


def handle_orgs(run: Any, drafts: Sequence[Draft], is_dry: bool) -> None:
    """orgs: units."""
    there = _linked(run, "org", drafts, OrganizationUnit)
    for draft in drafts:
        values = draft.values
        kind = _UNIT_KINDS.get(values.get("type", "").lower())
        facts = {
            "name": values.get("name", "")[:200],
            "code": values.get("identifier", "")[:80],
            "kind": kind,
        }
        if not facts["name"]:
            draft.refuse("name", "missing", "A unit needs a name.")
        if kind is None:
            draft.refuse("type", "invalid-value", f"One of {', '.join(_UNIT_KINDS)}.")
        parent = _parent(run, "org", draft)
        row = there.get(draft.external_id)
        if draft.is_refused or _gone(run, draft, row, is_dry):
            continue
        facts["parent_id"] = parent
        made = _store(run, "org", OrganizationUnit, draft, row, facts, is_dry)
        if made is not None:
            _set_path(made)


def _set_path(unit: OrganizationUnit) -> None:
    above = OrganizationUnit.objects.filter(pk=unit.parent_id).values_list("path", flat=True).first()
    path = f"{above or '/'}{unit.pk}/"
    if path != unit.path:
        OrganizationUnit.objects.filter(pk=unit.pk).update(path=path)
        unit.path = path


def _linked(run: Any, kind: str, drafts: Sequence[Draft], model: Any) -> dict[str, Any]:
    """Our rows by sourcedId, deleted ones left out."""
    ids = {draft.external_id: run.links[kind].get(draft.external_id, 0) for draft in drafts}
    rows = {row.pk: row for row in model.objects.filter(pk__in=ids.values(), deleted_at=None)}
    return {external_id: rows[pk] for external_id, pk in ids.items() if pk in rows}


def _parent(run: Any, kind: str, draft: Draft) -> int | None:
    named = draft.values.get("parentSourcedId", "")
    if not named:
        return None
    if named not in run.links[kind] or named == draft.external_id:
        draft.refuse("parentSourcedId", _UNKNOWN, f"There is no “{named[:80]}” that could be above it.")
        return None
    return run.links[kind][named] or None


def _gone(run: Any, draft: Draft, row: Any, is_dry: bool) -> bool:
    """Handle `tobedeleted`; whether it was that."""
    if not draft.is_removal:
        return False
    if row is None:
        run.skip(draft, "not-here", "It is to be taken out and is not here.", "status")
        return True
    draft.outcome = UPDATE
    if not is_dry:
        row.deleted_at = clock.now()
        row.save(update_fields=["deleted_at", "updated_at"])
    return True


def _store(
    run: Any, kind: str, model: Any, draft: Draft, row: Any, facts: dict[str, Any], is_dry: bool
) -> Any:
    """Create or change one row and its link. Returns the row when it was written."""
    if row is None:
        draft.outcome = CREATE
        if is_dry:
            run.links[kind][draft.external_id] = 0
            return None
        row = model.objects.create(organization_id=run.job.organization_id, **facts)
        run.keep(kind, {draft.external_id: row.pk})
        return row
    # A parent that the dry run would make has no id yet.
    changes = {name: value for name, value in facts.items() if getattr(row, name) != value}
    if not changes:
        run.skip(draft, "unchanged", "Everything is as the file says.")
        return None
    draft.outcome = UPDATE
    if is_dry:
        return None
    for name, value in changes.items():
        setattr(row, name, value)
    row.row_version += 1
    row.save()
    return row


def handle_classes(run: Any, drafts: Sequence[Draft], is_dry: bool) -> None:
    """classes: groups put together by hand; the course of a class is kept with its link."""
    there = _linked(run, "class", drafts, Group)
    titles = {draft.values.get("title", "")[:200] for draft in drafts}
    taken = dict(Group.objects.filter(deleted_at=None, name__in=titles).values_list("name", "id"))
    for draft in drafts:
        values = draft.values
        if not values.get("title"):
            draft.refuse("title", "missing", "A class needs a title.")
        unit_id = _reference(run, draft, "org", "schoolSourcedId")
        term_id = _reference(run, draft, "session", "termSourcedIds")
        row = there.get(draft.external_id)
        if draft.is_refused or _gone(run, draft, row, is_dry):
            continue
        name = _group_name(draft, taken, row)
        taken[name] = row.pk if row else -1
        facts = {"name": name, "unit_id": unit_id, "term_id": term_id}
        made = _store(run, "class", Group, draft, row, facts, is_dry)
        if made is not None:
            course = values.get("courseSourcedId", "")[:255]
            kept = {"course": course, "course_title": run.course_titles.get(course, "")}
            run.keep("class", {draft.external_id: made.pk}, {draft.external_id: kept})


def _reference(run: Any, draft: Draft, kind: str, heading: str) -> int | None:
    named = draft.values.get(heading, "").partition(",")[0].strip()
    if not named:
        return None
    if named not in run.links[kind]:
        draft.refuse(heading, _UNKNOWN, f"There is no {kind} “{named[:80]}”.")
        return None
    return run.links[kind][named] or None


def _group_name(draft: Draft, taken: dict[str, int], row: Group | None) -> str:
    """The title; of two classes of one title the later ones also show code or sourcedId."""
    title = draft.values["title"]
    code = draft.values.get("classCode", "")
    names = [title, f"{title} ({code})" if code else "", f"{title} ({draft.external_id})"]
    if row is not None and row.name in {name[:200] for name in names}:
        return row.name
    free = (name[:200] for name in names if name and name[:200] not in taken)
    return next(free, f"{title[:100]} ({draft.external_id})"[:200])


def handle_enrollments(run: Any, drafts: Sequence[Draft], is_dry: bool) -> None:
    """enrollments: members of the class's group."""
    wanted: dict[tuple[int, int], Draft] = {}
    for draft in drafts:
        pair = _member(run, draft)
        if draft.is_refused or draft.outcome:
            continue
        if pair in wanted:
            run.skip(draft, "member-twice", f"Line {wanted[pair].line} puts the same person into the class.")
            continue
        wanted[pair] = draft
    held = {
        (row.group_id, row.user_id): row
        for row in GroupMember.objects.filter(
            group_id__in={group for group, _ in wanted}, user_id__in={user for _, user in wanted}
        )
    }
    fresh: list[GroupMember] = []
    for (group_id, user_id), draft in wanted.items():
        row = held.get((group_id, user_id))
        begin, end = day_of(draft.values.get("beginDate", "")), day_of(draft.values.get("endDate", ""))
        if draft.is_removal:
            _remove_member(run, draft, row, is_dry)
        elif row is None:
            draft.outcome = CREATE
            fresh.append(
                GroupMember(
                    organization_id=run.job.organization_id,
                    group_id=group_id,
                    user_id=user_id,
                    starts_on=begin,
                    ends_on=end,
                )
            )
        elif (row.starts_on, row.ends_on) != (begin, end):
            draft.outcome = UPDATE
            if not is_dry:
                GroupMember.objects.filter(pk=row.pk).update(
                    starts_on=begin, ends_on=end, updated_at=clock.now()
                )
        else:
            run.skip(draft, "unchanged", "Everything is as the file says.")
    if not is_dry:
        GroupMember.objects.bulk_create(fresh)


def _member(run: Any, draft: Draft) -> tuple[int, int]:
    """Ids of group and person. Sets the outcome where both are only forecast."""
    values = draft.values
    class_id, user_id = values.get("classSourcedId", ""), values.get("userSourcedId", "")
    if class_id not in run.links["class"]:
        draft.refuse("classSourcedId", _UNKNOWN, f"There is no class “{class_id[:80]}”.")
    if user_id not in run.links["user"]:
        draft.refuse("userSourcedId", _UNKNOWN, f"There is no user “{user_id[:80]}”.")
    days: list[dt.date | None] = []
    for heading in ("beginDate", "endDate"):
        day = day_of(values.get(heading, ""))
        if values.get(heading) and day is None:
            draft.refuse(heading, "invalid-date", "Write dates as 2026-12-31.")
        days.append(day)
    if days[0] and days[1] and days[1] < days[0]:
        draft.refuse("endDate", "invalid-date", "It ends before it begins.")
    pair = (run.links["class"].get(class_id, 0), run.links["user"].get(user_id, 0))
    if not draft.is_refused and not all(pair):
        _forecast_member(run, draft, pair)
    return pair


def _forecast_member(run: Any, draft: Draft, pair: tuple[int, int]) -> None:
    if run.job.state == run.job.State.RUNNING and not pair[1]:
        run.skip(
            draft,
            "not-joined-yet",
            "The person has not joined yet. Import the file again later.",
            "userSourcedId",
        )
    elif draft.is_removal:
        run.skip(draft, "not-here", "It is to be taken out and is not here.", "status")
    else:
        draft.outcome = CREATE


def _remove_member(run: Any, draft: Draft, row: GroupMember | None, is_dry: bool) -> None:
    if row is None:
        run.skip(draft, "not-here", "It is to be taken out and is not here.", "status")
        return
    draft.outcome = UPDATE
    if not is_dry:
        row.delete()


def handle_agents(run: Any, drafts: Sequence[Draft], is_dry: bool) -> None:
    """AgentSourcedIds of users: guardians, not verified, who see nothing until they accept and the learner consents."""
    pairs: dict[tuple[int, int], Draft] = {}
    for draft in drafts:
        learner = run.links["user"].get(draft.external_id)
        if learner is None:
            draft.refuse("sourcedId", _UNKNOWN, "The person of this row was not imported.")
            continue
        draft.outcome = CREATE
        for agent in filter(None, (part.strip() for part in draft.values["agentSourcedIds"].split(","))):
            guardian = run.links["user"].get(agent)
            if guardian is None or agent == draft.external_id:
                draft.refuse("agentSourcedIds", _UNKNOWN, f"There is no user “{agent[:80]}”.")
            elif guardian and learner:
                pairs[learner, guardian] = draft
    held = set(
        GuardianRelationship.objects.filter(
            learner_id__in={learner for learner, _ in pairs}, deleted_at=None
        ).values_list("learner_id", "guardian_id")
    )
    fresh = {pair: draft for pair, draft in pairs.items() if pair not in held and not draft.is_refused}
    for pair, draft in pairs.items():
        if pair in held and draft not in fresh.values() and not draft.is_refused:
            run.skip(draft, "unchanged", "Everything is as the file says.")
    if not is_dry:
        GuardianRelationship.objects.bulk_create(
            GuardianRelationship(
                organization_id=run.job.organization_id,
                learner_id=learner,
                guardian_id=guardian,
                kind=_guardian_kind(run, draft),
                added_by_id=run.job.requested_by_id,
            )
            for (learner, guardian), draft in fresh.items()
        )


def _guardian_kind(run: Any, draft: Draft) -> str:
    agent = draft.values["agentSourcedIds"].partition(",")[0].strip()
    is_relative = run.agent_roles.get(agent) == "relative"
    return GuardianRelationship.Kind.OTHER if is_relative else GuardianRelationship.Kind.GUARDIAN


def handle_roles(run: Any, drafts: Sequence[Draft], is_dry: bool) -> None:
    """roles.csv of 1.2: given together with the person; here only what is wrong is reported."""
    for draft in drafts:
        user, role = draft.values.get("userSourcedId", ""), draft.values.get("role", "")
        code = run.our_roles.get(role.lower().replace(" ", ""))
        if user not in run.links["user"]:
            draft.refuse("userSourcedId", _UNKNOWN, f"There is no user “{user[:80]}”.")
        if code is None:
            draft.refuse("role", "unknown-role", f"There is no role “{role[:60]}” in OneRoster.")
        elif code not in run.references.grantable:
            draft.refuse("role", "role-beyond-own", f"You cannot hand out the role “{code}”.")
        if not draft.is_refused:
            run.skip(draft, "with-person", "Given together with the person.")


def handle_courses(run: Any, drafts: Sequence[Draft], is_dry: bool) -> None:
    """courses: named at their classes; courses themselves are made by authors."""
    for draft in drafts:
        run.skip(draft, "course-kept", "Courses are made by authors. The title is kept with its classes.")


def handle_demographics(run: Any, drafts: Sequence[Draft], is_dry: bool) -> None:
    """demographics: race, sex and place of birth have no use here, so they are not taken in."""
    for draft in drafts:
        run.skip(draft, "demographics", "Demographic facts are not taken in: nothing here needs them.")


HANDLERS: dict[str, Handler] = {
    "academicSessions": handle_sessions,
    "orgs": handle_orgs,
    "courses": handle_courses,
    "roles": handle_roles,
    "agents": handle_agents,
    "classes": handle_classes,
    "enrollments": handle_enrollments,
    "demographics": handle_demographics,
}
