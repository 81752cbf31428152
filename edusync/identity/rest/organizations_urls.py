"""Routes of organizations, domains, units, terms and groups."""

from django.urls import path

from edusync.identity.rest import domains_views as domains
from edusync.identity.rest import groups_views as groups
from edusync.identity.rest import organizations_views as organizations
from edusync.identity.rest import structure_views as structure

urlpatterns = [
    path("organizations", organizations.OrganizationsView.as_view(), name="organizations"),
    path(
        "organizations/<int:organization_id>/status",
        organizations.OrganizationStatusView.as_view(),
        name="organization-status",
    ),
    path("domain-claims", domains.AllDomainsView.as_view(), name="domain-claims"),
    path(
        "domain-claims/<int:domain_id>/approval",
        domains.DomainApprovalView.as_view(),
        name="domain-claim-approval",
    ),
    path("organization", organizations.OwnOrganizationView.as_view(), name="organization"),
    path("organization/domains", domains.DomainsView.as_view(), name="own-domains"),
    path("organization/domains/<int:domain_id>", domains.DomainView.as_view(), name="own-domain"),
    path(
        "organization/domains/<int:domain_id>/verification",
        domains.DomainVerificationView.as_view(),
        name="own-domain-verification",
    ),
    path("branding.css", organizations.StyleSheetView.as_view(), name="branding"),
    path("me/organization", organizations.MyOrganizationView.as_view(), name="my-organization"),
    path(
        "me/organizations/<int:organization_id>",
        organizations.MyMembershipView.as_view(),
        name="my-membership",
    ),
    path("units", structure.UnitsView.as_view(), name="units"),
    path("units/<int:unit_id>", structure.UnitView.as_view(), name="unit"),
    path("units/<int:unit_id>/place", structure.UnitPlaceView.as_view(), name="unit-place"),
    path("units/<int:unit_id>/people", structure.UnitPeopleView.as_view(), name="unit-people"),
    path("units/<int:unit_id>/people/<int:user_id>", structure.UnitPersonView.as_view(), name="unit-person"),
    path("terms", structure.TermsView.as_view(), name="terms"),
    path("terms/<int:term_id>", structure.TermView.as_view(), name="term"),
    path("groups", groups.GroupsView.as_view(), name="groups"),
    path("groups/preview", groups.RulePreviewView.as_view(), name="group-preview"),
    path("groups/<int:group_id>", groups.GroupView.as_view(), name="group"),
    path("groups/<int:group_id>/people", groups.GroupPeopleView.as_view(), name="group-people"),
    path("groups/<int:group_id>/people.csv", groups.GroupPeopleCsvView.as_view(), name="group-people-csv"),
]
