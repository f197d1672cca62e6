#!/bin/sh
# Serve the production form on this machine: gunicorn behind the example proxy, stopped together.
# Used by `make serve`; needs nginx. Address: http://127.0.0.1:${PROXY_PORT:-8080}/, below the path
# of DASHBOARD_BASE_URL where it has one.
set -eu
command -v nginx >/dev/null || { echo "nginx fehlt (Debian: apt-get install nginx-light)." >&2; exit 1; }
port=${PROXY_PORT:-8080}
backend=${DASHBOARD_BIND:-127.0.0.1:8000}
path=$(echo "${DASHBOARD_BASE_URL:-}" | sed -e 's#^[a-z]*://[^/]*##' -e 's#/*$##')
conf=$(pwd)/.build/nginx.conf
mkdir -p .build
sed -e "s/server dashboard:8000/server $backend/" -e "s/listen 8080/listen 127.0.0.1:$port/" \
  -e "s#/tmp/kleinstadt-nginx#/tmp/kleinstadt-nginx-$port#" deploy/nginx.conf >"$conf"
DASHBOARD_BIND=$backend DASHBOARD_PROXY_HOPS=1 .venv/bin/gunicorn &
server=$!
nginx -c "$conf" -g "daemon off;" &
proxy=$!
trap 'kill "$proxy" "$server" 2>/dev/null; wait' EXIT INT TERM
echo "Hinter dem Proxy: http://127.0.0.1:$port$path/"
while kill -0 "$server" 2>/dev/null && kill -0 "$proxy" 2>/dev/null; do sleep 1; done
exit 1
