def test_the_landing_page_counts_courses_learners_and_certificates(api, learner):
    assert api().get("/api/v1/site").json()["statistics"] == {"certificates": 0, "courses": 0, "learners": 1}
