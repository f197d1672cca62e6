"""How gunicorn serves the site; every setting can be overridden by an environment variable."""

import os

wsgi_app = "dashboard.app:server"
bind = os.environ.get("DASHBOARD_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("DASHBOARD_WORKERS", "2"))
threads = 4
worker_class = "gthread"
preload_app = True
timeout = 30
max_requests = 1000
max_requests_jitter = 100
limit_request_line = 4094
control_socket_disable = True
accesslog = "-"
# no address of a visitor is written (PRIV-6)
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'


def when_ready(server):
    """Say where the site is, once it answers."""
    address = bind.replace("0.0.0.0", "127.0.0.1")
    server.log.info("Bereit: http://%s/", address)
