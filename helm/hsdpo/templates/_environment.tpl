{{/* Environment of the containers: the only way configuration reaches a service. */}}

{{/* What the migrating and the serving container share. Arguments: root, service, facts. */}}
{{- define "hsdpo.environment.common" -}}
- name: QUARKUS_LOG_LEVEL
  value: {{ .root.Values.logging.level }}
- name: JAVA_TOOL_OPTIONS
  value: {{ join " " (index .root.Values.services .service).javaOptions | quote }}
- name: QUARKUS_TLS_MESH_KEY_STORE_PEM_0_CERT
  value: /etc/hsdpo/tls/tls.crt
- name: QUARKUS_TLS_MESH_KEY_STORE_PEM_0_KEY
  value: /etc/hsdpo/tls/tls.key
- name: QUARKUS_TLS_MESH_TRUST_STORE_PEM_CERTS
  value: /etc/hsdpo/tls/ca.crt
{{- if .facts.store }}
{{ include "hsdpo.environment.store" . }}
{{- end }}
{{- range $name, $value := (index .root.Values.services .service).env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* The store of a service, as its application role. Arguments: root, service, facts. */}}
{{- define "hsdpo.environment.store" -}}
{{- $database := .root.Values.database -}}
{{- $host := required "database.host is empty: name the host of PostgreSQL" $database.host -}}
{{- $secret := (index $database.roles .service).application -}}
{{- if eq $database.tls.mode "verify-full" -}}
- name: QUARKUS_DATASOURCE_JDBC_URL
  value: {{ printf "jdbc:postgresql://%s:%d/%s?sslmode=verify-full&sslrootcert=/etc/hsdpo/database/ca.crt" $host (int $database.port) $database.name | quote }}
- name: QUARKUS_DATASOURCE_REACTIVE_URL
  value: {{ printf "postgresql://%s:%d/%s" $host (int $database.port) $database.name | quote }}
- name: QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE
  value: verify-full
- name: QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM
  value: HTTPS
- name: QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM
  value: "true"
- name: QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS
  value: /etc/hsdpo/database/ca.crt
{{- else -}}
- name: QUARKUS_DATASOURCE_JDBC_URL
  value: {{ printf "jdbc:postgresql://%s:%d/%s?sslmode=disable" $host (int $database.port) $database.name | quote }}
- name: QUARKUS_DATASOURCE_REACTIVE_URL
  value: {{ printf "postgresql://%s:%d/%s" $host (int $database.port) $database.name | quote }}
- name: QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE
  value: disable
{{- end }}
- name: QUARKUS_DATASOURCE_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: username
- name: QUARKUS_DATASOURCE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: password
{{- end -}}

{{/* The migration: the owner's role, and exit when done. Arguments: root, service, facts. */}}
{{- define "hsdpo.environment.migration" -}}
{{- $secret := (index .root.Values.database.roles .service).owner -}}
- name: QUARKUS_INIT_AND_EXIT
  value: "true"
- name: QUARKUS_FLYWAY_MIGRATE_AT_START
  value: "true"
- name: QUARKUS_OTEL_SDK_DISABLED
  value: "true"
- name: QUARKUS_FLYWAY_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: username
- name: QUARKUS_FLYWAY_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: password
{{- end -}}

{{/* The serving container. Arguments: root, service, facts. */}}
{{- define "hsdpo.environment.serving" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
- name: QUARKUS_MANAGEMENT_PORT
  value: {{ .facts.managementPort | quote }}
- name: QUARKUS_SHUTDOWN_TIMEOUT
  value: {{ printf "%ds" (int $values.pod.shutdownSeconds) }}
- name: QUARKUS_TLS_MESH_RELOAD_PERIOD
  value: {{ $values.mesh.certificates.reloadPeriod }}
{{- if eq .service "gateway" }}
- name: QUARKUS_HTTP_PORT
  value: {{ .facts.port | quote }}
- name: MP_JWT_VERIFY_ISSUER
  value: {{ required "oidc.issuer is empty: name the issuer whose tokens the gateway accepts" $values.oidc.issuer | quote }}
- name: MP_JWT_VERIFY_PUBLICKEY_LOCATION
  value: {{ required "oidc.jwksLocation is empty: give the address of the issuer's signing keys" $values.oidc.jwksLocation | quote }}
- name: MP_JWT_VERIFY_AUDIENCES
  value: {{ $values.oidc.audience | quote }}
{{- else }}
- name: QUARKUS_HTTP_SSL_PORT
  value: {{ .facts.port | quote }}
- name: QUARKUS_HTTP_INSECURE_REQUESTS
  value: disabled
{{- end }}
{{- if eq .service "ingestion-service" }}
{{- $locations := list }}
{{- if $values.research.configSecret }}{{ $locations = append $locations "/etc/hsdpo/research/application.properties" }}{{ end }}
{{- if $values.ehr.configSecret }}{{ $locations = append $locations "/etc/hsdpo/ehr/application.properties" }}{{ end }}
{{- if $locations }}
- name: QUARKUS_CONFIG_LOCATIONS
  value: {{ join "," $locations }}
{{- end }}
{{- end }}
{{- if and (eq .service "evaluation-service") $values.siteRules.configMap }}
- name: HSDPO_EVALUATION_SITE_RULES
  value: /etc/hsdpo/rules
{{- end }}
{{- if eq .service "ingestion-service" }}
{{- include "hsdpo.mllp.environment" $root }}
{{- end }}
{{- if .facts.store }}
- name: QUARKUS_FLYWAY_MIGRATE_AT_START
  value: "false"
{{- end }}
{{- $topology := include "hsdpo.topology" .root | fromYaml }}
{{- range $client, $callee := .facts.calls }}
- name: {{ printf "QUARKUS_GRPC_CLIENTS_%s_HOST" (upper $client) }}
  value: {{ include "hsdpo.serviceHost" (dict "root" $root "service" $callee) }}
- name: {{ printf "QUARKUS_GRPC_CLIENTS_%s_PORT" (upper $client) }}
  value: {{ (index $topology $callee).port | quote }}
{{- end }}
{{- if $values.telemetry.enabled }}
- name: QUARKUS_OTEL_SDK_DISABLED
  value: "false"
- name: QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ required "telemetry.endpoint is empty: give the OTLP endpoint, or set telemetry.enabled to false" $values.telemetry.endpoint | quote }}
{{- else }}
- name: QUARKUS_OTEL_SDK_DISABLED
  value: "true"
{{- end }}
{{- end -}}
