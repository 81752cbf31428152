"""Screens of people, invitations and own fields."""

SCREENS = {
    "admin": {
        "people": "/manage/people",
        "people-filtered": "/manage/people?role=learner&order=name&columns=email,unit,student_number,second_factor",
        "people-nobody": "/manage/people?search=nobody-has-this-name",
        "person": "/manage/people/6",
        "invitations": "/manage/invitations",
        "custom-fields": "/manage/custom-fields",
        "duplicates": "/manage/people/duplicates",
    },
    "visitor": {"invitation-over": "/invitation/no-such-link"},
}
