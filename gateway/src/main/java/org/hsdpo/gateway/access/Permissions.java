package org.hsdpo.gateway.access;

/** What a caller can be allowed to do, in the form {@code @PermissionsAllowed} takes. */
public final class Permissions {
    /** Send a patient's records. */
    public static final String WRITE_RECORD = "record:write";
    /** Send files of many patients and see what became of them. */
    public static final String BULK_LOAD = "record:bulk";
    /** Have a profile made; it reads the whole record. */
    public static final String CREATE_PROFILE = "profile:create";
    /** Read the notes of a record. */
    public static final String READ_NOTE = "note:read";
    /** Read a stored profile. */
    public static final String READ_PROFILE = "profile:read";
    /** Accept, change or reject a profile. */
    public static final String REVIEW_PROFILE = "profile:review";
    /** Take out all patients' records without their identity. */
    public static final String EXPORT_RESEARCH = "research:export";
    /** Spend the tenant's privacy budget on statistics. */
    public static final String RELEASE_STATISTICS = "research:statistics";

    private Permissions() {}
}
