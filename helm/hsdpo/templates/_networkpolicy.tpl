{{- define "hsdpo.networkpolicy.dns" -}}
- to:
    {{- required "networkPolicy.dns is empty: say where the cluster's DNS runs" .Values.networkPolicy.dns | toYaml | nindent 4 }}
  ports:
    - protocol: UDP
      port: 53
    - protocol: TCP
      port: 53
{{- end -}}
