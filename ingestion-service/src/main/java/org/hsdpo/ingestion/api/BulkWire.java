package org.hsdpo.ingestion.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.contracts.bulk.v1.AppendPartRequest;
import org.hsdpo.contracts.bulk.v1.BulkFile;
import org.hsdpo.contracts.bulk.v1.BulkLoad;
import org.hsdpo.contracts.bulk.v1.BulkLoadState;
import org.hsdpo.contracts.bulk.v1.BulkRejection;
import org.hsdpo.ingestion.bulk.file.FilePosition;
import org.hsdpo.ingestion.bulk.file.LineRejection;
import org.hsdpo.ingestion.store.BulkFileRow;
import org.hsdpo.ingestion.store.BulkLoadRow;
import org.hsdpo.ingestion.store.BulkStore;
import org.hsdpo.service.wire.TimeWire;

/** Loads on the wire. */
final class BulkWire {
    private static final Pattern LOAD_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private BulkWire() {}

    static String loadId(String text) {
        List<Violation> violations = new ArrayList<>();
        checkLoadId(text, violations);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return text;
    }

    private static void checkLoadId(String text, List<Violation> violations) {
        if (!LOAD_ID.matcher(text).matches()) {
            violations.add(new Violation(
                    "loadId",
                    "LOAD_ID_INVALID",
                    "the name of the load is malformed",
                    "1 to 64 letters, digits, dots, - or _, beginning with a letter or digit"));
        }
    }

    /** The name of the file, if the request is well-formed. */
    static String check(AppendPartRequest request) {
        List<Violation> violations = new ArrayList<>();
        checkLoadId(request.getLoadId(), violations);
        if (!FILE.matcher(request.getFile()).matches()) {
            violations.add(new Violation(
                    "file",
                    "FILE_NAME_INVALID",
                    "the name of the file is malformed",
                    "1 to 100 letters, digits, dots, - or _, beginning with a letter or digit"));
        }
        if (request.getOffset() < 0) {
            violations.add(new Violation("offset", "NUMBER_INVALID", "the offset is negative", "0 or more"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return request.getFile();
    }

    static BulkLoad load(BulkStore.Load load) {
        return load(load, List.of());
    }

    static BulkLoad load(BulkStore.Load load, List<LineRejection> rejections) {
        BulkLoad.Builder message = summary(load.row()).setPatientsWaiting(load.patientsWaiting());
        for (BulkFileRow file : load.files()) {
            message.addFiles(file(file.file(), file.position()));
        }
        for (LineRejection rejection : rejections) {
            message.addRejections(BulkRejection.newBuilder()
                    .setFile(rejection.file())
                    .setLine(rejection.line())
                    .setField(rejection.why().field())
                    .setCode(rejection.why().code())
                    .setMessage(rejection.why().message())
                    .setAccepted(rejection.why().accepted()));
        }
        return message.build();
    }

    static BulkLoad.Builder summary(BulkLoadRow row) {
        BulkLoad.Builder message = BulkLoad.newBuilder()
                .setLoadId(row.loadId())
                .setState(state(row.state()))
                .setCreatedAt(TimeWire.toWire(row.createdAt()))
                .setLines(row.lines())
                .setPassedOver(row.passedOver())
                .setRejected(row.rejected())
                .setPatientsStored(row.patientsStored())
                .setPatientsKnown(row.patientsKnown())
                .setPatientsWithoutFacts(row.patientsWithoutFacts());
        row.source().ifPresent(message::setSource);
        row.failure().ifPresent(message::setFailure);
        row.completedAt().ifPresent(time -> message.setCompletedAt(TimeWire.toWire(time)));
        return message;
    }

    private static BulkLoadState state(BulkLoadRow.State state) {
        return switch (state) {
            case RECEIVING -> BulkLoadState.BULK_LOAD_STATE_RECEIVING;
            case LOADING -> BulkLoadState.BULK_LOAD_STATE_LOADING;
            case PULLING -> BulkLoadState.BULK_LOAD_STATE_PULLING;
            case FAILED -> BulkLoadState.BULK_LOAD_STATE_FAILED;
            case COMPLETE -> BulkLoadState.BULK_LOAD_STATE_COMPLETE;
        };
    }

    static BulkFile file(String name, FilePosition position) {
        return BulkFile.newBuilder()
                .setFile(name)
                .setReceived(position.received())
                .setLines(position.lines())
                .setComplete(position.complete())
                .build();
    }
}
