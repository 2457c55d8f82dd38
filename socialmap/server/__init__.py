"""The server: gunicorn with the app, and a process beside it that runs the jobs."""
