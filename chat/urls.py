"""Addresses of the chat for visitors, below the address of a programme."""

from django.urls import URLPattern, path

from chat.views import after, door, talk

app_name = "chat"

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/chat/", door.enter, name="door"),
    path("<slug:slug>/chat/start/", door.start, name="start"),
    path("<slug:slug>/chat/back/", door.come_back, name="back"),
    path("<slug:slug>/chat/practice/<str:token>/", door.practise, name="practice"),
    path("<slug:slug>/chat/talk/", talk.live, name="talk"),
    path("<slug:slug>/chat/read/", talk.plain, name="plain"),
    path("<slug:slug>/chat/write/", talk.write, name="write"),
    path("<slug:slug>/chat/send/", talk.send, name="send"),
    path("<slug:slug>/chat/danger/", after.danger, name="danger"),
    path("<slug:slug>/chat/end/", after.end, name="end"),
    path("<slug:slug>/chat/after/", after.after, name="after"),
    path("<slug:slug>/chat/survey/", after.survey, name="survey"),
    path("<slug:slug>/chat/code/", after.return_code, name="return_code"),
    path("<slug:slug>/chat/delete/", after.delete, name="delete"),
    path("<slug:slug>/chat/deleted/", after.deleted, name="deleted"),
]
