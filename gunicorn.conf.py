"""How gunicorn serves the site; what an operator may choose stands in `.env.example`."""

import ctypes
import errno
import gc
import os
import socket
import sys

from dashboard.facts.built import FILE
from dashboard.web.config import SettingsError, settings_from

try:
    settings = settings_from()
except SettingsError as error:
    sys.exit(str(error))

# nothing that a start makes is garbage: to look for some is a sixth of its time; until `pre_fork`
gc.disable()

BUSY = (
    "{bind} ist schon belegt: Bitte das Programm beenden, das dort läuft, oder in der Datei .env "
    'mit DASHBOARD_BIND="{other}" einen anderen Port wählen.'
)
wsgi_app = "dashboard.web.app:server"
bind = settings.bind
workers = settings.workers
threads = settings.threads
worker_class = "dashboard.web.serving.Worker"
preload_app = True  # the data are read once, and all workers share their memory
timeout = 30
graceful_timeout = 30
forwarded_allow_ips = ""  # whom to believe about the scheme is DASHBOARD_PROXY_HOPS' to say
keepalive = 5
max_requests = 100_000
max_requests_jitter = 10_000
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
control_socket_disable = True
# heartbeats need no disk
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
accesslog = "-"
logger_class = f"dashboard.web.logs.{'CountingLogger' if settings.statsd else 'Logger'}"
statsd_host = settings.statsd or None
statsd_prefix = "kleinstadt"


def on_starting(server):
    """Say in a sentence where a port is taken: gunicorn says it ten times, in English."""
    if server.master_pid or "LISTEN_FDS" in os.environ:
        return  # the sockets are handed over by the master before, or by systemd
    for bind, address in zip(server.cfg.bind, server.cfg.address, strict=True):
        if isinstance(address, tuple):  # the file of a unix socket is simply made anew
            family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
            try:
                socket.create_server(address, family=family).close()
            except OSError as reason:  # of another fault gunicorn says what it is
                if reason.errno == errno.EADDRINUSE:
                    other = f"{bind.rpartition(':')[0]}:{address[1] ^ 1}"
                    sys.exit(BUSY.format(bind=bind, other=other))


def on_reload(arbiter):
    """On SIGHUP serve the new data if they are sound, else the ones before."""
    from dashboard.web.renewal import renewed

    gc.unfreeze()
    arbiter.app.callable = renewed(arbiter.app.callable, arbiter.log)
    gc.collect()  # the data before are no longer needed here


def pre_fork(_server, _worker):
    """Leave what all workers share to be looked through by none: looking would copy it."""
    gc.freeze()
    gc.enable()
    give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if give_back:  # glibc keeps what a start needed for a moment, a tenth of all
        give_back(0)


def when_ready(server):
    """Say where the site is, and what an operator may have forgotten."""
    if not (settings.build_folder / FILE).exists():
        server.log.warning("Nicht gebaut: „make build“ macht Start und Seiten schneller.")
    if settings.statsd and server.log.sock is None:
        server.log.error(
            "DASHBOARD_STATSD: „%s“ ist nicht zu finden, nichts wird gezählt.", settings.statsd
        )
    for listener in server.LISTENERS:
        address = str(listener).replace("0.0.0.0", "127.0.0.1")
        path = f"{settings.prefix}/" if "://" in address else ""
        server.log.info("Bereit: %s%s", address, path)
