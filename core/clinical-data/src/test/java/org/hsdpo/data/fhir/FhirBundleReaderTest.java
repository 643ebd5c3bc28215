package org.hsdpo.data.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.GlucoseLoweringIngredients;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirBundleReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private final FhirBundleReader reader = new FhirBundleReader();

    private ClinicalFacts read(String json) {
        return reader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), new Receipt("r", NOW));
    }

    private List<Violation> violations(String json) {
        try {
            read(json);
        } catch (InvalidInputException e) {
            return e.violations();
        }
        throw new AssertionError("the record was taken");
    }

    private static String bundle(String... resources) {
        return "{'resourceType':'Bundle','type':'collection','entry':["
                + Arrays.stream(resources)
                        .map(resource -> "{'resource':" + resource + "}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String observation(String loinc, String quantity) {
        return "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'"
                + loinc + "'}]},'effectiveDateTime':'2026-09-01T08:00:00+02:00','valueQuantity':" + quantity + "}";
    }

    private static String quantity(String value, String unit) {
        return "{'value':" + value + ",'system':'http://unitsofmeasure.org','code':'" + unit + "'}";
    }

    private static String request(String name, String more) {
        return "{'resourceType':'MedicationRequest','status':'active','intent':'order','medicationCodeableConcept':{'coding':[{"
                + "'system':'http://www.nlm.nih.gov/research/umls/rxnorm','display':'" + name
                + "'}]},'authoredOn':'2026-05-01'" + more + "}";
    }

    private static String repeated(String amount, String repeat) {
        return ",'dosageInstruction':[{'timing':{'repeat':" + repeat + "},'doseAndRate':[{'doseQuantity':" + amount
                + "}]}]";
    }

    @Test
    void normalisesUnits() {
        ClinicalFacts facts = read(bundle(
                observation("59261-8", quantity("70", "mmol/mol")),
                observation("14682-9", quantity("88.4", "umol/L")),
                observation("14749-6", quantity("10", "mmol/L")),
                observation("29463-7", quantity("200", "[lb_av]"))));
        assertThat(facts.observations())
                .extracting(observation -> observation.measurement())
                .containsExactly(Measurement.HBA1C, Measurement.CREATININE, Measurement.GLUCOSE, Measurement.WEIGHT);
        assertThat(facts.observations().get(0).value().value()).isCloseTo(8.5556, within(1e-4));
        assertThat(facts.observations().get(1).value().value()).isCloseTo(1.0, within(1e-3));
        assertThat(facts.observations().get(2).value().value()).isCloseTo(180.16, within(1e-2));
        assertThat(facts.observations().get(3).value().value()).isCloseTo(90.718, within(1e-3));
        assertThat(facts.observations().getFirst().provenance().transformation())
                .contains("70 mmol/mol");
        assertThat(facts.observations().getFirst().time()).isEqualTo(Instant.parse("2026-09-01T06:00:00Z"));
    }

    @Test
    void refusesTheWholeRecordForImpossibleValuesAndUnknownUnitsListingAll() {
        List<Violation> violations = violations(bundle(
                observation("4548-4", quantity("700", "%")),
                observation("29463-7", quantity("90", "kg")),
                observation("2160-0", quantity("1.1", "bananas")),
                observation("2345-7", quantity("100", "kg")),
                observation("8480-6", "{'value':120}")));
        assertThat(violations)
                .extracting(Violation::field, Violation::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "entry[0].resource.valueQuantity.value", "VALUE_IMPOSSIBLE"),
                        org.assertj.core.groups.Tuple.tuple("entry[2].resource.valueQuantity.code", "UNIT_UNKNOWN"),
                        org.assertj.core.groups.Tuple.tuple(
                                "entry[3].resource.valueQuantity.code", "UNIT_INCOMPATIBLE"),
                        org.assertj.core.groups.Tuple.tuple("entry[4].resource.valueQuantity.code", "UNIT_MISSING"));
        assertThat(violations.getFirst().message()).contains("700");
        assertThat(violations.getFirst().accepted()).contains("2.5").contains("25");
    }

    @Test
    void acceptsLaboratorySpellingsOfUnits() {
        ClinicalFacts facts = read(bundle(
                observation("62238-1", "{'value':68,'unit':'mL/min/1.73m2'}"),
                observation("8480-6", "{'value':138,'unit':'mmHg'}")));
        assertThat(facts.observations())
                .extracting(observation -> observation.value().unit())
                .containsExactly("mL/min/{1.73_m2}", "mm[Hg]");
    }

    @ParameterizedTest
    @CsvSource({
        "33914-3, <, 30, mL/min/{1.73_m2}, EGFR, BELOW, 30",
        "33914-3, <, 15, mL/min/{1.73_m2}, EGFR, BELOW, 15",
        "33914-3, >, 60, mL/min/{1.73_m2}, EGFR, ABOVE, 60",
        "33914-3, >=, 90, mL/min/{1.73_m2}, EGFR, AT_LEAST, 90",
        "4548-4, >, 14, %, HBA1C, ABOVE, 14",
        "9318-7, <=, 5, mg/g, URINE_ALBUMIN_CREATININE_RATIO, AT_MOST, 5",
    })
    void aComparatorMakesTheValueABound(
            String loinc,
            String comparator,
            String value,
            String unit,
            Measurement measurement,
            Bound bound,
            double at) {
        ClinicalFacts facts = read(bundle(observation(
                loinc, quantity(value, unit).replace("{'value'", "{'comparator':'" + comparator + "','value'"))));
        assertThat(facts.observations()).singleElement().satisfies(observation -> {
            assertThat(observation.measurement()).isEqualTo(measurement);
            assertThat(observation.bound()).isEqualTo(bound);
            assertThat(observation.value().value()).isEqualTo(at);
        });
    }

    @Test
    void refusesABoundThatNobodyCanHave() {
        assertThat(violations(bundle(observation(
                        "33914-3",
                        quantity("1", "mL/min/{1.73_m2}").replace("{'value'", "{'comparator':'<','value'")))))
                .singleElement()
                .extracting(Violation::code)
                .isEqualTo("VALUE_IMPOSSIBLE");
    }

    @Test
    void aPreliminaryResultIsTakenAndSaidToBeOne() {
        ClinicalFacts facts = read(bundle(
                observation("33914-3", quantity("45", "mL/min/{1.73_m2}")).replace("'final'", "'preliminary'"),
                observation("4548-4", quantity("8.6", "%"))));
        assertThat(facts.observations()).hasSize(2);
        assertThat(facts.observations().getFirst().provenance().transformation())
                .contains("preliminary");
        assertThat(facts.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.kind()).isEqualTo(DataIssue.Kind.ASSUMED);
            assertThat(issue.field()).isEqualTo("entry[0].resource");
            assertThat(issue.message()).contains("glomerular", "preliminary", "to be confirmed");
        });
    }

    @Test
    void listsCodesItDoesNotKnowWithoutRefusing() {
        ClinicalFacts facts = read(bundle(
                observation("4548-4", quantity("8.6", "%")),
                observation("72514-3", quantity("2", "{score}")),
                observation("72514-3", quantity("3", "{score}"))));
        assertThat(facts.observations()).hasSize(1);
        assertThat(facts.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.kind()).isEqualTo(DataIssue.Kind.UNMAPPED);
            assertThat(issue.message()).contains("72514-3 (2×)");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'resourceType':'Bundle','type':'collection','entry':[{'resource':{'resourceType':'Pat|JSON_INVALID",
                "{'resourceType':'Questionnaire','status':'active'}|RESOURCE_TYPE_UNSUPPORTED",
                "{'hello':'world'}|NOT_FHIR",
                "[1,2,3]|NOT_FHIR",
                "just text|JSON_INVALID",
                "{'resourceType':'Bundle','type':'collection'}|BUNDLE_EMPTY",
                "{'resourceType':'Bundle','type':'history','entry':[]}|BUNDLE_TYPE_UNSUPPORTED",
                "{'resourceType':'Bundle','type':'collection','type':'batch','entry':[]}|JSON_KEY_TWICE",
                "{'resourceType':'Bundle','type':'collection','entry':[{'resource':{'resourceType':'Questionnaire'}}]}|NO_FACTS",
                "{'resourceType':'Bundle','type':'collection','entry':[{'resource':{'id':'x'}}]}|NOT_FHIR",
                "{'resourceType':'Patient','birthDate':'not a date'}|FHIR_INVALID",
                "{'resourceType':'Patient','birthDate':'1820-01-01'}|VALUE_IMPOSSIBLE",
                "{'resourceType':'Patient','gender':'male'} trailing|JSON_INVALID",
            })
    void refusesWhatIsNotAFhirRecord(String json, String code) {
        assertThat(violations(json)).first().extracting(Violation::code).isEqualTo(code);
    }

    @Test
    void refusesEmptyAndBinaryContent() {
        assertThat(violations("")).first().extracting(Violation::code).isEqualTo("INPUT_EMPTY");
        byte[] noise = new byte[100_000];
        new SplittableRandom(7).nextBytes(noise);
        assertThatThrownBy(() -> reader.read(noise, new Receipt("r", NOW))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void namesThePlaceOfAKeyThatOccursTwice() {
        assertThat(
                        violations(
                                "{'resourceType':'Bundle','type':'collection','entry':[{'resource':{'resourceType':'Patient','gender':'male','gender':'female'}}]}"))
                .first()
                .extracting(Violation::field)
                .asString()
                .startsWith("entry[0].resource");
    }

    @Test
    void messagesNeverQuoteTheContent() {
        List<Violation> violations = violations("{'resourceType':'Patient','name':[{'family':'Verysecret' oops");
        assertThat(violations.toString()).doesNotContain("Verysecret");
    }

    @Test
    void refusesARecordAboutTwoPatients() {
        String second = observation("4548-4", quantity("8", "%"))
                .replace("'status'", "'subject':{'reference':'Patient/b'},'status'");
        assertThat(violations(bundle("{'resourceType':'Patient','id':'a','gender':'male'}", second)))
                .singleElement()
                .extracting(Violation::code)
                .isEqualTo("SEVERAL_PATIENTS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "unknown"})
    void sexOtherThanFemaleAndMaleStaysUnknown(String gender) {
        ClinicalFacts facts =
                read(bundle("{'resourceType':'Patient','gender':'" + gender + "','birthDate':'1960-02-03'}"));
        assertThat(facts.sex()).isEmpty();
        assertThat(facts.birthDate()).isPresent();
    }

    @Test
    void readsConditionStatuses() {
        String template = "{'resourceType':'Condition','code':{'coding':[{'system':'%s','code':'%s'}]}%s}";
        ClinicalFacts facts = read(bundle(
                template.formatted("http://snomed.info/sct", "44054006", ",'onsetDateTime':'2017'"),
                template.formatted(
                        "http://hl7.org/fhir/sid/icd-10-cm",
                        "I50.22",
                        ",'verificationStatus':{'coding':[{'code':'refuted'}]}"),
                template.formatted(
                        "http://snomed.info/sct", "75694006", ",'clinicalStatus':{'coding':[{'code':'resolved'}]}"),
                template.formatted(
                        "http://snomed.info/sct",
                        "38341003",
                        ",'verificationStatus':{'coding':[{'code':'entered-in-error'}]}"),
                template.formatted(
                        "http://snomed.info/sct",
                        "709044004",
                        ",'verificationStatus':{'coding':[{'code':'provisional'}]}")));
        assertThat(facts.conditions())
                .extracting(ConditionRecord::concept, ConditionRecord::status, condition -> condition
                        .provenance()
                        .confidence())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                ConditionConcept.TYPE_2_DIABETES, ConditionRecord.Status.ACTIVE, 1.0),
                        org.assertj.core.groups.Tuple.tuple(
                                ConditionConcept.HEART_FAILURE, ConditionRecord.Status.REFUTED, 1.0),
                        org.assertj.core.groups.Tuple.tuple(
                                ConditionConcept.PANCREATITIS, ConditionRecord.Status.RESOLVED, 1.0),
                        org.assertj.core.groups.Tuple.tuple(
                                ConditionConcept.CHRONIC_KIDNEY_DISEASE, ConditionRecord.Status.ACTIVE, 0.5));
        assertThat(facts.conditions().getFirst().onset()).contains(Instant.parse("2017-01-01T00:00:00Z"));
        assertThat(facts.problemLists()).singleElement().satisfies(list -> assertThat(list.entries())
                .isEqualTo(3));
    }

    @Test
    void aDrugNamedByAnAtcCodeAloneIsThatDrug() {
        ClinicalFacts facts = read(
                bundle(
                        "{'resourceType':'MedicationRequest','status':'active','intent':'order','medicationCodeableConcept':{'coding':[{'system':'http://www.whocc.no/atc','code':'A10BD07'}]}}",
                        "{'resourceType':'MedicationStatement','status':'active','medicationCodeableConcept':{'coding':[{'system':'http://www.whocc.no/atc','code':'A10XX99'}]}}"));
        assertThat(facts.medications())
                .extracting(MedicationRecord::ingredient)
                .containsExactly("metformin", "sitagliptin");
        assertThat(facts.medications()).allMatch(record -> record.dose().isEmpty());
        assertThat(facts.issues())
                .extracting(DataIssue::message)
                .anyMatch(message -> message.contains("does not know: ATC A10XX99"));
    }

    private static String condition(String system, String code, String more) {
        return "{'resourceType':'Condition','code':{'coding':[{'system':'" + system + "','code':'" + code + "'}]}"
                + more + "}";
    }

    @ParameterizedTest
    @CsvSource({
        "http://snomed.info/sct, 421750000, TYPE_2_DIABETES KETOACIDOSIS",
        "http://hl7.org/fhir/sid/icd-10-cm, E11.42, TYPE_2_DIABETES DIABETIC_NEUROPATHY",
        "http://hl7.org/fhir/sid/icd-10-cm, O24.111, TYPE_2_DIABETES PREGNANCY",
        "http://snomed.info/sct, 97331000119101, TYPE_2_DIABETES DIABETIC_RETINOPATHY MACULAR_OEDEMA",
    })
    void aCodeStatesEveryConditionItMeans(String system, String code, String concepts) {
        assertThat(read(bundle(condition(system, code, ""))).conditions())
                .allMatch(condition -> condition.status() == ConditionRecord.Status.ACTIVE)
                .extracting(condition -> condition.concept().name())
                .containsExactlyInAnyOrder(concepts.split(" "));
    }

    @Test
    void theEndOfAComplicationIsNotTheEndOfTheDiabetesNorItsOnsetTheOnset() {
        List<ConditionRecord> conditions = read(bundle(condition(
                        "http://hl7.org/fhir/sid/icd-10-cm",
                        "E11.10",
                        ",'clinicalStatus':{'coding':[{'code':'resolved'}]},'onsetDateTime':'2025-03-01'")))
                .conditions();
        assertThat(conditions)
                .extracting(ConditionRecord::concept, ConditionRecord::status, condition -> condition
                        .onset()
                        .isPresent())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                ConditionConcept.TYPE_2_DIABETES, ConditionRecord.Status.ACTIVE, false),
                        org.assertj.core.groups.Tuple.tuple(
                                ConditionConcept.KETOACIDOSIS, ConditionRecord.Status.RESOLVED, true));
    }

    @Test
    void theRefutationOfADiabeticComplicationRefutesNoneOfItsParts() {
        ClinicalFacts facts = read(bundle(
                condition(
                        "http://hl7.org/fhir/sid/icd-10-cm",
                        "E11.10",
                        ",'verificationStatus':{'coding':[{'code':'refuted'}]}"),
                condition("http://snomed.info/sct", "44054006", "")));
        assertThat(facts.conditions()).singleElement().satisfies(condition -> assertThat(condition.concept())
                .isEqualTo(ConditionConcept.TYPE_2_DIABETES));
        assertThat(facts.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.kind()).isEqualTo(DataIssue.Kind.QUARANTINED);
            assertThat(issue.message()).contains("type 2 diabetes and diabetic ketoacidosis");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "Rybelsus 7 mg tablet, semaglutide oral",
        "semaglutide 14 MG Oral Tablet [Rybelsus], semaglutide oral",
        "bexagliflozin 20 MG Oral Tablet [Brenzavvy], bexagliflozin",
        "Inpefa 200 mg, sotagliflozin",
        "tolbutamide 500 MG Oral Tablet, tolbutamide",
    })
    void aGlucoseLoweringDrugOutsideTheFormularyIsKnownAsOne(String product, String ingredient) {
        assertThat(read(bundle(request(product, ""))).medications())
                .singleElement()
                .satisfies(medication -> {
                    assertThat(medication.drug()).isEmpty();
                    assertThat(medication.ingredient()).isEqualTo(ingredient);
                    assertThat(GlucoseLoweringIngredients.contains(ingredient)).isTrue();
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metformin hydrochloride 500 MG Oral Tablet|{'value':1}|{'frequency':2,'period':1,'periodUnit':'d'}|METFORMIN|1000",
                "metformin hydrochloride 500 MG Oral Tablet|{'value':2,'unit':'tablet'}|{'frequency':1,'period':12,'periodUnit':'h'}|METFORMIN|2000",
                "metformin hydrochloride 850 MG Oral Tablet|{'value':850,'code':'mg'}|{'when':['CM','CV']}|METFORMIN|1700",
                "3 ML insulin glargine 100 UNT/ML Pen Injector|{'value':18,'unit':'U'}|{'frequency':1,'period':1,'periodUnit':'d'}|INSULIN_GLARGINE|18",
                "semaglutide 1.34 MG/ML Pen Injector|{'value':0.5,'code':'mg'}|{'frequency':1,'period':1,'periodUnit':'wk'}|SEMAGLUTIDE|0.5",
                "semaglutide 1.34 MG/ML Pen Injector|{'value':0.5,'code':'mg'}|{'dayOfWeek':['sun']}|SEMAGLUTIDE|0.5",
            })
    void computesTheTotalDose(String name, String amount, String repeat, Drug drug, double total) {
        assertThat(read(bundle(request(name, repeated(amount, repeat)))).medications())
                .singleElement()
                .satisfies(medication -> {
                    assertThat(medication.drug()).contains(drug);
                    assertThat(medication.dose()).hasValue(total);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",'dosageInstruction':[{'text':'as directed'}]",
                ",'dosageInstruction':[{'asNeededBoolean':true,'timing':{'repeat':{'frequency':1,'period':1,'periodUnit':'d'}},'doseAndRate':[{'doseQuantity':{'value':1}}]}]",
                ",'dosageInstruction':[{'timing':{'repeat':{'frequency':1,'frequencyMax':2,'period':1,'periodUnit':'d'}},'doseAndRate':[{'doseQuantity':{'value':1}}]}]",
                ",'dosageInstruction':[{'sequence':1,'text':'500 mg daily'},{'sequence':2,'text':'1000 mg daily'}]",
                ",'dosageInstruction':[{'timing':{'repeat':{'frequency':20,'period':1,'periodUnit':'d'}},'doseAndRate':[{'doseQuantity':{'value':1}}]}]",
            })
    void leavesTheDoseUnknownAndSaysSo(String dosage) {
        ClinicalFacts facts = read(bundle(request("metformin hydrochloride 500 MG Oral Tablet", dosage)));
        assertThat(facts.medications()).singleElement().satisfies(medication -> assertThat(medication.dose())
                .isEmpty());
        assertThat(facts.issues()).anyMatch(issue -> issue.kind() == DataIssue.Kind.MISSING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet|METFORMIN|500",
                "metformin hydrochloride 1,000 MG Oral Tablet|METFORMIN|1000",
                "24 HR metformin hydrochloride 750 MG Extended Release Oral Tablet [Glucophage]|METFORMIN|750",
                "metformin hydrochloride 0.5 g tablet|METFORMIN|500",
                "glimepiride 2 MG Oral Tablet [Amaryl]|GLIMEPIRIDE|2",
                "sitagliptin 100 MG Oral Tablet [Januvia]|SITAGLIPTIN|100",
                "empagliflozin 10 MG Oral Tablet|EMPAGLIFLOZIN|10",
                "pioglitazone 30 MG Oral Tablet|PIOGLITAZONE|30",
                "Ozempic 1 mg|SEMAGLUTIDE|1",
            })
    void keepsTheStrengthOfAProductWithoutADose(String name, Drug drug, double strength) {
        for (String silent : new String[] {"", ",'dosageInstruction':[{'sequence':1,'asNeededBoolean':false}]"}) {
            assertThat(read(bundle(request(name, silent))).medications())
                    .singleElement()
                    .satisfies(medication -> {
                        assertThat(medication.drug()).contains(drug);
                        assertThat(medication.dose()).isEmpty();
                        assertThat(medication.productStrength()).hasValue(strength);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metformin hydrochloride 100 MG/ML Oral Solution",
                "3 ML insulin glargine 100 UNT/ML Pen Injector [Lantus]",
                "0.25 MG, 0.5 MG Dose 3 ML semaglutide 0.68 MG/ML Pen Injector [Ozempic]",
                "3 ML liraglutide 6 MG/ML Pen Injector [Victoza]",
                "Victoza",
                "metformin",
            })
    void aPenAVialOrABareNameHasNoStrengthOfOnePiece(String name) {
        assertThat(read(bundle(request(name, ""))).medications()).isNotEmpty().allSatisfy(medication -> assertThat(
                        medication.productStrength())
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",'dosageInstruction':[{'text':'as directed'}]",
                ",'dosageInstruction':[{'asNeededBoolean':true}]",
                ",'dosageInstruction':[{'timing':{'repeat':{'frequency':2,'period':1,'periodUnit':'d'}}}]",
                ",'dosageInstruction':[{'doseAndRate':[{'doseQuantity':{'value':2}}]}]",
                ",'dosageInstruction':[{'sequence':1},{'sequence':2}]",
                ",'dispenseRequest':{'quantity':{'value':180},'expectedSupplyDuration':{'value':90,'unit':'d'}}",
            })
    void whereThePrescriptionSaysAnythingOfTheDoseTheStrengthIsNoBasisToAssumeAnother(String dosage) {
        assertThat(read(bundle(request("metformin hydrochloride 500 MG Oral Tablet", dosage)))
                        .medications())
                .singleElement()
                .satisfies(medication -> {
                    assertThat(medication.dose()).isEmpty();
                    assertThat(medication.productStrength()).isEmpty();
                });
    }

    @Test
    void aCombinationTabletGivesTheStrengthOfEachIngredientAndAContainedMedicationItsOwn() {
        assertThat(read(bundle(request(
                                "sitagliptin 50 MG / metformin hydrochloride 1000 MG Oral Tablet [Janumet]", "")))
                        .medications())
                .extracting(medication -> medication.productStrength().orElseThrow())
                .containsExactly(50.0, 1000.0);
        assertThat(read(bundle(
                                "{'resourceType':'MedicationRequest','status':'active','intent':'order','contained':[{'resourceType':'Medication','id':'m','code':{'text':'pioglitazone 15 MG Oral Tablet'}}],'medicationReference':{'reference':'#m'}}"))
                        .medications())
                .singleElement()
                .satisfies(
                        medication -> assertThat(medication.productStrength()).hasValue(15));
    }

    @Test
    void sumsConcurrentDosagesAndReadsTheirText() {
        ClinicalFacts facts = read(bundle(request(
                "metformin hydrochloride 500 MG Oral Tablet",
                ",'dosageInstruction':[{'text':'1 tablet every morning'},{'text':'2 tablets every evening'}]")));
        assertThat(facts.medications().getFirst().dose()).hasValue(1500);
    }

    @Test
    void resolvesReferencedMedicationsAndSplitsCombinations() {
        ClinicalFacts facts = read(
                "{'resourceType':'Bundle','type':'transaction','entry':[{'fullUrl':'urn:uuid:m','resource':{'resourceType':'Medication','code':{'text':'Janumet 50/500'}}},"
                        + "{'resource':{'resourceType':'MedicationStatement','status':'active','medicationReference':{'reference':'urn:uuid:m'},'effectiveDateTime':'2026-01-01',"
                        + "'dosage':[{'timing':{'repeat':{'frequency':2,'period':1,'periodUnit':'d'}},'doseAndRate':[{'doseQuantity':{'value':1,'unit':'tablet'}}]}]}}]}");
        assertThat(facts.medications())
                .extracting(
                        medication -> medication.drug().orElseThrow(),
                        medication -> medication.dose().orElseThrow())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Drug.SITAGLIPTIN, 100.0),
                        org.assertj.core.groups.Tuple.tuple(Drug.METFORMIN, 1000.0));
    }

    @Test
    void readsADrugThatIsOnlyACode() {
        ClinicalFacts facts = read(
                bundle(
                        "{'resourceType':'MedicationRequest','status':'stopped','intent':'order','medicationCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'861007'}]}}"));
        assertThat(facts.medications()).singleElement().satisfies(medication -> {
            assertThat(medication.drug()).contains(Drug.METFORMIN);
            assertThat(medication.status()).isEqualTo(MedicationRecord.Status.STOPPED);
        });
    }

    @Test
    void handsNotesOnAndKeepsAllergies() {
        String note = Base64.getEncoder().encodeToString("HbA1c 8.6 %".getBytes(StandardCharsets.UTF_8));
        ClinicalFacts facts = read(
                bundle(
                        "{'resourceType':'DocumentReference','status':'current','date':'2026-10-01T10:00:00Z','content':[{'attachment':{'contentType':'text/plain; charset=utf-8','data':'"
                                + note + "'}},{'attachment':{'contentType':'application/pdf','url':'http://x'}}]}",
                        "{'resourceType':'AllergyIntolerance','clinicalStatus':{'coding':[{'code':'active'}]},'code':{'text':'Allergy to sulfonamide'}}"));
        assertThat(facts.notes()).singleElement().satisfies(embedded -> {
            assertThat(embedded.text()).isEqualTo("HbA1c 8.6 %");
            assertThat(embedded.time()).contains(Instant.parse("2026-10-01T10:00:00Z"));
        });
        assertThat(facts.allergies()).singleElement().satisfies(allergy -> assertThat(allergy.substance())
                .isEqualTo("sulfonamide"));
        assertThat(facts.issues()).extracting(DataIssue::kind).containsExactly(DataIssue.Kind.UNMAPPED);
    }

    @Test
    void readsFamilyHistoryOfMedullaryThyroidCarcinoma() {
        ClinicalFacts facts = read(
                bundle(
                        "{'resourceType':'FamilyMemberHistory','status':'completed','condition':[{'code':{'coding':[{'system':'http://snomed.info/sct','code':'255032005'}]}}]}"));
        assertThat(facts.conditions()).singleElement().satisfies(condition -> assertThat(condition.concept())
                .isEqualTo(ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA));
    }

    @Test
    void readsASingleResource() {
        ClinicalFacts facts = read("{'resourceType':'Patient','gender':'female','birthDate':'1965-03-14'}");
        assertThat(facts.sex().orElseThrow().value()).isEqualTo(Sex.FEMALE);
    }

    private static String geneResult(String loinc, String value, String gene) {
        return "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'"
                + loinc + "'}]},'valueCodeableConcept':" + value
                + ",'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'48018-6'}]},"
                + "'valueCodeableConcept':{'coding':[{'system':'http://www.genenames.org','code':'HGNC:2623','display':'"
                + gene + "'}]}}]}";
    }

    @Test
    void aDiplotypeGetsThePhenotypeOfItsAlleles() {
        ClinicalFacts facts = read(geneResult("84413-4", "{'text':'CYP2C9 *3/*3'}", "CYP2C9"));
        assertThat(facts.genotypes()).singleElement().satisfies(genotype -> {
            assertThat(genotype.gene()).isEqualTo("CYP2C9");
            assertThat(genotype.diplotype()).isEqualTo("*3/*3");
            assertThat(genotype.phenotype()).isEqualTo("Poor Metabolizer");
            assertThat(genotype.activityScore()).hasValue(0);
        });
        assertThat(read(geneResult("84413-4", "{'text':'*1/*4'}", "CYP2D6")).genotypes())
                .as("a gene without definitions keeps its diplotype")
                .singleElement()
                .satisfies(genotype -> {
                    assertThat(genotype.diplotype()).isEqualTo("*1/*4");
                    assertThat(genotype.phenotype()).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "53040-2; {'coding':[{'system':'http://loinc.org','code':'LA9657-3'}]}; CYP2C9; Poor Metabolizer",
                "53040-2; {'text':'Intermediate metaboliser'}; CYP2C19; Intermediate Metabolizer",
                "79716-7; {'text':'Normal metabolizer'}; ignored; Normal Metabolizer"
            })
    void aPhenotypeIsTakenAsStated(String loinc, String value, String gene, String phenotype) {
        assertThat(read(geneResult(loinc, value, gene)).genotypes())
                .singleElement()
                .satisfies(genotype -> assertThat(genotype.phenotype()).isEqualTo(phenotype));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "84413-4; {'text':'*1'}; CYP2C9",
                "84413-4; {'text':'*1/*2 or *1/*3'}; CYP2C9",
                "53040-2; {'text':'slow'}; CYP2C9",
                "53040-2; {'text':'Poor metabolizer'}; the gene"
            })
    void aResultThatIsNotUnderstoodIsAnIssue(String loinc, String value, String gene) {
        ClinicalFacts facts = read(bundle(geneResult(loinc, value, gene), observation("4548-4", quantity("7", "%"))));
        assertThat(facts.genotypes()).isEmpty();
        assertThat(facts.issues()).anySatisfy(issue -> assertThat(issue.kind()).isEqualTo(DataIssue.Kind.UNMAPPED));
    }
}
