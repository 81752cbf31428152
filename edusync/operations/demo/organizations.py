"""Units, a year with terms and groups of the demo school; a second, small organization with a person of both."""

import datetime as dt

from edusync.courses.services import add_lesson, add_module, create_course, publish_course, update_course
from edusync.identity.models import Organization, OrganizationUnit, User
from edusync.identity.services import create_person, join_organization, second_factors
from edusync.identity.services.groups import add_to_group, create_group
from edusync.identity.services.organizations import create_organization, update_organization
from edusync.identity.services.terms import create_term
from edusync.identity.services.units import create_unit, put_in_unit
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.kernel.tenancy import organization_context
from edusync.operations.demo.markup import document_from_markdown

UNITS = (
    ("School of Sciences", "school", None, ()),
    ("Mathematics", "department", "School of Sciences", ("ines",)),
    ("Engineering", "department", "School of Sciences", ("tomas",)),
    ("School of Languages", "school", None, ()),
    ("Tamil", "department", "School of Languages", ("amara",)),
    ("Registrar", "team", None, ("admin",)),
)
SECOND = "Northwind Training"
TEXT = """
Welcome to the warehouse. Three things keep everybody safe on the first day.

- Wear the orange vest wherever trucks drive.
- Walk on the marked paths only.
- Ask before you lift anything that is taller than you.
"""


def create_structure(organization: Organization, people: dict[str, User]) -> None:
    """Units with people, this school year with two terms, one group by hand and one by rule."""
    actor = Actor(user_id=people["admin"].pk, organization_id=organization.pk)
    units = _create_units(actor, people)
    learners = [user for key, user in people.items() if key.startswith("learner")]
    for number, learner in enumerate(learners[1:]):
        unit = units["Mathematics" if number % 3 else "Tamil"]
        put_in_unit(unit=unit, user_ids=[learner.pk], changed_by=actor)
    _create_year(actor)
    choir = create_group(name="Study circle", description="Meets on Thursdays.", created_by=actor)
    add_to_group(group=choir, user_ids=[learner.pk for learner in learners[:6]], added_by=actor)
    create_group(
        name="Learners in the sciences",
        description="Kept up to date by its rule.",
        rule={
            "all": [
                {"fact": "role", "is": "learner"},
                {"fact": "unit", "is": units["School of Sciences"].pk, "below": True},
            ]
        },
        created_by=actor,
    )


def _create_units(actor: Actor, people: dict[str, User]) -> dict[str, OrganizationUnit]:
    units: dict[str, OrganizationUnit] = {}
    for name, kind, parent, staff in UNITS:
        units[name] = create_unit(
            name=name, kind=kind, parent_id=units[parent].pk if parent else None, created_by=actor
        )
        put_in_unit(unit=units[name], user_ids=[people[key].pk for key in staff], changed_by=actor)
    return units


def _create_year(actor: Actor) -> None:
    """The school year around today, from August to July."""
    today = clock.now().date()
    start = today.year if today.month >= 8 else today.year - 1
    year = create_term(
        name=f"{start}/{(start + 1) % 100:02}",
        kind="year",
        starts_on=dt.date(start, 8, 1),
        ends_on=dt.date(start + 1, 7, 31),
        created_by=actor,
    )
    for name, first, last in (
        ("First semester", dt.date(start, 8, 1), dt.date(start, 12, 31)),
        ("Second semester", dt.date(start + 1, 1, 1), dt.date(start + 1, 7, 31)),
    ):
        create_term(
            name=name, kind="semester", starts_on=first, ends_on=last, parent_id=year.pk, created_by=actor
        )


def create_second_organization(people: dict[str, User], *, password: str) -> Organization:
    """A company with its own admin, colors and one course. Inês teaches at the school and learns here."""
    founder = Actor(user_id=people["admin"].pk, organization_id=None)
    organization = create_organization(name=SECOND, slug="northwind", created_by=founder)
    with organization_context(organization.pk):
        admin = create_person(
            email="admin@northwind.edusync.test",
            first_name="Nora",
            last_name="Lindgren",
            password=password,
            roles=("admin", "instructor"),
            organization_id=organization.pk,
            is_email_verified=True,
        )
        actor = Actor(user_id=admin.pk, organization_id=organization.pk)
        second_factors.change_sign_in_policy(
            policy=second_factors.sign_in_policy(organization.pk),
            changes={"second_factor_roles": []},
            changed_by=None,
        )
        update_organization(
            organization=organization,
            changes={"primary_color": "#9a3412", "accent_color": "#155e75"},
            changed_by=actor,
        )
        join_organization(user_id=people["ines"].pk, organization_id=organization.pk, granted_by=actor)
        create_unit(name="Warehouse", kind="team", created_by=actor)
        _create_course(admin)
    return organization


def _create_course(admin: User) -> None:
    course = create_course(
        title="First day in the warehouse", slug="first-day-in-the-warehouse", created_by_id=admin.pk
    )
    update_course(course=course, tagline="What everybody must know before the first shift.")
    module = add_module(course=course, title="Before the shift")
    add_lesson(
        module=module,
        kind="page",
        title="Three rules",
        detail={"document": document_from_markdown(TEXT)},
        estimated_minutes=4,
    )
    publish_course(course=course)
