"""Django's admin under the house's name, and without the screens that would lead around our own.

Its groups: who may do what is decided on the people screens, with an audit entry. Wagtail's images, documents and
tags: they are managed among the pages, where their permissions are asked.
"""

# they register what is taken out below
import django.contrib.auth.admin  # noqa: F401
import taggit.admin  # noqa: F401
import wagtail.documents.admin
import wagtail.images.admin  # noqa: F401
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.documents.models import Document
from wagtail.images.models import Image

admin.site.unregister([Group, Tag, Document, Image])
admin.site.site_title = _("Helpline desk")
admin.site.site_header = _("Helpline desk: set-up")
admin.site.index_title = _("Set-up")
