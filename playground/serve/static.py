"""Static files: named by their content, so browsers keep them for ever, and compressed once."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Rewrites `import` paths in JavaScript modules too."""

    support_js_module_import_aggregation = True
