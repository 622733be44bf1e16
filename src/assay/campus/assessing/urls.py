"""The addresses of the room assessing."""

from django.urls import path

from assay.campus.assessing import web, web_evidence, web_review

app_name = "assessing"
_START = "achievements/<slug:public_id>/v/<int:number>/start"
_SUBMISSION = "me/submissions/<slug:public_id>"
_REVIEW = "org/<slug:slug>/reviews/<slug:public_id>"
urlpatterns = [
    path("me", web.my_learning, name="my_learning"),
    path(_START, web.start_page, name="start"),
    path(_SUBMISSION, web.submission, name="submission"),
    path(f"{_SUBMISSION}/evidence/<slug:requirement_id>", web_evidence.autosave, name="evidence"),
    path(f"{_SUBMISSION}/submit", web.submit_page, name="submit"),
    path(f"{_SUBMISSION}/take-back", web.take_back_now, name="take_back"),
    path(f"{_SUBMISSION}/try-again", web.resubmit_now, name="resubmit"),
    path(f"{_SUBMISSION}/put-aside", web.withdraw_page, name="withdraw"),
    path(f"{_SUBMISSION}/take-up", web.take_up_now, name="take_up"),
    path("evidence/<slug:public_id>", web_evidence.evidence_file, name="evidence_file"),
    path("evidence/<slug:public_id>/remove", web_evidence.remove_page, name="remove"),
    path("org/<slug:slug>/queue", web_review.queue, name="queue"),
    path("org/<slug:slug>/reviews", web_review.reviews, name="reviews"),
    path(_REVIEW, web_review.review, name="review"),
    path(f"{_REVIEW}/take", web_review.take_now, name="take"),
    path(f"{_REVIEW}/put-back", web_review.put_back_now, name="put_back"),
    path(f"{_REVIEW}/decide", web_review.decide_page, name="decide"),
]
