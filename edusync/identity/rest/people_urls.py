"""Routes of the list of people, of one person, of own fields and job roles."""

from django.urls import path

from edusync.identity.rest import directory_views, merge_views, people_area_views, person_care_views

urlpatterns = [
    path("people", directory_views.PeopleView.as_view(), name="people"),
    path("people/counts", directory_views.PeopleCountsView.as_view(), name="people-counts"),
    path("people/bulk", directory_views.PeopleBulkView.as_view(), name="people-bulk"),
    path("people/views", people_area_views.SavedViewsView.as_view(), name="people-views"),
    path("people/views/<int:pk>", people_area_views.SavedViewView.as_view(), name="people-view"),
    path("people/duplicates", merge_views.DuplicatesView.as_view(), name="people-duplicates"),
    path("people/merges", merge_views.MergesView.as_view(), name="people-merges"),
    path("people/merges/preview", merge_views.MergePreviewView.as_view(), name="people-merge-preview"),
    path("people.csv", directory_views.PeopleCsvView.as_view(), name="people-csv"),
    path(
        "people/<int:user_id>/personal-facts",
        person_care_views.PersonalFactsView.as_view(),
        name="person-personal-facts",
    ),
    path(
        "people/<int:user_id>/student-profile",
        person_care_views.StudentProfileView.as_view(),
        name="person-student-profile",
    ),
    path(
        "people/<int:user_id>/instructor-profile",
        person_care_views.InstructorProfileView.as_view(),
        name="person-instructor-profile",
    ),
    path(
        "people/<int:user_id>/custom-fields",
        person_care_views.PersonFieldsView.as_view(),
        name="person-custom-fields",
    ),
    path(
        "people/<int:user_id>/job-roles",
        person_care_views.PersonJobRolesView.as_view(),
        name="person-job-roles",
    ),
    path(
        "people/<int:user_id>/password-mail",
        person_care_views.PasswordMailView.as_view(),
        name="person-password-mail",
    ),
    path("me/personal-facts", person_care_views.MyPersonalFactsView.as_view(), name="my-personal-facts"),
    path("me/custom-fields", person_care_views.MyFieldsView.as_view(), name="my-custom-fields"),
    path("custom-fields", people_area_views.CustomFieldsView.as_view(), name="custom-fields"),
    path("custom-fields/order", people_area_views.CustomFieldOrderView.as_view(), name="custom-field-order"),
    path("custom-fields/<int:pk>", people_area_views.CustomFieldView.as_view(), name="custom-field"),
    path("job-roles", people_area_views.JobRolesView.as_view(), name="job-roles"),
    path("job-roles/<int:pk>", people_area_views.JobRoleView.as_view(), name="job-role"),
]
