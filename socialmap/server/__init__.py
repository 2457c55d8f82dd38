"""The server: processes that answer with the app, and one beside them that runs the jobs."""

REFUSED = "socialmap.refused"  # in the environ: the status with which the app must refuse
