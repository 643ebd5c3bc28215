package org.hsdpo.parser.api;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import org.hsdpo.contracts.parser.v1.ParseNoteRequest;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;
import org.hsdpo.contracts.parser.v1.ParserService;
import org.hsdpo.parser.parsing.NoteParsing;
import org.hsdpo.text.ClinicalNoteParser.Detail;

/** {@code hsdpo.parser.v1.ParserService}. */
@GrpcService
public class ParserEndpoint implements ParserService {
    private final NoteParsing parsing;

    public ParserEndpoint(NoteParsing parsing) {
        this.parsing = parsing;
    }

    @Override
    public Uni<ParseNoteResponse> parseNote(ParseNoteRequest request) {
        return parsing.parse(request.getText(), request.getOmitTokens() ? Detail.FACTS : Detail.ALL)
                .map(ParsedNoteWire::toWire);
    }
}
