#!/bin/sh
# Once, when the server's data is made: the pipeline's user, who owns its database and nothing else.
set -eu

psql --username "${POSTGRES_USER:-postgres}" --set ON_ERROR_STOP=1 --set password="$(cat "${STORE_PASSWORD_FILE:-/run/secrets/store-password}")" <<'SQL'
CREATE ROLE pipeline LOGIN PASSWORD :'password';
CREATE DATABASE pipeline OWNER pipeline TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8';
SQL
