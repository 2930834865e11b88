"""The catalog's own pages inside the admin panel."""

from .. import panel, standing
from ..views import choosing, inquiries, keys, picking

CHANGE = "catalog.change_endpoint"
KEYS = "catalog.change_credential"
OFFER = "catalog.add_languagemodel"
MODEL = "catalog.change_languagemodel"
ENDPOINT = "catalog/endpoint"

panel.concerns.append(standing.concerns)
panel.pages += [
    panel.Page("catalog_endpoint_pick", f"{ENDPOINT}/pick/", picking.pick, permission="catalog.add_endpoint"),
    panel.Page("catalog_endpoint_address", f"{ENDPOINT}/address/", picking.address, permission=CHANGE),
    panel.Page("catalog_endpoint_check_new", f"{ENDPOINT}/check/", inquiries.check_new, permission=CHANGE),
    panel.Page("catalog_endpoint_check", f"{ENDPOINT}/<int:pk>/check/", inquiries.check, permission=CHANGE),
    panel.Page("catalog_inquiry", "catalog/inquiry/<int:pk>/", inquiries.inquiry),  # of whoever started it
    panel.Page("catalog_model_probe", "catalog/languagemodel/<int:pk>/probe/", inquiries.probe, permission=MODEL),
    panel.Page("catalog_endpoint_keys", f"{ENDPOINT}/<int:pk>/keys/", keys.keys, permission=KEYS),
    panel.Page("catalog_key_revoke", "catalog/key/<int:pk>/revoke/", keys.revoke, permission=KEYS),
    panel.Page("catalog_endpoint_header", f"{ENDPOINT}/<int:pk>/headers/", keys.header, permission=KEYS),
    panel.Page("catalog_header_remove", f"{ENDPOINT}/<int:pk>/headers/remove/", keys.remove_header, permission=KEYS),
    panel.Page("catalog_endpoint_models", f"{ENDPOINT}/<int:pk>/models/", choosing.models, permission=OFFER),
    panel.Page("catalog_endpoint_ask", f"{ENDPOINT}/<int:pk>/models/ask/", choosing.ask, permission=OFFER),
]
