package org.hsdpo.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.hsdpo.cli.CommandFailure;

/** The gateway's REST API, as a partner application would call it. */
public final class GatewayClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI gateway;
    private final String token;

    public GatewayClient(URI gateway, String token) {
        this.gateway = gateway;
        this.token = token;
    }

    /** An answer with its status and parsed body. */
    public record Answer(int status, HttpResponse<String> response) {
        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new CommandFailure("the gateway answered " + status + " with something that is not JSON", e);
            }
        }
    }

    /** The gateway does not answer; the same may succeed later. */
    public static final class NoAnswer extends CommandFailure {
        private static final long serialVersionUID = 1L;

        NoAnswer(IOException cause) {
            super("the gateway does not answer: " + cause, cause);
        }
    }

    public Answer addRecord(String patientId, PatientFile file) {
        return addRecord(patientId, file.mediaType(), file.gzipped(), file.content());
    }

    public Answer addRecord(String patientId, String mediaType, boolean gzipped, byte[] content) {
        HttpRequest.Builder request = request("/v1/patients/" + patientId + "/records")
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(content));
        if (gzipped) {
            request.header("Content-Encoding", "gzip");
        }
        return send(request);
    }

    /** @param options JSON of the request, for example {@code {"asOf": "2026-01-01T00:00:00Z"}} */
    public Answer createProfile(String patientId, String options) {
        return send(request("/v1/patients/" + patientId + "/prescription-profiles")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(options)));
    }

    public Answer profile(String patientId, String profileId) {
        return send(request("/v1/patients/" + patientId + "/prescription-profiles/" + profileId)
                .GET());
    }

    /** Has a stored profile made again and compared. */
    public Answer replay(String patientId, String profileId) {
        return send(request("/v1/patients/" + patientId + "/prescription-profiles/" + profileId + "/replay")
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    public Answer review(String patientId, String profileId, String review) {
        return send(request("/v1/patients/" + patientId + "/prescription-profiles/" + profileId + "/review")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(review)));
    }

    /** Opens a load of files of many patients. */
    public Answer openLoad(String load) {
        return send(request("/v1/bulk-loads/" + load)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.noBody()));
    }

    /** Opens a load whose files are fetched from a server that the operator has configured. */
    public Answer openLoad(String load, String source) {
        return send(request("/v1/bulk-loads/" + load)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"source\": \"" + source + "\"}")));
    }

    /** @param packed NDJSON, compressed with gzip */
    public Answer appendPart(String load, String file, long offset, boolean last, byte[] packed) {
        return send(request("/v1/bulk-loads/" + load + "/files/" + file + "?offset=" + offset + "&last=" + last)
                .header("Content-Type", "application/fhir+ndjson")
                .header("Content-Encoding", "gzip")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(packed)));
    }

    public Answer startLoad(String load) {
        return send(request("/v1/bulk-loads/" + load + "/start").POST(HttpRequest.BodyPublishers.noBody()));
    }

    public Answer load(String load, int rejections) {
        return send(
                request("/v1/bulk-loads/" + load + "?rejections=" + rejections).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new NoAnswer(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    /** The fault a problem+json document names, in one line. */
    public static String fault(Answer answer) {
        JsonNode problem = answer.json();
        StringBuilder line = new StringBuilder(problem.path("title").asText("status " + answer.status()));
        if (problem.hasNonNull("detail")) {
            line.append(": ").append(problem.get("detail").asText());
        }
        for (JsonNode violation : problem.path("violations")) {
            line.append("; ").append(violation.path("field").asText());
            line.append(": ").append(violation.path("message").asText());
            if (!violation.path("accepted").asText().isEmpty()) {
                line.append(" (accepted: ")
                        .append(violation.path("accepted").asText())
                        .append(')');
            }
        }
        return line.toString();
    }
}
