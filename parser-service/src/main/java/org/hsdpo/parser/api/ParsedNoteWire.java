package org.hsdpo.parser.api;

import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.contracts.parser.v1.AbbreviationBasis;
import org.hsdpo.contracts.parser.v1.AbbreviationMention;
import org.hsdpo.contracts.parser.v1.AdverseEventBasis;
import org.hsdpo.contracts.parser.v1.AdverseEventMention;
import org.hsdpo.contracts.parser.v1.Assertion;
import org.hsdpo.contracts.parser.v1.ConceptMention;
import org.hsdpo.contracts.parser.v1.DoseStep;
import org.hsdpo.contracts.parser.v1.Experiencer;
import org.hsdpo.contracts.parser.v1.GraphEdge;
import org.hsdpo.contracts.parser.v1.GraphEdgeKind;
import org.hsdpo.contracts.parser.v1.GraphNode;
import org.hsdpo.contracts.parser.v1.GraphNodeKind;
import org.hsdpo.contracts.parser.v1.MeasurementMention;
import org.hsdpo.contracts.parser.v1.MedicationEvent;
import org.hsdpo.contracts.parser.v1.MedicationMention;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;
import org.hsdpo.contracts.parser.v1.Section;
import org.hsdpo.contracts.parser.v1.Sentence;
import org.hsdpo.contracts.parser.v1.SocialMention;
import org.hsdpo.contracts.parser.v1.SocialStatus;
import org.hsdpo.contracts.parser.v1.SocialTopic;
import org.hsdpo.contracts.parser.v1.Span;
import org.hsdpo.contracts.parser.v1.Temporality;
import org.hsdpo.contracts.parser.v1.Token;
import org.hsdpo.contracts.parser.v1.UncodedKind;
import org.hsdpo.contracts.parser.v1.UncodedMention;
import org.hsdpo.service.wire.QuantityWire;
import org.hsdpo.service.wire.VersionWire;
import org.hsdpo.text.ParsedNote;
import org.hsdpo.text.graph.Node;
import org.hsdpo.text.note.Context;
import org.hsdpo.text.note.Course;
import org.hsdpo.text.note.NameMention;

/** A parsed note on the wire. What the note does not say stays unset. */
final class ParsedNoteWire {
    private ParsedNoteWire() {}

    static ParseNoteResponse toWire(ParsedNote note) {
        ParseNoteResponse.Builder response = ParseNoteResponse.newBuilder().setLanguage(note.language());
        note.sections()
                .forEach(section -> response.addSections(
                        Section.newBuilder().setSpan(toWire(section.span())).setTitle(section.title())));
        note.sentences().forEach(sentence -> response.addSentences(toWire(sentence)));
        note.concepts().forEach(concept -> response.addConcepts(toWire(concept)));
        note.medications().forEach(medication -> response.addMedications(toWire(medication)));
        // The contract has no place for whose value it is, so a relative's value must not travel as the patient's.
        note.measurements().stream()
                .filter(measurement -> measurement.context().experiencer() == Context.Experiencer.PATIENT)
                .forEach(measurement -> response.addMeasurements(toWire(measurement)));
        note.versions()
                .forEach(version ->
                        response.addVersions(VersionWire.of(version.component(), version.version(), version.hash())));
        note.names().forEach(name -> response.addUncodedMentions(toWire(name)));
        note.social().forEach(social -> response.addSocial(toWire(social)));
        note.adverseEvents().forEach(event -> response.addAdverseEvents(toWire(event)));
        note.abbreviations()
                .forEach(abbreviation -> response.addAbbreviations(AbbreviationMention.newBuilder()
                        .setSpan(toWire(abbreviation.span()))
                        .setText(abbreviation.text())
                        .setExpansion(abbreviation.expansion().orElse(""))
                        .addAllReadings(abbreviation.readings())
                        .setBasis(AbbreviationBasis.valueOf("ABBREVIATION_BASIS_" + abbreviation.basis()))));
        note.graph().nodes().forEach(node -> response.addGraphNodes(toWire(node)));
        note.graph()
                .edges()
                .forEach(edge -> response.addGraphEdges(GraphEdge.newBuilder()
                        .setFrom(edge.from())
                        .setTo(edge.to())
                        .setKind(GraphEdgeKind.valueOf("GRAPH_EDGE_KIND_" + edge.kind()))));
        return response.build();
    }

    private static GraphNode toWire(Node node) {
        return GraphNode.newBuilder()
                .setId(node.id())
                .setKind(GraphNodeKind.valueOf("GRAPH_NODE_KIND_" + node.kind()))
                .setSpan(toWire(node.span()))
                .setLabel(node.label())
                .setAssertion(toWire(node.context().assertion()))
                .setTemporality(toWire(node.context().temporality()))
                .setExperiencer(toWire(node.context().experiencer()))
                .build();
    }

    private static DoseStep toWire(Course.Step step) {
        DoseStep.Builder wire =
                DoseStep.newBuilder().setSpan(toWire(step.span())).setEnds(step.ends());
        step.dose().ifPresent(dose -> wire.setDose(QuantityWire.toWire(dose)));
        step.timesPerDay().ifPresent(wire::setTimesPerDay);
        step.duration().ifPresent(duration -> wire.setDuration(QuantityWire.toWire(duration)));
        return wire.build();
    }

    private static Sentence toWire(org.hsdpo.text.note.Sentence sentence) {
        Sentence.Builder wire = Sentence.newBuilder().setSpan(toWire(sentence.span()));
        sentence.tokens()
                .forEach(token -> wire.addTokens(
                        Token.newBuilder().setSpan(toWire(token.span())).setPartOfSpeech(token.partOfSpeech())));
        return wire.build();
    }

    private static ConceptMention toWire(org.hsdpo.text.note.ConceptMention mention) {
        return ConceptMention.newBuilder()
                .setSpan(toWire(mention.span()))
                .setText(mention.text())
                .setConcept(mention.concept().map(Enum::name).orElse(""))
                .setAssertion(toWire(mention.context().assertion()))
                .setTemporality(toWire(mention.context().temporality()))
                .setExperiencer(toWire(mention.context().experiencer()))
                .setConfidence(mention.confidence())
                .build();
    }

    private static UncodedMention toWire(NameMention mention) {
        return UncodedMention.newBuilder()
                .setSpan(toWire(mention.span()))
                .setText(mention.text())
                .setKind(UncodedKind.valueOf("UNCODED_KIND_" + mention.kind()))
                .setAssertion(toWire(mention.context().assertion()))
                .setTemporality(toWire(mention.context().temporality()))
                .setExperiencer(toWire(mention.context().experiencer()))
                .setConfidence(mention.confidence())
                .build();
    }

    private static SocialMention toWire(org.hsdpo.text.note.SocialMention mention) {
        SocialMention.Builder wire = SocialMention.newBuilder()
                .setSpan(toWire(mention.span()))
                .setText(mention.text())
                .setTopic(SocialTopic.valueOf("SOCIAL_TOPIC_" + mention.topic()))
                .setStatus(SocialStatus.valueOf("SOCIAL_STATUS_" + mention.status()))
                .setAssertion(toWire(mention.context().assertion()))
                .setTemporality(toWire(mention.context().temporality()))
                .setExperiencer(toWire(mention.context().experiencer()))
                .setConfidence(mention.confidence());
        mention.amount().ifPresent(amount -> wire.setAmount(QuantityWire.toWire(amount)));
        return wire.build();
    }

    private static AdverseEventMention toWire(org.hsdpo.text.note.AdverseEventMention mention) {
        return AdverseEventMention.newBuilder()
                .setSpan(toWire(mention.event()))
                .setText(mention.text())
                .setConcept(mention.concept().map(Enum::name).orElse(""))
                .setDrugSpan(toWire(mention.drugSpan()))
                .setDrug(mention.drug().map(Drug::id).orElse(""))
                .setIngredient(mention.ingredient())
                .setBasis(AdverseEventBasis.valueOf("ADVERSE_EVENT_BASIS_" + mention.basis()))
                .setAssertion(toWire(mention.context().assertion()))
                .setTemporality(toWire(mention.context().temporality()))
                .setConfidence(mention.confidence())
                .build();
    }

    private static MedicationMention toWire(org.hsdpo.text.note.MedicationMention mention) {
        MedicationMention.Builder wire = MedicationMention.newBuilder()
                .setSpan(toWire(mention.span()))
                .setText(mention.text())
                .setDrug(mention.drug().map(Drug::id).orElse(""))
                .setIngredient(mention.ingredient())
                .setRoute(mention.route())
                .setAsNeeded(mention.asNeeded())
                .setEvent(MedicationEvent.valueOf("MEDICATION_EVENT_" + mention.event()))
                .setAssertion(toWire(mention.context().assertion()))
                .setTemporality(toWire(mention.context().temporality()))
                .setExperiencer(toWire(mention.context().experiencer()))
                .setConfidence(mention.confidence());
        mention.dose().ifPresent(dose -> wire.setDose(QuantityWire.toWire(dose)));
        mention.doseSpan().ifPresent(span -> wire.setDoseSpan(toWire(span)));
        mention.timesPerDay().ifPresent(wire::setTimesPerDay);
        mention.frequencySpan().ifPresent(span -> wire.setFrequencySpan(toWire(span)));
        mention.dailyDose().ifPresent(dose -> wire.setDailyDose(QuantityWire.toWire(dose)));
        wire.setAsDirected(mention.asDirected());
        mention.course().duration().ifPresent(duration -> wire.setDuration(QuantityWire.toWire(duration)));
        mention.course().durationSpan().ifPresent(span -> wire.setDurationSpan(toWire(span)));
        mention.course().laterSteps().forEach(step -> wire.addLaterSteps(toWire(step)));
        mention.purpose().ifPresent(span -> wire.setPurposeSpan(toWire(span)));
        mention.eventSpan().ifPresent(span -> wire.setEventSpan(toWire(span)));
        mention.reason().ifPresent(span -> wire.setReasonSpan(toWire(span)));
        return wire.build();
    }

    private static MeasurementMention toWire(org.hsdpo.text.note.MeasurementMention mention) {
        return MeasurementMention.newBuilder()
                .setSpan(toWire(mention.span()))
                .setText(mention.text())
                .setMeasurement(mention.measurement().name())
                .setValue(QuantityWire.toWire(mention.value()))
                .setComparator(mention.bound().symbol())
                .setAssertion(toWire(mention.context().assertion()))
                .setTemporality(toWire(mention.context().temporality()))
                .setConfidence(mention.confidence())
                .setDate(mention.date().map(Object::toString).orElse(""))
                .build();
    }

    private static Span toWire(org.hsdpo.text.note.Span span) {
        return Span.newBuilder().setStart(span.start()).setEnd(span.end()).build();
    }

    private static Assertion toWire(Context.Assertion assertion) {
        return Assertion.valueOf("ASSERTION_" + assertion);
    }

    private static Temporality toWire(Context.Temporality temporality) {
        return Temporality.valueOf("TEMPORALITY_" + temporality);
    }

    private static Experiencer toWire(Context.Experiencer experiencer) {
        return Experiencer.valueOf("EXPERIENCER_" + experiencer);
    }
}
