"""Addresses of the advice module for visitors, below the address of a programme. None of them tells an answer."""

from django.urls import URLPattern, path

from selfhelp.advice.views import handover, outcome, steps

app_name = "advice"

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/advice/", steps.door, name="door"),
    path("<slug:slug>/advice/start/", steps.start, name="start"),
    path("<slug:slug>/advice/renew/", steps.renew, name="renew"),
    path("<slug:slug>/advice/answer/", steps.answer, name="answer"),
    path("<slug:slug>/advice/answers/", steps.answers, name="answers"),
    path("<slug:slug>/advice/easy/", steps.easy, name="easy"),
    path("<slug:slug>/advice/stop/", steps.stop, name="stop"),
    path("<slug:slug>/advice/stopped/", steps.stopped, name="stopped"),
    path("<slug:slug>/advice/<int:step>/", steps.step, name="step"),
    path("<slug:slug>/advice/outcome/", outcome.outcome, name="outcome"),
    path("<slug:slug>/advice/outcome/save/", outcome.save, name="save"),
    path("<slug:slug>/advice/now/", outcome.crisis, name="crisis"),
    path("<slug:slug>/advice/take-along/", handover.take_along, name="take_along"),
    path("<slug:slug>/advice/take-along/leave-out/", handover.leave_out, name="leave_out"),
    path("<slug:slug>/advice/take-along/go/", handover.go, name="go"),
]
