"""The wiring of addresses: with asgi.py the only module that knows every room."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.admin import urls as wagtail_admin_urls
from wagtail.urls import serve_pattern

from cms.addresses import below_languages
from cms.views import page

urlpatterns: list[URLPattern | URLResolver] = [
    # everything under /staff/ and /beheer/ stands behind one door: helpline.accounts.middleware
    path("staff/", include("helpline.desk.urls")),
    path("staff/", include("helpline.accounts.urls")),
    path("staff/contacts/", include("helpline.contacts.urls")),
    path("staff/drafts/", include("helpline.drafts.urls")),
    path("staff/cases/", include("helpline.cases.urls")),
    path("staff/care/", include("helpline.care.urls")),
    path("staff/referrals/", include("helpline.referrals.urls")),
    path("staff/appointments/", include("helpline.appointments.staff_urls")),
    path("staff/groups/", include("helpline.groups.urls")),
    path("staff/team/", include("helpline.team.urls")),
    path("staff/post/", include("helpline.mail.staff_urls")),
    path("staff/retention/", include("helpline.retention.urls")),
    path("staff/promises/", include("helpline.watch.urls")),
    path("staff/self-help/", include("selfhelp.modules.staff_urls")),
    path("staff/figures/", include("figures.urls")),
    path("staff/requests/", include("helpline.requests.staff_urls")),
    path("staff/phone/", include("helpline.phone.staff_urls")),
    path("staff/opening-hours/", include("helpline.programmes.staff_urls")),
    path("beheer/cms/", include(wagtail_admin_urls)),
    path("beheer/techniek/", admin.site.urls),
    path("", include("helpline.phone.urls")),
    # last: its addresses begin with the name of a programme
    path("", include("helpline.requests.urls")),
    path("", include("helpline.appointments.urls")),
    path("", include("helpline.mail.urls")),
    path("", include("chat.urls")),
    path("", include("selfhelp.advice.urls")),
    path("", include("selfhelp.modules.safe.urls")),
    path("", include("selfhelp.modules.urls")),
    path("", include("cms.urls")),
    below_languages([re_path(serve_pattern, page, name="wagtail_serve")]),
]

handler400 = "cms.errors.bad_request"
handler403 = "cms.errors.forbidden"
handler404 = "cms.errors.not_found"
handler500 = "cms.errors.broken"
