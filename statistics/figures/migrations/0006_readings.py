from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('statistics', '0005_reason_of_topic'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='fact',
            name='fact_month',
        ),
        migrations.AddIndex(
            model_name='fact',
            index=models.Index(fields=['programme', 'month_date', 'channel', 'kind', 'target_group', 'gender', 'contact_of_year'], name='fact_contacts'),
        ),
        migrations.AddIndex(
            model_name='fact',
            index=models.Index(fields=['programme', 'month_date', 'age_band', 'gender', 'relation', 'police_before', 'kind'], name='fact_people'),
        ),
        migrations.AddIndex(
            model_name='fact',
            index=models.Index(fields=['programme', 'month_date', 'target_group', 'own_behaviour', 'concern_about', 'how_found', 'kind'], name='fact_worries'),
        ),
        migrations.AddIndex(
            model_name='fact',
            index=models.Index(fields=['programme', 'month_date', 'topics', 'referrals', 'kind'], name='fact_topics'),
        ),
        migrations.AddIndex(
            model_name='fact',
            index=models.Index(fields=['programme', 'month_date', 'platforms', 'actions_taken', 'kind'], name='fact_platforms'),
        ),
    ]
