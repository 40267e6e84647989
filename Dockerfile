# The image of every process of an installation: docker-compose.yml says which one a container runs.
FROM python:3.11-slim-bookworm

# Libraries of documents and uploads (bin/missing_libraries.py), and the tools of backup and restore.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fontconfig fontconfig-config libfontconfig1 libglib2.0-0 libharfbuzz0b libharfbuzz-subset0 libmagic1 libpango-1.0-0 \
        libpangoft2-1.0-0 postgresql-client \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 XDG_CACHE_HOME=/tmp/cache \
    POZYTEK_PRODUCTION=1 POZYTEK_VAR=/var/lib/pozytek POZYTEK_STATIC=/srv/pozytek-static

WORKDIR /srv/pozytek
COPY requirements.txt ./
RUN pip install --no-cache-dir --requirement requirements.txt

COPY . .
# Static files are part of the version; the secret is for this one command and stays out of the image.
RUN POZYTEK_SECRET_KEY=build python manage.py collectstatic --noinput --verbosity 0 \
    && useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin pozytek \
    && install --directory --owner pozytek --group pozytek --mode 0700 /var/lib/pozytek /backups
USER pozytek
VOLUME ["/var/lib/pozytek", "/backups"]
EXPOSE 8000

ENTRYPOINT ["python"]
CMD ["manage.py", "check", "--deploy"]
