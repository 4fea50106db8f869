"""How gunicorn serves Chancery to others: gunicorn --config docs/deploy/gunicorn.conf.py, from the folder of the project."""

# Where to listen: this machine only, for the proxy in front. Without a proxy "0.0.0.0:8000" and "[::]:8000".
bind = ["127.0.0.1:8000"]

# Processes: one for each processor, and one more. Each takes up to 300 MB (docs/operators.md, Memory).
workers = 3

# Threads of each. They wait for their turn or for the database most of the time: archive/limits says how many work at once.
threads = 32

# Requests are read whole and answers sent by one thread for all connections, so that slow clients hold nobody up.
worker_class = "archive.serving.gunicorn_worker.BufferingWorker"
worker_connections = 4000
backlog = 2048

# Loaded once, before the processes are made: they share its memory, and the counts that limits go by.
wsgi_app = "archive.serving.server:load()"
preload_app = True

# Seconds: until a process that does not answer is replaced; until requests under way are given up when the server stops.
timeout = 60
graceful_timeout = 20

control_socket_disable = True

# Its own lines of the log look like all others (LOG_FORMAT). It writes none for a request: LOG_REQUESTS does.
logger_class = "archive.serving.monitoring.log_lines.GunicornLog"
