# Two stages: one that builds, with everything that needs; one that runs, with nothing but Python and PostgreSQL's client.
FROM python:3.13-slim-trixie AS bau
WORKDIR /portal
# Versions of Debian's packages are those of the pinned release.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends make npm \
 && rm -rf /var/lib/apt/lists/*
COPY requirements/ requirements/
COPY werkzeuge/ werkzeuge/
COPY Makefile package.json package-lock.json .npmrc ./
RUN make .venv/portal build/kern
COPY . .
# The settings want a secret; the one that make invents for this goes with the line, and no image holds one.
RUN make installieren \
 && rm -rf .env node_modules \
 && .venv/bin/python -m compileall -q .

FROM python:3.13-slim-trixie
LABEL org.opencontainers.image.title="Präventionsketten-Portal" \
      org.opencontainers.image.licenses="EUPL-1.2"
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client-17 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin portal \
 && install --directory --owner=portal --mode=0700 /daten /sicherungen
COPY --from=bau /portal /portal
WORKDIR /portal
ENV PATH=/portal/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    WEB_ADRESSE=0.0.0.0:8000 \
    MEDIA_ROOT=/daten \
    SICHERUNG_ORDNER=/sicherungen
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "einrichtung/gesund.py"]
CMD ["gunicorn", "praeventionsketten.wsgi"]
