# syntax=docker/dockerfile:1
# One image: the binary, what it reads, and the system libraries it calls. Runs as an ordinary user.

FROM swift:6.3-bookworm AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    libargon2-dev libcurl4-openssl-dev libmagic-dev libpq-dev libqrencode-dev \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /build
# Dependencies change seldom: a layer of their own, kept while the manifest stays.
COPY Package.* ./
RUN swift package resolve
COPY Sources Sources
# The manifest names the tests, so SwiftPM wants to see them.
COPY Tests Tests
RUN swift build -c release --product polyclinic --static-swift-stdlib \
  && strip --strip-debug -o /polyclinic .build/release/polyclinic

FROM debian:12-slim
# tzdata: the clinics' time zones. libvips-tools poppler-utils: images and pages of documents are drawn by processes of their own.
# weasyprint and fonts: so are invoices and summaries printed, whatever script a name is in.
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    ca-certificates curl fonts-noto-cjk fonts-noto-core libargon2-1 libcurl4 libmagic1 libpq5 libqrencode4 \
    libstdc++6 libvips-tools poppler-utils tzdata util-linux weasyprint \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin polyclinic \
  && install -d -o polyclinic -g polyclinic /var/lib/polyclinic
WORKDIR /srv/polyclinic
COPY --from=build /polyclinic /usr/local/bin/polyclinic
COPY Templates Templates
COPY Public Public
COPY Migrations Migrations
ENV POLYCLINIC_ENVIRONMENT=production \
  POLYCLINIC_HOST=0.0.0.0 \
  POLYCLINIC_PORT=8080 \
  POLYCLINIC_ROOT=/srv/polyclinic \
  POLYCLINIC_FILES=/var/lib/polyclinic
USER polyclinic
EXPOSE 8080
# Up, not ready: a container is not to be killed because its database restarts.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["polyclinic"]
CMD ["serve"]
