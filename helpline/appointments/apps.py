from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "helpline.appointments"
    label = "appointments"

    def ready(self) -> None:
        """Have keyed codes read, and offer appointments beside contacts and cases."""
        from helpline.appointments import joining, offering, phone

        phone.register()
        offering.register()
        joining.register()
