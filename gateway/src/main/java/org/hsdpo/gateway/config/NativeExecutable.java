package org.hsdpo.gateway.config;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a native executable must keep because it is reached by name only: the records that knowledge files are bound to,
 * and the messages of Google's that ours hold.
 */
@RegisterForReflection(
        classNames = {
            "com.google.protobuf.Any",
            "com.google.protobuf.Any$Builder",
            "com.google.protobuf.Duration",
            "com.google.protobuf.Duration$Builder",
            "com.google.protobuf.Timestamp",
            "com.google.protobuf.Timestamp$Builder",
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
            "org.hsdpo.clinical.trend.Sufficiency$Decision",
            "org.hsdpo.clinical.trend.Sufficiency$File",
            "org.hsdpo.clinical.trend.Sufficiency$Wanted",
            "org.hsdpo.gateway.profile.WantedData$Datum",
            "org.hsdpo.gateway.profile.WantedData$Fact",
            "org.hsdpo.gateway.profile.WantedData$File"
        })
final class NativeExecutable {
    private NativeExecutable() {}
}
