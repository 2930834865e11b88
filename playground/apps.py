from django.contrib.admin.apps import AdminConfig


class ParleyAdminConfig(AdminConfig):
    """Makes Parley's site the one that `admin.site` means."""

    default_site = "playground.catalog.site.ParleyAdminSite"
