{{/* Parts of the pods. */}}

{{- define "hsdpo.pod.securityContext" -}}
runAsNonRoot: true
runAsUser: {{ .Values.pod.userId }}
runAsGroup: {{ .Values.pod.userId }}
fsGroup: {{ .Values.pod.userId }}
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "hsdpo.container.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop:
    - ALL
{{- end -}}

{{/* Arguments: root, service, facts. */}}
{{- define "hsdpo.pod.mounts" -}}
- name: tmp
  mountPath: /tmp
- name: mesh-certificate
  mountPath: /etc/hsdpo/tls
  readOnly: true
{{- if and .facts.store (eq .root.Values.database.tls.mode "verify-full") }}
- name: database-authority
  mountPath: /etc/hsdpo/database
  readOnly: true
{{- end }}
{{- if and (eq .service "ingestion-service") .root.Values.research.configSecret }}
- name: research
  mountPath: /etc/hsdpo/research
  readOnly: true
{{- end }}
{{- if eq .service "ingestion-service" }}
{{- range include "hsdpo.mllp.listeners" .root | fromJsonArray }}
{{- if .tlsSecret }}
- name: mllp-{{ .name }}
  mountPath: /etc/hsdpo/mllp/{{ .name }}
  readOnly: true
{{- end }}
{{- end }}
{{- end }}
{{- if and (eq .service "ingestion-service") .root.Values.ehr.configSecret }}
- name: ehr
  mountPath: /etc/hsdpo/ehr
  readOnly: true
{{- end }}
{{- if and (eq .service "evaluation-service") .root.Values.siteRules.configMap }}
- name: site-rules
  mountPath: /etc/hsdpo/rules
  readOnly: true
{{- end }}
{{- end -}}

{{/* Arguments: root, service, facts. */}}
{{- define "hsdpo.pod.volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: {{ (index .root.Values.services .service).tmpSize }}
- name: mesh-certificate
  secret:
    secretName: {{ include "hsdpo.meshSecret" . }}
    defaultMode: 0440
{{- if and .facts.store (eq .root.Values.database.tls.mode "verify-full") }}
- name: database-authority
  secret:
    secretName: {{ required "database.tls.caSecret is empty: name the Secret with the certificate authority of PostgreSQL, or set database.tls.mode to disable on a local cluster" .root.Values.database.tls.caSecret }}
    defaultMode: 0440
    items:
      - key: {{ .root.Values.database.tls.caKey }}
        path: ca.crt
{{- end }}
{{- if and (eq .service "ingestion-service") .root.Values.research.configSecret }}
- name: research
  secret:
    secretName: {{ .root.Values.research.configSecret }}
    defaultMode: 0440
    items:
      - key: application.properties
        path: application.properties
{{- end }}
{{- if eq .service "ingestion-service" }}
{{- range include "hsdpo.mllp.listeners" .root | fromJsonArray }}
{{- if .tlsSecret }}
- name: mllp-{{ .name }}
  secret:
    secretName: {{ .tlsSecret }}
    defaultMode: 0440
{{- end }}
{{- end }}
{{- end }}
{{- if and (eq .service "ingestion-service") .root.Values.ehr.configSecret }}
- name: ehr
  secret:
    secretName: {{ .root.Values.ehr.configSecret }}
    defaultMode: 0440
{{- end }}
{{- if and (eq .service "evaluation-service") .root.Values.siteRules.configMap }}
- name: site-rules
  configMap:
    name: {{ .root.Values.siteRules.configMap }}
    defaultMode: 0440
{{- end }}
{{- end -}}
