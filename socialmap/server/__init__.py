"""The server: gunicorn with the app, and the process beside it that runs the jobs."""
