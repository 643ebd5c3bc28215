package org.hsdpo.text.adverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.hsdpo.text.Parsers;
import org.hsdpo.text.note.AdverseEventMention;
import org.hsdpo.text.note.Context.Assertion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdverseEventsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            She had nausea with metformin. | nausea UNDER_DRUG metformin
            Admitted with lactic acidosis due to metformin. | lactic acidosis STATED_CAUSE metformin
            She reports nausea and diarrhea with metformin. | nausea UNDER_DRUG metformin; diarrhea UNDER_DRUG metformin
            Severe hypoglycemia secondary to glipizide. | Severe hypoglycemia STATED_CAUSE glipizide
            Amlodipine causes ankle swelling. | ankle swelling STATED_CAUSE amlodipine
            Metformin-induced diarrhea. | diarrhea STATED_CAUSE metformin
            After starting empagliflozin she developed genital yeast infections. | genital yeast infections UNDER_DRUG empagliflozin
            Metformin was stopped because of diarrhea. | diarrhea WITHDRAWN_FOR metformin
            Could not tolerate metformin due to nausea. | nausea STATED_CAUSE metformin
            ALLERGIES: penicillin (hives, angioedema) | hives STATED_CAUSE penicillin; angioedema STATED_CAUSE penicillin
            Rash from penicillin in childhood. | Rash STATED_CAUSE penicillin
            Olanzapine stopped 2021 (weight gain). | weight gain WITHDRAWN_FOR olanzapine
            Hypoglycemia since starting glimepiride 4 mg daily. | Hypoglycemia UNDER_DRUG glimepiride
            Die Patientin klagt über Übelkeit unter Metformin. | Übelkeit UNDER_DRUG metformin
            Der Patient hatte eine Laktatazidose durch Metformin. | Laktatazidose STATED_CAUSE metformin
            """)
    void aProblemThatWordsTieToADrugIsAnAdverseEvent(String note, String expected) {
        assertThat(found(note)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nausea for two days. Takes metformin 500 mg BID.",
                "Type 2 diabetes on metformin.",
                "Hypertension on lisinopril, nausea today.",
                "No nausea with metformin.",
                "Tolerates metformin without diarrhea.",
                "Counselled about nausea with metformin.",
                "Nausea not due to metformin.",
                "Nausea improved with ondansetron.",
                "Nausea, on ondansetron.",
                "Her mother had lactic acidosis due to metformin.",
                "Metformin was stopped because of CKD.",
                "Hold metformin because of vomiting.",
                "Start lisinopril for hypertension.",
                "If nausea on metformin, stop it."
            })
    void aBareProblemIsNone(String note) {
        assertThat(found(note)).isEmpty();
    }

    @Test
    void aSuspicionIsNoMoreThanPossible() {
        AdverseEventMention mention = Parsers.PARSER
                .parse("Diarrhea, likely due to metformin.")
                .adverseEvents()
                .getFirst();
        assertThat(mention.context().assertion()).isEqualTo(Assertion.POSSIBLE);
    }

    private static String found(String note) {
        return Parsers.PARSER.parse(note).adverseEvents().stream()
                .map(each -> each.text() + " " + each.basis() + " " + each.ingredient())
                .collect(Collectors.joining("; "));
    }
}
