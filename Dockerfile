# The site as a container image: two stages, no compiler and no root in the second.
FROM python:3.13-slim-trixie AS build
WORKDIR /site
COPY requirements.lock .
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY gunicorn.conf.py ./
COPY dashboard dashboard
COPY assets assets
COPY data data
# make ready what a start needs, and refuse to build an image with faulty data
RUN .venv/bin/python -m dashboard build

FROM python:3.13-slim-trixie
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin dashboard
WORKDIR /site
COPY --from=build /site /site
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DASHBOARD_BIND=0.0.0.0:8000
USER dashboard
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD [".venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/bereit', timeout=4)"]
CMD [".venv/bin/gunicorn"]
