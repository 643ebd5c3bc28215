package org.hsdpo.ingestion;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.HashMapResourceProvider;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/**
 * A FHIR server (HAPI's, with stores in memory) that exports what it holds as FHIR Bulk Data Access 2.0 says, to clients
 * that show who they are as SMART Backend Services says. What can go wrong on the way goes wrong when it is told to.
 */
final class FhirServer implements AutoCloseable {
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    /** Calls that arrived: method, path, and range where there is one. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    /** Answers with a fault instead of serving a call. */
    interface Fault {
        boolean serve(HttpServletRequest call, HttpServletResponse answer) throws IOException;
    }

    /** Tried in order for each call; one that serves it is used up. */
    final List<Fault> faults = new CopyOnWriteArrayList<>();

    /** Takes the place of the origin in the manifest's addresses. */
    volatile String filesAt;

    volatile boolean filesNeedToken = true;
    volatile boolean ranges = true;
    volatile int deletedFiles;

    private final Server server;
    private final int port;
    private final Map<String, PublicJsonWebKey> clients;
    private final Map<String, HashMapResourceProvider<?>> stores = new LinkedHashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Set<String> assertions = new HashSet<>();
    private volatile Map<String, byte[]> files = Map.of();

    FhirServer(int port, Map<String, PublicJsonWebKey> clients) throws Exception {
        this.port = port;
        this.clients = clients;
        filesAt = origin();
        server = new Server(port);
        ServletContextHandler context = new ServletContextHandler();
        RestfulServer fhir = new RestfulServer(FHIR);
        for (Class<? extends IBaseResource> type :
                List.of(Patient.class, Observation.class, Condition.class, MedicationRequest.class, Medication.class)) {
            HashMapResourceProvider<?> store = new HashMapResourceProvider<>(FHIR, type);
            stores.put(type.getSimpleName(), store);
            fhir.registerProvider(store);
        }
        fhir.registerProvider(new Export());
        context.addServlet(new ServletHolder(fhir), "/fhir/*");
        context.addServlet(new ServletHolder(new Rest()), "/other/*");
        context.addServlet(new ServletHolder(new Rest()), "/fhir/.well-known/*");
        context.addFilter(
                (request, response, chain) -> {
                    HttpServletRequest call = (HttpServletRequest) request;
                    String range = call.getHeader("Range");
                    calls.add(call.getMethod() + " " + call.getRequestURI() + (range == null ? "" : " " + range));
                    for (Fault fault : faults) {
                        if (fault.serve(call, (HttpServletResponse) response)) {
                            faults.remove(fault);
                            return;
                        }
                    }
                    chain.doFilter(request, response);
                },
                "/*",
                java.util.EnumSet.of(jakarta.servlet.DispatcherType.REQUEST));
        server.setHandler(context);
        server.start();
    }

    String origin() {
        return "http://localhost:" + port;
    }

    void store(String resource) {
        IBaseResource parsed = FHIR.newJsonParser().parseResource(resource);
        store(stores.get(parsed.fhirType()), parsed);
    }

    @SuppressWarnings("unchecked")
    private static <T extends IBaseResource> void store(HashMapResourceProvider<T> store, IBaseResource resource) {
        store.store((T) resource);
    }

    /** Answers once, where the path fits, with a status and perhaps Retry-After. */
    static Fault status(Predicate<String> path, int status, String retryAfter) {
        return (call, answer) -> {
            if (!path.test(call.getRequestURI())) {
                return false;
            }
            answer.setStatus(status);
            if (retryAfter != null) {
                answer.setHeader("Retry-After", retryAfter);
            }
            return true;
        };
    }

    /** Breaks the connection off in the middle of a file. */
    void cut(String file) {
        faults.add(new Fault() {
            @Override
            public boolean serve(HttpServletRequest call, HttpServletResponse answer) throws IOException {
                if (!call.getRequestURI().endsWith(file)) {
                    return false;
                }
                faults.remove(this);
                return cut(call, answer, file);
            }
        });
    }

    private boolean cut(HttpServletRequest call, HttpServletResponse answer, String file) throws IOException {
        byte[] content = files.get(file);
        answer.setStatus(200);
        answer.setContentLength(content.length);
        answer.getOutputStream().write(content, 0, content.length / 2);
        answer.flushBuffer();
        // Jetty ends the connection of an answer that is shorter than it said.
        throw new IOException("cut");
    }

    private static int from(HttpServletRequest call) {
        String range = call.getHeader("Range");
        return range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    }

    /** Forgets the tokens it gave. */
    void revoke() {
        tokens.clear();
    }

    private boolean isKnown(HttpServletRequest call) {
        String header = call.getHeader("Authorization");
        return header != null && header.startsWith("Bearer ") && tokens.contains(header.substring(7));
    }

    /** The operation of the specification. */
    public final class Export {
        @Operation(name = "$export", typeName = "Patient", idempotent = true, manualResponse = true)
        public void export(HttpServletRequest call, HttpServletResponse answer) throws IOException {
            if (!isKnown(call)) {
                answer.setStatus(401);
            } else if (!"respond-async".equals(call.getHeader("Prefer"))
                    || !"application/fhir+ndjson".equals(call.getParameter("_outputFormat"))) {
                answer.setStatus(400);
            } else {
                files = exported(Arrays.asList(call.getParameter("_type").split(",")));
                answer.setStatus(202);
                answer.setHeader("Content-Location", origin() + "/other/status/1");
            }
        }
    }

    /** Two files a type, so that there is more than one of each. */
    private Map<String, byte[]> exported(List<String> types) {
        Map<String, byte[]> exported = new LinkedHashMap<>();
        stores.forEach((type, store) -> {
            List<String> lines = new ArrayList<>(store.getStoredResources().stream()
                    .map(resource -> FHIR.newJsonParser().encodeResourceToString(resource))
                    .toList());
            if (types.contains(type) && !lines.isEmpty()) {
                int half = (lines.size() + 1) / 2;
                exported.put(type + "-a.ndjson", bytes(lines.subList(0, half)));
                exported.put(type + "-b.ndjson", bytes(lines.subList(half, lines.size())));
            }
        });
        return exported;
    }

    private static byte[] bytes(List<String> lines) {
        return lines.stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Everything beside the FHIR API. */
    private final class Rest extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest call, HttpServletResponse answer) throws IOException {
            String path = call.getRequestURI();
            if (path.equals("/fhir/.well-known/smart-configuration")) {
                json(
                        answer,
                        "{\"token_endpoint\":\"" + origin()
                                + "/other/token\",\"capabilities\":[\"client-confidential-asymmetric\"]}");
            } else if (path.startsWith("/other/status/")) {
                status(call, answer);
            } else if (path.startsWith("/other/files/")) {
                file(call, answer, path.substring("/other/files/".length()));
            } else {
                answer.setStatus(404);
            }
        }

        private void status(HttpServletRequest call, HttpServletResponse answer) throws IOException {
            if (!isKnown(call)) {
                answer.setStatus(401);
                return;
            }
            String output = files.keySet().stream()
                    .map(name -> "{\"type\":\"" + name.replaceAll("-.*", "") + "\",\"url\":\"" + filesAt
                            + "/other/files/" + name + "\"}")
                    .collect(Collectors.joining(","));
            String deleted = "{\"type\":\"Bundle\",\"url\":\"" + filesAt + "/other/files/deleted\"}";
            json(
                    answer,
                    "{\"transactionTime\":\"2026-11-01T00:00:00Z\",\"request\":\"x\",\"requiresAccessToken\":"
                            + filesNeedToken + ",\"output\":[" + output + "],\"deleted\":["
                            + (deletedFiles > 0 ? deleted : "") + "],\"error\":[]}");
        }

        private void file(HttpServletRequest call, HttpServletResponse answer, String name) throws IOException {
            if (filesNeedToken && !isKnown(call)) {
                answer.setStatus(401);
                return;
            }
            if (!filesNeedToken && call.getHeader("Authorization") != null) {
                answer.setStatus(400);
                return;
            }
            byte[] content = files.get(name);
            int from = ranges ? from(call) : 0;
            if (from >= content.length && from > 0) {
                answer.setStatus(416);
                return;
            }
            if (from > 0) {
                answer.setStatus(206);
                answer.setHeader("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            answer.setContentType("application/fhir+ndjson");
            answer.setContentLength(content.length - from);
            answer.getOutputStream().write(content, from, content.length - from);
        }

        @Override
        protected void doPost(HttpServletRequest call, HttpServletResponse answer) throws IOException {
            if (!call.getRequestURI().equals("/other/token")) {
                answer.setStatus(404);
            } else if (isGenuine(call)) {
                String token = UUID.randomUUID().toString();
                tokens.add(token);
                json(
                        answer,
                        "{\"access_token\":\"" + token
                                + "\",\"token_type\":\"bearer\",\"expires_in\":300,\"scope\":\"system/*.rs\"}");
            } else {
                answer.setStatus(400);
                json(answer, "{\"error\":\"invalid_client\"}");
            }
        }

        @Override
        protected void doDelete(HttpServletRequest call, HttpServletResponse answer) {
            answer.setStatus(isKnown(call) ? 202 : 401);
        }

        private void json(HttpServletResponse answer, String text) throws IOException {
            answer.setContentType("application/json");
            answer.getWriter().write(text);
        }
    }

    /** As SMART App Launch 2.2 has servers check it. */
    private boolean isGenuine(HttpServletRequest call) {
        if (!"client_credentials".equals(call.getParameter("grant_type"))
                || !"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                        .equals(call.getParameter("client_assertion_type"))
                || !"system/*.rs".equals(call.getParameter("scope"))) {
            return false;
        }
        for (Map.Entry<String, PublicJsonWebKey> client : clients.entrySet()) {
            try {
                JwtClaims claims = new JwtConsumerBuilder()
                        .setVerificationKey(client.getValue().getKey())
                        .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "RS384", "ES384")
                        .setExpectedAudience(origin() + "/other/token")
                        .setExpectedIssuer(client.getKey())
                        .setExpectedSubject(client.getKey())
                        .setRequireExpirationTime()
                        .setMaxFutureValidityInMinutes(5)
                        .setRequireJwtId()
                        .build()
                        .processToClaims(call.getParameter("client_assertion"));
                return assertions.add(claims.getJwtId());
            } catch (InvalidJwtException | org.jose4j.jwt.MalformedClaimException e) {
                // It may be another client's.
            }
        }
        return false;
    }

    static PublicJsonWebKey key(String json) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(json);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
