"""What goes wrong between us and a provider, in plain words, by the kind of its error."""

from django.utils.translation import gettext_lazy as _

WHAT = {
    "authentication": _("The provider did not accept the API key."),
    "permission": _("The provider does not allow this."),
    "billing": _("The provider's account cannot pay for this."),
    "rate_limit": _("The provider asks us to slow down."),
    "not_found": _("The provider does not know this model."),
    "context_length": _("The conversation is longer than this model can read."),
    "too_large": _("The request is too large for the provider."),
    "invalid_request": _("The provider did not accept the request."),
    "unsupported": _("This model cannot do what was asked."),
    "no_streaming": _("This model does not send its answers as they are written."),
    "invalid_call": _("This pane's settings cannot be used."),
    "unavailable": _("The provider is failing or overloaded."),
    "refused": _("The provider refused the request."),
    "job_failed": _("The provider's worker did not finish."),
    "timeout": _("The provider took too long."),
    "connection": _("The provider could not be reached."),
    "name_resolution": _("The provider's host name is not known."),
    "tls": _("A secure connection to the provider could not be made."),
    "blocked": _("The provider's address is not allowed here."),
    "redirect": _("The provider answered from another address."),
    "protocol": _("The provider's answer could not be understood."),
    "truncated": _("The answer broke off."),
    "limit": _("The answer is larger than allowed."),
}
UNKNOWN = _("The provider could not answer.")
