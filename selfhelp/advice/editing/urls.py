"""The editors' screens of a tree, below Wagtail's own addresses."""

from django.urls import URLPattern, path

from selfhelp.advice.editing import files, live, preview, screens

app_name = "advice_editing"

urlpatterns: list[URLPattern] = [
    path("<int:page_id>/check/", live.check, name="check"),
    path("below/<int:parent_id>/check/", live.check_new, name="check_new"),
    path("<int:page_id>/picture/", screens.picture, name="picture"),
    path("<int:page_id>/changes/", screens.changes, name="changes"),
    path("<int:page_id>/scenarios/", screens.scenarios_screen, name="scenarios"),
    path("<int:page_id>/scenarios/new/", screens.new_scenario, name="new_scenario"),
    path("<int:page_id>/preview/", preview.screen, name="preview"),
    path("<int:page_id>/preview/<str:node_id>/", preview.page, name="preview_page"),
    path("<int:page_id>/files/", files.screen, name="files"),
    path("<int:page_id>/files/export/", files.export, name="export"),
]
