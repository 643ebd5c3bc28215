-- Roles and schemas of HSDPO in its database. Run once, as a superuser, in the database the chart names (database.name).
--
-- Each service has two roles. The owner migrates the schema and serves nobody. The application role owns nothing, so that
-- row-level security holds for it, and cannot change the shape of a table. Which rows and which verbs it gets on a table is
-- said by the migrations of the service. Passwords are set elsewhere: by the operator from Secrets, or with \password.

CREATE ROLE hsdpo_gateway_owner NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE hsdpo_ingestion_owner NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE hsdpo_agent_owner NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE hsdpo_gateway NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE hsdpo_ingestion NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE hsdpo_agent NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;

CREATE SCHEMA gateway AUTHORIZATION hsdpo_gateway_owner;
CREATE SCHEMA ingestion AUTHORIZATION hsdpo_ingestion_owner;
CREATE SCHEMA agent AUTHORIZATION hsdpo_agent_owner;

GRANT USAGE ON SCHEMA gateway TO hsdpo_gateway;
GRANT USAGE ON SCHEMA ingestion TO hsdpo_ingestion;
GRANT USAGE ON SCHEMA agent TO hsdpo_agent;

-- Nobody else connects, and nobody works in the schema that every role can see.
DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()); END $$;
DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO hsdpo_gateway, hsdpo_gateway_owner, hsdpo_ingestion, hsdpo_ingestion_owner, hsdpo_agent, hsdpo_agent_owner', current_database()); END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
