# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/caunoi
COPY requirements.lock .
RUN /opt/caunoi/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY storage storage
COPY faq faq
RUN /opt/caunoi/bin/pip install --no-deps .

FROM python:3.13-slim
# The slim image has no time zones; PostgreSQL's and Python's own must agree with Asia/Ho_Chi_Minh.
RUN apt-get update && apt-get install -y --no-install-recommends tzdata && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/caunoi --create-home caunoi \
    && install -d -o caunoi -g caunoi -m 700 /var/lib/caunoi/data
COPY --from=build /opt/caunoi /opt/caunoi
ENV PATH=/opt/caunoi/bin:$PATH PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8080 DATA_DIR=/var/lib/caunoi/data
USER caunoi
WORKDIR /var/lib/caunoi
VOLUME /var/lib/caunoi/data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["caunoi"]
CMD ["run"]
