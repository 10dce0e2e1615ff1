from typing import Any

import django.core.validators
import django.db.models.deletion
import helpline.directory.blocks
import helpline.directory.records
import modelcluster.fields
import modelsearch.index
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


KINDS = {
    'organisation': 'organisation',
    'removalroute': 'removal route',
    'tip': 'tip',
    'glossaryterm': 'glossary term',
}

#: Wagtail's own two groups. An editor belongs to the first (helpline.accounts gives and takes it with the role).
RIGHTS = {
    'Editors': ('add', 'change', 'view'),
    'Moderators': ('add', 'change', 'view', 'delete', 'publish', 'lock', 'unlock'),
}


def give_rights(apps: Any, schema_editor: Any) -> None:
    """Editors write drafts, moderators publish. The rights are made here: Django makes them after all migrations."""
    content_types = apps.get_model('contenttypes', 'ContentType').objects
    permissions = apps.get_model('auth', 'Permission').objects
    for group_name, rights in RIGHTS.items():
        group, _ = apps.get_model('auth', 'Group').objects.get_or_create(name=group_name)
        for model, name in KINDS.items():
            content_type, _ = content_types.get_or_create(app_label='directory', model=model)
            for right in rights:
                permission, _ = permissions.get_or_create(
                    content_type=content_type, codename=f'{right}_{model}', defaults={'name': f'Can {right} {name}'}
                )
                group.permissions.add(permission)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('programmes', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GlossaryTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('key', models.SlugField(help_text='Pages and advice find the record by it. It is fixed once the record has been published.', max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use small letters and digits, with hyphens between.')], verbose_name='key')),
                ('source', models.CharField(help_text="Where the facts were found: a site, a document, a person's role.", max_length=300, verbose_name='source')),
                ('needs_owner_check', models.BooleanField(default=False, help_text='The organisation itself still has to confirm this. Visitors do not see the mark.', verbose_name='check with the owner')),
                ('review_by', models.DateField(default=helpline.directory.records.in_a_year, help_text='After this day the record counts as overdue.', verbose_name='look again by')),
                ('reviewed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last checked')),
                ('term_nl', models.CharField(max_length=80, verbose_name='term')),
                ('term_en', models.CharField(blank=True, max_length=80, verbose_name='term in English')),
                ('meaning_nl', models.TextField(max_length=500, verbose_name='meaning')),
                ('meaning_en', models.TextField(blank=True, max_length=500, verbose_name='meaning in English')),
                ('avoided_nl', models.TextField(blank=True, help_text='Words this term is preferred over, one on a line. Visitors do not see them.', max_length=300, verbose_name='rather than')),
                ('avoided_en', models.TextField(blank=True, max_length=300, verbose_name='rather than, in English')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                ('reviewed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
            ],
            options={
                'verbose_name': 'glossary term',
                'verbose_name_plural': 'glossary terms',
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('key', models.SlugField(help_text='Pages and advice find the record by it. It is fixed once the record has been published.', max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use small letters and digits, with hyphens between.')], verbose_name='key')),
                ('source', models.CharField(help_text="Where the facts were found: a site, a document, a person's role.", max_length=300, verbose_name='source')),
                ('needs_owner_check', models.BooleanField(default=False, help_text='The organisation itself still has to confirm this. Visitors do not see the mark.', verbose_name='check with the owner')),
                ('review_by', models.DateField(default=helpline.directory.records.in_a_year, help_text='After this day the record counts as overdue.', verbose_name='look again by')),
                ('reviewed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last checked')),
                ('name_nl', models.CharField(max_length=80, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='name in English')),
                ('whom_nl', models.CharField(help_text='One sentence.', max_length=160, verbose_name='for whom')),
                ('whom_en', models.CharField(blank=True, max_length=160, verbose_name='for whom, in English')),
                ('what_nl', models.TextField(blank=True, max_length=500, verbose_name='what they do')),
                ('what_en', models.TextField(blank=True, max_length=500, verbose_name='what they do, in English')),
                ('phones', wagtail.fields.StreamField([('phone', 5)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'As people write it.', 'label': 'Number', 'max_length': 20, 'validators': [helpline.directory.blocks.validate_phone_number]}), 1: ('wagtail.blocks.BooleanBlock', (), {'label': 'Free to call', 'required': False}), 2: ('wagtail.blocks.BooleanBlock', (), {'label': 'Day and night', 'required': False}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Note in Dutch', 'max_length': 80, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Note in English', 'max_length': 80, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('number', 0), ('free', 1), ('day_and_night', 2), ('note_nl', 3), ('note_en', 4)]], {})}, verbose_name='phone numbers')),
                ('hours_nl', models.CharField(blank=True, help_text='In words, such as: weekdays from 9.00 to 17.00.', max_length=160, verbose_name='hours')),
                ('hours_en', models.CharField(blank=True, max_length=160, verbose_name='hours in English')),
                ('website', models.URLField(blank=True, max_length=300, validators=[helpline.directory.records.validate_https], verbose_name='website')),
                ('chat_address', models.URLField(blank=True, max_length=300, validators=[helpline.directory.records.validate_https], verbose_name='address of their chat')),
                ('is_emergency', models.BooleanField(default=False, help_text='Shown where somebody may be in danger now.', verbose_name='for immediate danger')),
                ('order', models.PositiveSmallIntegerField(default=100, help_text='Low numbers come first.', verbose_name='order')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                ('programmes', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Where it is shown in lists. None chosen: everywhere.', related_name='+', to='programmes.programme', verbose_name='programmes')),
                ('reviewed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='RemovalRoute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('key', models.SlugField(help_text='Pages and advice find the record by it. It is fixed once the record has been published.', max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use small letters and digits, with hyphens between.')], verbose_name='key')),
                ('source', models.CharField(help_text="Where the facts were found: a site, a document, a person's role.", max_length=300, verbose_name='source')),
                ('needs_owner_check', models.BooleanField(default=False, help_text='The organisation itself still has to confirm this. Visitors do not see the mark.', verbose_name='check with the owner')),
                ('review_by', models.DateField(default=helpline.directory.records.in_a_year, help_text='After this day the record counts as overdue.', verbose_name='look again by')),
                ('reviewed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last checked')),
                ('name_nl', models.CharField(max_length=80, verbose_name='platform')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='platform in English')),
                ('image_age', models.CharField(choices=[('any', 'at any age'), ('under_18', 'when you were under 18'), ('adult', 'when you were 18 or older')], default='any', help_text='How old the person was when the image was made.', max_length=10, verbose_name='image made')),
                ('whom_nl', models.CharField(help_text='One sentence.', max_length=160, verbose_name='for whom')),
                ('whom_en', models.CharField(blank=True, max_length=160, verbose_name='for whom, in English')),
                ('steps', wagtail.fields.StreamField([('step', 2)], block_lookup={0: ('wagtail.blocks.TextBlock', (), {'label': 'Dutch', 'max_length': 300, 'rows': 2}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'English', 'max_length': 300, 'required': False, 'rows': 2}), 2: ('wagtail.blocks.StructBlock', [[('text_nl', 0), ('text_en', 1)]], {})}, help_text='In the order in which they are done. Keep them true when the platform moves its buttons.', verbose_name='steps')),
                ('form_address', models.URLField(blank=True, max_length=300, validators=[helpline.directory.records.validate_https], verbose_name="the platform's own form or help")),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                ('reviewed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
            ],
            options={
                'verbose_name': 'removal route',
                'verbose_name_plural': 'removal routes',
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Tip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('key', models.SlugField(help_text='Pages and advice find the record by it. It is fixed once the record has been published.', max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use small letters and digits, with hyphens between.')], verbose_name='key')),
                ('source', models.CharField(help_text="Where the facts were found: a site, a document, a person's role.", max_length=300, verbose_name='source')),
                ('needs_owner_check', models.BooleanField(default=False, help_text='The organisation itself still has to confirm this. Visitors do not see the mark.', verbose_name='check with the owner')),
                ('review_by', models.DateField(default=helpline.directory.records.in_a_year, help_text='After this day the record counts as overdue.', verbose_name='look again by')),
                ('reviewed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last checked')),
                ('title_nl', models.CharField(max_length=80, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=80, verbose_name='title in English')),
                ('text_nl', models.TextField(max_length=800, verbose_name='text')),
                ('text_en', models.TextField(blank=True, max_length=800, verbose_name='text in English')),
                ('situations', models.JSONField(blank=True, default=list, verbose_name='situations')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                ('organisation', models.ForeignKey(blank=True, help_text='Who helps with it. Shown under the tip while it is published.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tips', to='directory.organisation', verbose_name='organisation')),
                ('reviewed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
            ],
            options={
                'verbose_name': 'tip',
                'verbose_name_plural': 'tips',
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
