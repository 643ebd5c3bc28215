package org.hsdpo.service.call;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.util.Objects;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * On whose behalf a call is made.
 *
 * @param tenant the organisation whose data the call may touch
 * @param subject the person or system that asked, for the audit
 */
public record Caller(String tenant, String subject) {
    /** Metadata key of the tenant. */
    public static final Metadata.Key<String> TENANT =
            Metadata.Key.of("x-hsdpo-tenant", Metadata.ASCII_STRING_MARSHALLER);
    /** Metadata key of the subject. */
    public static final Metadata.Key<String> SUBJECT =
            Metadata.Key.of("x-hsdpo-subject", Metadata.ASCII_STRING_MARSHALLER);

    static final Context.Key<Caller> CONTEXT = Context.key("hsdpo-caller");

    private static final Pattern TENANT_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern SUBJECT_FORM = Pattern.compile("[\\x21-\\x7E]{1,255}");

    public Caller {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(subject, "subject");
        if (!TENANT_FORM.matcher(tenant).matches()) {
            throw new InvalidInputException(
                    "tenant", "TENANT_INVALID", "the tenant is malformed", "1 to 64 letters, digits, dots, - or _");
        }
        if (!SUBJECT_FORM.matcher(subject).matches()) {
            throw new InvalidInputException(
                    "subject", "SUBJECT_INVALID", "the subject is malformed", "1 to 255 visible ASCII characters");
        }
    }

    /**
     * The caller of the gRPC call that is being served. To be read at the start of a service method, on the thread that
     * entered it.
     *
     * @throws IllegalStateException outside a call
     */
    public static Caller current() {
        Caller caller = CONTEXT.get();
        if (caller == null) {
            throw new IllegalStateException("no caller: not inside a call between services");
        }
        return caller;
    }

    /** A stub whose calls carry this caller in their metadata. */
    public <S extends AbstractStub<S>> S on(S stub) {
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata()));
    }

    /** This caller as call metadata. */
    public Metadata metadata() {
        Metadata metadata = new Metadata();
        metadata.put(TENANT, tenant);
        metadata.put(SUBJECT, subject);
        return metadata;
    }
}
