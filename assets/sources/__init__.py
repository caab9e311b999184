"""Who publishes, who answers, what the areas are: tables that feeds and measures name."""

from pathlib import Path

from pipelines.catalogue.sources import read_sources

SOURCES = read_sources(Path(__file__).parent)
source = SOURCES.feed
