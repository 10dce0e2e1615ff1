"""The addresses of this room, under /staff/cases/."""

from django.urls import path

from helpline.cases.views import acts, pages

app_name = "cases"

urlpatterns = [
    path("", pages.case_list, name="list"),
    path("find/", pages.find, name="find"),
    path("new/", pages.new, name="new"),
    path("tasks/", pages.tasks, name="tasks"),
    path("contact/<uuid:contact_id>/", pages.beside, name="beside"),
    path("tasks/<uuid:task_id>/end/", acts.end_task, name="end_task"),
    path("tasks/<uuid:task_id>/move/", acts.move_task, name="move_task"),
    path("<uuid:case_id>/", pages.show, name="show"),
    path("<uuid:case_id>/move/", acts.move, name="move"),
    path("<uuid:case_id>/alias/", acts.rename, name="rename"),
    path("<uuid:case_id>/take/", acts.take, name="take"),
    path("<uuid:case_id>/hand-over/", acts.hand_over, name="hand_over"),
    path("<uuid:case_id>/keep/", acts.extend, name="extend"),
    path("<uuid:case_id>/code/", acts.make_code, name="make_code"),
    path("<uuid:case_id>/codes/end/", acts.forget_codes, name="forget_codes"),
    path("<uuid:case_id>/notes/", acts.write_note, name="write_note"),
    path("<uuid:case_id>/notes/<uuid:note_id>/remove/", acts.remove_note, name="remove_note"),
    path("<uuid:case_id>/tasks/", acts.set_task, name="set_task"),
    path("<uuid:case_id>/contacts/<uuid:contact_id>/unlink/", acts.unlink, name="unlink"),
    path("<uuid:case_id>/shred/", acts.shred, name="shred"),
]
