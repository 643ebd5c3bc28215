package org.hsdpo.service.error;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;

/**
 * Translation between failures and gRPC statuses. A violation travels as a {@code BadRequest} field violation, for any
 * client, and as an {@code ErrorInfo} that also says what would be accepted.
 */
public final class StatusDetails {
    private static final String DOMAIN = "hsdpo";

    private StatusDetails() {}

    /** INVALID_ARGUMENT with every violation. */
    public static StatusRuntimeException of(InvalidInputException invalid) {
        BadRequest.Builder badRequest = BadRequest.newBuilder();
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage("the input is invalid");
        List<Any> infos = new ArrayList<>();
        for (Violation violation : invalid.violations()) {
            badRequest.addFieldViolations(BadRequest.FieldViolation.newBuilder()
                    .setField(violation.field())
                    .setDescription(violation.message()));
            infos.add(Any.pack(ErrorInfo.newBuilder()
                    .setDomain(DOMAIN)
                    .setReason(violation.code())
                    .putMetadata("field", violation.field())
                    .putMetadata("message", violation.message())
                    .putMetadata("accepted", violation.accepted())
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.addDetails(Any.pack(badRequest.build()))
                .addAllDetails(infos)
                .build());
    }

    /** The status of a service exception, with its reason and, where it has one, the time to wait. */
    public static StatusRuntimeException of(ServiceException failure) {
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(failure.status().value())
                .setMessage(failure.getMessage())
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain(DOMAIN)
                        .setReason(failure.reason())
                        .build()));
        failure.retryAfter()
                .ifPresent(wait -> status.addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                                .setSeconds(wait.toSeconds())
                                .setNanos(wait.toNanosPart()))
                        .build())));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    /** INTERNAL; the incident identifier stands in the log of the service, the cause does not leave it. */
    public static StatusRuntimeException internal(String incident) {
        return Status.INTERNAL
                .withDescription("internal error, incident " + incident)
                .asRuntimeException();
    }

    /** The violations a status carries; empty where it carries none. */
    public static List<Violation> violations(Throwable failure) {
        return infos(failure).stream()
                .filter(info -> info.containsMetadata("field"))
                .map(info -> new Violation(
                        info.getMetadataOrThrow("field"),
                        info.getReason(),
                        info.getMetadataOrDefault("message", ""),
                        info.getMetadataOrDefault("accepted", "")))
                .toList();
    }

    /** The machine-readable reason of a status, where it carries one. */
    public static Optional<String> reason(Throwable failure) {
        return infos(failure).stream().map(ErrorInfo::getReason).findFirst();
    }

    /** How long the status asks to wait, where it does. */
    public static Optional<Duration> retryAfter(Throwable failure) {
        return details(failure, RetryInfo.class).stream()
                .map(info -> Duration.ofSeconds(
                        info.getRetryDelay().getSeconds(), info.getRetryDelay().getNanos()))
                .findFirst();
    }

    private static List<ErrorInfo> infos(Throwable failure) {
        return details(failure, ErrorInfo.class).stream()
                .filter(info -> info.getDomain().equals(DOMAIN))
                .toList();
    }

    private static <D extends com.google.protobuf.Message> List<D> details(Throwable failure, Class<D> type) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        List<D> found = new ArrayList<>();
        if (status != null) {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(type)) {
                    try {
                        found.add(detail.unpack(type));
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalArgumentException("a status detail does not parse", e);
                    }
                }
            }
        }
        return found;
    }
}
