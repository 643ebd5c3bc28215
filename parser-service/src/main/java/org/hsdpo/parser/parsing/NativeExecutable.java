package org.hsdpo.parser.parsing;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a native executable must keep because it is reached by name only: the records that knowledge files are bound to,
 * the
 * OpenNLP classes that a model names in its manifest, and the messages of error details.
 */
@RegisterForReflection(
        classNames = {
            "com.google.protobuf.Any",
            "com.google.protobuf.Any$Builder",
            "com.google.protobuf.Duration",
            "com.google.protobuf.Duration$Builder",
            "com.google.rpc.BadRequest",
            "com.google.rpc.BadRequest$Builder",
            "com.google.rpc.BadRequest$FieldViolation",
            "com.google.rpc.BadRequest$FieldViolation$Builder",
            "com.google.rpc.ErrorInfo",
            "com.google.rpc.ErrorInfo$Builder",
            "com.google.rpc.RetryInfo",
            "com.google.rpc.RetryInfo$Builder",
            "com.google.rpc.Status",
            "com.google.rpc.Status$Builder",
            "org.hsdpo.clinical.condition.ConditionCatalogue$File",
            "org.hsdpo.clinical.condition.ConditionDefinition",
            "org.hsdpo.clinical.condition.ConditionDefinition$Silence",
            "org.hsdpo.clinical.condition.ConditionConcept",
            "org.hsdpo.clinical.drug.Drug",
            "org.hsdpo.clinical.drug.Formulary$File",
            "org.hsdpo.clinical.drug.FormularyEntry",
            "org.hsdpo.clinical.drug.FormularyEntry$Route",
            "org.hsdpo.clinical.measurement.Measurement",
            "org.hsdpo.clinical.measurement.MeasurementCatalogue$File",
            "org.hsdpo.clinical.measurement.MeasurementDefinition",
            "org.hsdpo.clinical.measurement.MeasurementDefinition$Range",
            "org.hsdpo.text.context.ContextTriggers$File",
            "org.hsdpo.text.context.ContextTriggers$Trigger",
            "org.hsdpo.text.context.ContextTriggers$Termination",
            "org.hsdpo.text.context.ContextTriggers$Meaning",
            "org.hsdpo.text.context.ContextTriggers$Reach",
            "org.hsdpo.text.measurement.MeasurementTerms$File",
            "org.hsdpo.text.measurement.MeasurementTerms$Entry",
            "org.hsdpo.text.medication.DosingTerms$File",
            "org.hsdpo.text.medication.DosingTerms$FrequencyEntry",
            "org.hsdpo.text.medication.DrugNames$File",
            "org.hsdpo.text.medication.DrugNames$Names",
            "org.hsdpo.text.medication.DrugNames$Combination",
            "org.hsdpo.text.note.MedicationMention$Event",
            "org.hsdpo.text.note.Section$Kind",
            "org.hsdpo.text.problem.ProblemTerms$File",
            "org.hsdpo.text.problem.ProblemTerms$Entry",
            "org.hsdpo.text.section.SectionTitles$File",
            "org.hsdpo.text.section.SectionTitles$Entry",
            "opennlp.tools.langdetect.LanguageDetectorFactory",
            "opennlp.tools.postag.POSTaggerFactory",
            "opennlp.tools.sentdetect.SentenceDetectorFactory",
            "opennlp.tools.tokenize.TokenizerFactory",
            "opennlp.tools.util.featuregen.AggregatedFeatureGeneratorFactory",
            "opennlp.tools.util.featuregen.CachedFeatureGeneratorFactory",
            "opennlp.tools.util.featuregen.DefinitionFeatureGeneratorFactory",
            "opennlp.tools.util.featuregen.PosTaggerFeatureGeneratorFactory",
            "opennlp.tools.util.featuregen.PrefixFeatureGeneratorFactory",
            "opennlp.tools.util.featuregen.SentenceFeatureGeneratorFactory",
            "opennlp.tools.util.featuregen.SuffixFeatureGeneratorFactory",
            "opennlp.tools.util.featuregen.TokenClassFeatureGeneratorFactory",
            "opennlp.tools.util.featuregen.TokenFeatureGeneratorFactory",
            "opennlp.tools.util.featuregen.WindowFeatureGeneratorFactory",
            "opennlp.tools.util.normalizer.EmojiCharSequenceNormalizer",
            "opennlp.tools.util.normalizer.NumberCharSequenceNormalizer",
            "opennlp.tools.util.normalizer.ShrinkCharSequenceNormalizer",
            "opennlp.tools.util.normalizer.TwitterCharSequenceNormalizer",
            "opennlp.tools.util.normalizer.UrlCharSequenceNormalizer"
        })
final class NativeExecutable {
    private NativeExecutable() {}
}
