"""The small hand-made snapshot that the dashboards' tests read is read here too."""

from tests.dashboards.conftest import publish, published, published_folder, snapshot_tables

__all__ = ["publish", "published", "published_folder", "snapshot_tables"]
