package org.hsdpo.ingestion.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.hibernate.annotations.Immutable;
import org.hsdpo.clinical.patient.Genotype;

/** A pharmacogene's result. */
@Entity
@Immutable
@Table(name = "genotype")
class GenotypeRow extends FactRow {
    private String gene;
    private String diplotype;
    private String phenotype;

    @Column(name = "possible_phenotypes")
    private String possiblePhenotypes;

    @Column(name = "activity_score")
    private Double activityScore;

    private String alleles;

    @Column(name = "missing_positions")
    private String missingPositions;

    private String basis;

    /** For Hibernate. */
    protected GenotypeRow() {}

    GenotypeRow(RecordRow record, int position, Genotype fact) {
        super(record, position, fact.provenance());
        gene = fact.gene();
        diplotype = fact.diplotype();
        phenotype = fact.phenotype();
        possiblePhenotypes = new JsonArray(fact.possiblePhenotypes()).encode();
        activityScore = nullable(fact.activityScore());
        JsonArray named = new JsonArray();
        fact.alleles()
                .forEach(allele -> named.add(new JsonObject()
                        .put("name", allele.name())
                        .put("function", allele.function())
                        .put("activity", nullable(allele.activity()))));
        alleles = named.encode();
        missingPositions = new JsonArray(fact.missingPositions()).encode();
        basis = fact.basis();
    }

    Genotype fact() {
        JsonArray named = new JsonArray(alleles);
        return new Genotype(
                gene,
                diplotype,
                phenotype,
                texts(possiblePhenotypes),
                known(activityScore),
                IntStream.range(0, named.size())
                        .mapToObj(named::getJsonObject)
                        .map(allele -> new Genotype.Allele(
                                allele.getString("name"),
                                allele.getString("function"),
                                known(allele.getDouble("activity"))))
                        .toList(),
                texts(missingPositions),
                basis,
                provenance());
    }

    private static List<String> texts(String json) {
        JsonArray array = new JsonArray(json);
        return IntStream.range(0, array.size()).mapToObj(array::getString).toList();
    }

    private static Double nullable(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static OptionalDouble known(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
