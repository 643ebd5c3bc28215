package org.hsdpo.text.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.hsdpo.text.Parsers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A1c 8.4%                                       | HBA1C 8.4 %
            HbA1c: 68 mmol/mol                             | HBA1C 68.0 mmol/mol
            hemoglobin A1c is 7.2 %                        | HBA1C 7.2 %
            HbA1c 700 %                                    | HBA1C 700.0 %
            fasting glucose 142 mg/dL                      | FASTING_GLUCOSE 142.0 mg/dL
            FPG 8.1 mmol/L                                 | FASTING_GLUCOSE 8.1 mmol/L
            creatinine 88 umol/L                           | CREATININE 88.0 umol/L
            eGFR 28 ml/min/1.73m2                          | EGFR 28.0 mL/min/{1.73_m2}
            BP 145/90 mmHg                                 | SYSTOLIC_PRESSURE 145.0 mm[Hg], DIASTOLIC_PRESSURE 90.0 mm[Hg]
            HR 72 bpm, weight 80 kg, BMI 27.1 kg/m2        | HEART_RATE 72.0 /min, WEIGHT 80.0 kg, BODY_MASS_INDEX 27.1 kg/m2
            height 5'10"                                   | HEIGHT 70.0 [in_i]
            LDL 2.4 mmol/L, HDL 48 mg/dL, TG 1.8, ALT 34   | LDL_CHOLESTEROL 2.4 mmol/L, HDL_CHOLESTEROL 48.0 mg/dL, TRIGLYCERIDES 1.8 mmol/L, ALT 34.0 U/L
            wt 198 lb                                      | WEIGHT 198.0 [lb_av]
            """)
    void valuesAreReadWithTheirUnits(String note, String expected) {
        assertThat(values(note)).isEqualTo(expected);
    }

    /** The measurement is plausible in one of its units only. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A1c 8.4        | HBA1C 8.4 %
            HbA1c 68       | HBA1C 68.0 mmol/mol
            glucose 180    | GLUCOSE 180.0 mg/dL
            glucose 9.1    | GLUCOSE 9.1 mmol/L
            creatinine 1.2 | CREATININE 1.2 mg/dL
            """)
    void aMissingUnitIsToldByWhatIsPlausible(String note, String expected) {
        assertThat(values(note)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weight 180",
                "TG 21",
                "A1c goal <7%",
                "A1c <7%",
                "LDL <70",
                "If eGFR <30 stop metformin.",
                "Metformin is contraindicated when eGFR <30.",
                "Metformin at eGFR <30 is unsafe",
                "Keep A1c <4%",
                "Target glucose >400",
                "eGFR (>60): normal",
                "glucose 140-180 mg/dL",
                "weight loss 5 kg",
                "A1c in 3 months",
                "glucose meter 2 times daily",
                "A1c 8,4%",
                "creatinine 5 mg/g",
                "Wt change 3 kg",
                "A1c 3/2024",
                "BP 140-170/90's",
                "EF 55-60 %"
            })
    void whatIsNoSingleValueInAKnownUnitIsLeftOut(String note) {
        assertThat(values(note)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eGFR <30                                   | EGFR < 30.0 mL/min/{1.73_m2}
            HbA1c > 14%                                | HBA1C > 14.0 %
            Labs: HbA1c >14 %, eGFR < 15 ml/min        | HBA1C > 14.0 %, EGFR < 15.0 mL/min/{1.73_m2}
            eGFR is >=60 ml/min/1.73m2                 | EGFR >= 60.0 mL/min/{1.73_m2}
            eGFR \u2264 29                                 | EGFR <= 29.0 mL/min/{1.73_m2}
            Her eGFR is less than 30                   | EGFR < 30.0 mL/min/{1.73_m2}
            CKD 4, eGFR below 30, on insulin           | EGFR < 30.0 mL/min/{1.73_m2}
            creatinine 3.1 mg/dL, eGFR <30, K 5.2      | CREATININE 3.1 mg/dL, EGFR < 30.0 mL/min/{1.73_m2}, POTASSIUM 5.2 mmol/L
            glucose >600 mg/dL                         | GLUCOSE > 600.0 mg/dL
            """)
    void aResultReportedAsABoundIsReadAsOne(String note, String expected) {
        assertThat(values(note)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A1c 8.4% (prev. 7.9%)                       | 8.4 CURRENT, 7.9 HISTORICAL
            A1c improved from 9.2% to 7.8%              | 9.2 HISTORICAL, 7.8 CURRENT
            A1c was 9.1 in January and is now 7.4       | 9.1 HISTORICAL, 7.4 CURRENT
            Prior A1c 9.1%                              | 9.1 HISTORICAL
            Goal A1c 7%                                 | 7.0 HYPOTHETICAL
            Patient s/p CABG, A1c 7.1%                  | 7.1 CURRENT
            A1c 8.4% (was 7.9% 3 months ago)            | 8.4 CURRENT, 7.9 HISTORICAL
            """)
    void earlierValuesAndTargetsAreNotCurrent(String note, String expected) {
        String found = Parsers.PARSER.parse(note).measurements().stream()
                .map(mention ->
                        mention.value().value() + " " + mention.context().temporality())
                .collect(Collectors.joining(", "));
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HbA1c 8.4% on 2024-03-01                            | 2024-03-01
            HbA1c 8.4% (3/15/2024)                              | 2024-03-15
            HbA1c (1 March 2024): 8.4%                          | 2024-03-01
            March 1, 2024: HbA1c 8.4%                           | 2024-03-01
            HbA1c 8.4% (03/04/2024)                             | -
            HbA1c 8.4% (03/04/2024). Seen on 25/12/2023.        | 2024-04-03
            HbA1c 8.4% in March 2024                            | -
            HbA1c 8.4% on 2024-02-31                            | -
            """)
    void aDateBesideAValueIsReadWhereItHasOneReading(String note, String expected) {
        String found = Parsers.PARSER
                .parse(note)
                .measurements()
                .getFirst()
                .date()
                .map(Object::toString)
                .orElse("-");
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aSeriesKeepsEachDate() {
        String found = Parsers.PARSER.parse("HbA1c 8.4% (2024-03-01), 7.9% (2023-09-10)").measurements().stream()
                .map(mention -> mention.value().value() + " " + mention.date().orElseThrow())
                .collect(Collectors.joining(", "));
        assertThat(found).isEqualTo("8.4 2024-03-01, 7.9 2023-09-10");
    }

    @Test
    void aDateOfTheValueBeforeIsNotTheNextOnes() {
        assertThat(Parsers.PARSER
                        .parse("HbA1c 8.4% on 2024-03-01, BP 145/90")
                        .measurements()
                        .get(1)
                        .date())
                .isEmpty();
    }

    private static String values(String note) {
        return Parsers.PARSER.parse(note).measurements().stream()
                .map(mention -> mention.measurement() + " " + mention.bound().before(mention.value()))
                .collect(Collectors.joining(", "));
    }
}
