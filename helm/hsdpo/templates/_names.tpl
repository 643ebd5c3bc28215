{{/* Names, labels and images. */}}

{{- define "hsdpo.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The five services with their ports and calls, from files/topology.yaml. */}}
{{- define "hsdpo.topology" -}}
{{- .Files.Get "files/topology.yaml" -}}
{{- end -}}

{{/* Resource name of one service. Arguments: root, service. */}}
{{- define "hsdpo.serviceName" -}}
{{- printf "%s-%s" (include "hsdpo.fullname" .root) .service -}}
{{- end -}}

{{/* DNS name of one service inside the cluster. Arguments: root, service. */}}
{{- define "hsdpo.serviceHost" -}}
{{- printf "%s.%s.svc.%s" (include "hsdpo.serviceName" .) .root.Release.Namespace .root.Values.mesh.clusterDomain -}}
{{- end -}}

{{/* Labels that select every pod of the release. */}}
{{- define "hsdpo.releaseSelector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Labels that select the pods of one service. Arguments: root, service. */}}
{{- define "hsdpo.selector" -}}
{{ include "hsdpo.releaseSelector" .root }}
app.kubernetes.io/component: {{ .service }}
{{- end -}}

{{/* Labels of every resource. Arguments: root, service. */}}
{{- define "hsdpo.labels" -}}
{{ include "hsdpo.selector" . }}
app.kubernetes.io/part-of: hsdpo
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* Image of one service. Arguments: root, service. */}}
{{- define "hsdpo.image" -}}
{{- $registry := required "image.registry is empty: name the registry and path that hold the images, e.g. registry.example.org/hsdpo" .root.Values.image.registry -}}
{{- $digest := (index .root.Values.services .service).digest -}}
{{- if $digest -}}
{{- printf "%s/%s@%s" $registry .service $digest -}}
{{- else -}}
{{- printf "%s/%s:%s" $registry .service (default .root.Chart.AppVersion .root.Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* Secret with the mesh certificate of one service. Arguments: root, service. */}}
{{- define "hsdpo.meshSecret" -}}
{{- if eq .root.Values.mesh.certificates.source "existing" -}}
{{- required (printf "mesh.certificates.existingSecrets.%s is empty: name the TLS Secret of the service, or set mesh.certificates.source to cert-manager" .service) (index .root.Values.mesh.certificates.existingSecrets .service) -}}
{{- else -}}
{{- printf "%s-mesh" (include "hsdpo.serviceName" .) -}}
{{- end -}}
{{- end -}}
