"""The addresses of this room for visitors, below the address of a programme. None of them tells a letter or a code."""

from django.urls import URLPattern, path

from helpline.mail.views import reading, writing

app_name = "mail"

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/post/", writing.enter, name="door"),
    path("<slug:slug>/post/send/", writing.send, name="send"),
    path("<slug:slug>/post/code/", reading.code, name="code"),
    path("<slug:slug>/post/letters/", reading.letters, name="letters"),
    path("<slug:slug>/post/more/", writing.more, name="more"),
    path("<slug:slug>/post/back/", reading.back, name="back"),
    path("<slug:slug>/post/close/", reading.close, name="close"),
    path("<slug:slug>/post/delete/", reading.delete, name="delete"),
    path("<slug:slug>/post/deleted/", reading.deleted, name="deleted"),
]
