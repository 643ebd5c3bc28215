package org.hsdpo.ingestion.ehr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Speaks with one server: SMART App Launch 2.2 (Backend Services, client-confidential-asymmetric) for the token, FHIR Bulk Data
 * Access 2.0 for the export. Redirections are not followed. Calls block.
 */
public final class EhrClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_ANSWER = 16 << 20;
    /** At most five minutes by the specification. */
    private static final Duration ASSERTION = Duration.ofMinutes(4);

    private static final Duration BEFORE_EXPIRY = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** How an export goes. */
    public sealed interface Status {
        /** It is being made; to be asked again after a while. */
        record Running(Optional<Duration> retryAfter) implements Status {}

        /** It is there. */
        record Complete(Manifest manifest) implements Status {}
    }

    /**
     * What an export is made of.
     *
     * @param needsToken whether files are given for a token only
     * @param files by type, in order
     * @param deleted files of what the server deleted
     * @param errors files of what it could not export
     */
    public record Manifest(boolean needsToken, List<ExportedFile> files, int deleted, int errors) {}

    /** One file. */
    public record ExportedFile(String type, String url) {}

    /** A file from some byte on. */
    public record Download(InputStream content, long from) {}

    private record Token(String value, Instant until) {}

    private final EhrServer server;
    private final Clock clock;
    private final HttpClient http;
    private Token token;

    EhrClient(EhrServer server, Optional<SSLContext> authorities, Clock clock) {
        this.server = server;
        this.clock = clock;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(server.config().timeout());
        authorities.ifPresent(builder::sslContext);
        http = builder.build();
    }

    public EhrServer server() {
        return server;
    }

    /** Asks for an export and gives the address where its state is told. */
    public URI kickOff() {
        HttpResponse<InputStream> answer = send(request(server.kickOff(), true)
                .header("Accept", "application/fhir+json")
                .header("Prefer", "respond-async")
                .GET());
        close(answer);
        if (answer.statusCode() != 202) {
            throw refused("the export is refused", answer);
        }
        return server.followed(answer.headers()
                .firstValue("Content-Location")
                .orElseThrow(
                        () -> EhrFailure.lasting(server.name() + " accepts the export and does not say where it is")));
    }

    /** Asks how an export goes. */
    public Status status(URI status) {
        HttpResponse<InputStream> answer =
                send(request(status, true).header("Accept", "application/json").GET());
        if (answer.statusCode() == 202) {
            close(answer);
            return new Status.Running(retryAfter(answer));
        }
        if (answer.statusCode() != 200) {
            close(answer);
            throw refused("the export failed", answer);
        }
        return new Status.Complete(manifest(json(answer)));
    }

    private static Manifest manifest(JsonNode json) {
        if (!json.path("output").isArray()) {
            throw EhrFailure.lasting("the manifest of the export is none");
        }
        List<ExportedFile> files = new ArrayList<>();
        for (JsonNode output : json.path("output")) {
            files.add(new ExportedFile(
                    EhrServer.text(output, "type").orElse(""),
                    EhrServer.text(output, "url")
                            .orElseThrow(() -> EhrFailure.lasting("a file of the manifest has no address"))));
        }
        return new Manifest(
                json.path("requiresAccessToken").asBoolean(false),
                files,
                json.path("deleted").size(),
                json.path("error").size());
    }

    /** Opens a file, from the given byte on where the server can do that. */
    public Download download(URI file, boolean needsToken, long from) {
        HttpRequest.Builder request = request(file, needsToken)
                .header("Accept", "application/fhir+ndjson")
                .GET();
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        HttpResponse<InputStream> answer = send(request);
        return switch (answer.statusCode()) {
            case 200 -> new Download(answer.body(), 0);
            case 206 -> new Download(answer.body(), partBegins(answer, from));
            case 416 -> {
                close(answer);
                yield new Download(InputStream.nullInputStream(), from);
            }
            default -> {
                close(answer);
                throw refused("a file is refused", answer);
            }
        };
    }

    private long partBegins(HttpResponse<InputStream> answer, long from) {
        String range = answer.headers().firstValue("Content-Range").orElse("");
        if (!range.startsWith("bytes " + from + "-")) {
            close(answer);
            throw EhrFailure.lasting(server.name() + " answers with another part of a file than was asked for");
        }
        return from;
    }

    /** Tells the server that the export is no longer needed; nothing depends on it. */
    public void discard(URI status) {
        try {
            close(send(request(status, true).DELETE()));
        } catch (EhrFailure notThen) {
            // The server deletes it itself after a while.
        }
    }

    private HttpRequest.Builder request(URI address, boolean withToken) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(server.config().timeout());
        if (withToken) {
            request.header("Authorization", "Bearer " + token());
        }
        return request;
    }

    private synchronized String token() {
        if (token == null || !clock.instant().isBefore(token.until())) {
            token = newToken();
        }
        return token.value();
    }

    private synchronized void forgetToken() {
        token = null;
    }

    private Token newToken() {
        JsonNode abilities = json(ok(
                send(HttpRequest.newBuilder(server.smartConfiguration())
                        .timeout(server.config().timeout())
                        .header("Accept", "application/json")
                        .GET()),
                "there is no SMART configuration"));
        URI endpoint = server.followed(EhrServer.text(abilities, "token_endpoint")
                .orElseThrow(() -> EhrFailure.lasting(server.name() + " names no token endpoint")));
        String form = "grant_type=client_credentials&scope="
                + encoded(server.config().scope())
                + "&client_assertion_type=" + encoded("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                + "&client_assertion=" + assertion(endpoint);
        JsonNode answer = json(ok(
                send(HttpRequest.newBuilder(endpoint)
                        .timeout(server.config().timeout())
                        .header("Accept", "application/json")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))),
                "no token is given"));
        String value = EhrServer.text(answer, "access_token")
                .orElseThrow(() -> EhrFailure.lasting(server.name() + " answers without a token"));
        Duration life = Duration.ofSeconds(answer.path("expires_in").asLong(60)).minus(BEFORE_EXPIRY);
        return new Token(value, clock.instant().plus(life.isNegative() ? Duration.ZERO : life));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String assertion(URI endpoint) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(server.config().clientId());
        claims.setSubject(server.config().clientId());
        claims.setAudience(endpoint.toString());
        claims.setExpirationTime(
                NumericDate.fromMilliseconds(clock.instant().plus(ASSERTION).toEpochMilli()));
        claims.setGeneratedJwtId();
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(server.key().getPrivateKey());
        signature.setKeyIdHeaderValue(server.key().getKeyId());
        signature.setAlgorithmHeaderValue(server.algorithm());
        signature.setHeader("typ", "JWT");
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("the key of " + server.name() + " does not sign", e);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw EhrFailure.passing(server.name() + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EhrFailure.passing("interrupted", e);
        }
    }

    private HttpResponse<InputStream> ok(HttpResponse<InputStream> answer, String otherwise) {
        if (answer.statusCode() != 200) {
            close(answer);
            throw refused(otherwise, answer);
        }
        return answer;
    }

    private EhrFailure refused(String what, HttpResponse<InputStream> answer) {
        int status = answer.statusCode();
        String message = server.name() + ": " + what + " (status " + status + ")";
        if (status == 401) {
            // The token may have been taken back before its time; with a new one it may go on.
            forgetToken();
            return EhrFailure.passing(message, Optional.empty());
        }
        return status == 408 || status == 429 || status >= 500
                ? EhrFailure.passing(message, retryAfter(answer))
                : EhrFailure.lasting(message);
    }

    private Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .map(String::strip)
                .flatMap(text -> {
                    try {
                        return Optional.of(
                                text.matches("[0-9]{1,9}")
                                        ? Duration.ofSeconds(Long.parseLong(text))
                                        : Duration.between(
                                                clock.instant(),
                                                ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                                        .toInstant()));
                    } catch (DateTimeException e) {
                        return Optional.empty();
                    }
                })
                .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    private JsonNode json(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            byte[] content = body.readNBytes(LARGEST_ANSWER + 1);
            if (content.length > LARGEST_ANSWER) {
                throw EhrFailure.lasting(server.name() + " answers with more than " + LARGEST_ANSWER + " bytes");
            }
            JsonNode json = JSON.readTree(content);
            if (json == null || !json.isObject()) {
                throw EhrFailure.lasting(server.name() + " answers with something that is not a JSON object");
            }
            return json;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw EhrFailure.lasting(server.name() + " answers with something that is not JSON");
        } catch (IOException e) {
            throw EhrFailure.passing(server.name() + " breaks off its answer", e);
        }
    }

    private static void close(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException e) {
            // Nothing more is wanted of it.
        }
    }
}
