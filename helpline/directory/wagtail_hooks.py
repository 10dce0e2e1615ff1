"""Where Wagtail finds the directory's screens."""

from wagtail.snippets.models import register_snippet

from helpline.directory.screens import DirectoryGroup

register_snippet(DirectoryGroup)
