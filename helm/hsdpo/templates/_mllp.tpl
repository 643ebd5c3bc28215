{{/* HL7 v2 over MLLP. */}}

{{/* The listeners as JSON, checked; none where MLLP is off. Argument: root. */}}
{{- define "hsdpo.mllp.listeners" -}}
{{- $listeners := list -}}
{{- if .Values.mllp.enabled -}}
{{- $listeners = required "mllp.listeners is empty: name at least one listener, or set mllp.enabled to false" .Values.mllp.listeners -}}
{{- $seen := dict -}}
{{- range $listeners -}}
{{- if and (not .tlsSecret) (not .clearText) -}}
{{- fail (printf "mllp.listeners: %s has no tlsSecret: name the TLS Secret of the port, or set clearText to true on a network that is encrypted itself" .name) -}}
{{- end -}}
{{- if and .tlsSecret .clearText -}}
{{- fail (printf "mllp.listeners: %s has a tlsSecret and clearText: a port is one or the other" .name) -}}
{{- end -}}
{{- range $key := list (printf "name %s" .name) (printf "port %d" (int .port)) -}}
{{- if hasKey $seen $key -}}
{{- fail (printf "mllp.listeners: %s stands twice" $key) -}}
{{- end -}}
{{- $_ := set $seen $key true -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $listeners -}}
{{- end -}}

{{/*
Environment of the serving container. Argument: root. A number in a variable's name would be read as the index of a list where no
file names the property, so that the certificate has the name "server".
*/}}
{{- define "hsdpo.mllp.environment" -}}
{{- range include "hsdpo.mllp.listeners" . | fromJsonArray }}
{{- $prefix := printf "HSDPO_INGESTION_MLLP_LISTENERS_%s" (upper .name) }}
- name: {{ $prefix }}_PORT
  value: {{ int .port | quote }}
- name: {{ $prefix }}_TENANT
  value: {{ .tenant | quote }}
- name: {{ $prefix }}_SENDERS
  value: {{ join "," .senders | quote }}
- name: {{ $prefix }}_PATIENT_AUTHORITY
  value: {{ .patientAuthority | quote }}
{{- with .patientIdentifierType }}
- name: {{ $prefix }}_PATIENT_IDENTIFIER_TYPE
  value: {{ . | quote }}
{{- end }}
{{- with .processingIds }}
- name: {{ $prefix }}_PROCESSING_IDS
  value: {{ join "," . | quote }}
{{- end }}
{{- if .tlsSecret }}
- name: {{ $prefix }}_TLS
  value: {{ printf "mllp%s" .name }}
- name: {{ $prefix }}_CLIENT_CERTIFICATE
  value: "true"
{{- $tls := printf "QUARKUS_TLS_MLLP%s" (upper .name) }}
- name: {{ $tls }}_KEY_STORE_PEM_SERVER_CERT
  value: /etc/hsdpo/mllp/{{ .name }}/tls.crt
- name: {{ $tls }}_KEY_STORE_PEM_SERVER_KEY
  value: /etc/hsdpo/mllp/{{ .name }}/tls.key
- name: {{ $tls }}_TRUST_STORE_PEM_CERTS
  value: /etc/hsdpo/mllp/{{ .name }}/ca.crt
{{- end }}
{{- end }}
{{- end -}}
