"""What a new password must be, besides what Django asks for."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """As Django's, whose complaint is in English alone."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short. It needs at least %(number)d character.",
            "This password is too short. It needs at least %(number)d characters.",
            self.min_length,
        ) % {"number": self.min_length}
