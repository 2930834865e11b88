"""A file that a user added to a message. Planned: nothing makes any yet."""

from django.conf import settings
from django.db import models


class Attachment(models.Model):
    """The same file of the same owner is kept once."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attachments")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes
    file = models.FileField(upload_to="attachments")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "sha256"], name="attachment_once")]
