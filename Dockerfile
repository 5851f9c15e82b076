# Three stages: the assets, the Python environment, and the small image that runs.
FROM node:24-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY vite.config.ts vite.worker.config.ts tsconfig.json ./
COPY frontend frontend
COPY src src
RUN npm run build

FROM python:3.11-slim AS python
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/santong
WORKDIR /build
COPY requirements/base.txt requirements/base.txt
RUN /opt/santong/bin/pip install --require-hashes -r requirements/base.txt
COPY pyproject.toml README.md LICENSE ./
COPY --from=assets /build/src src
RUN PYTHONPATH=src /opt/santong/bin/python -m santong.kit.i18n \
 && /opt/santong/bin/pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 900 --home-dir /var/lib/santong --create-home santong
COPY --from=python /opt/santong /opt/santong
ENV PATH=/opt/santong/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    SANTONG_HOME=/var/lib/santong
USER santong
WORKDIR /var/lib/santong
VOLUME /var/lib/santong
EXPOSE 8000
ENTRYPOINT ["santong"]
CMD ["serve", "--host", "0.0.0.0"]
