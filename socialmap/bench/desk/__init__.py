"""The desk of a large catalogue: how fast Today answers, and how long people wait for an import."""
