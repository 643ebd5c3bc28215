package org.hsdpo.gateway.access;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One scope of SMART App Launch 2.2 (HL7), for example {@code user/*.cruds}; the permission words of version 1
 * ({@code read}, {@code write}, {@code *}) are understood too. Scopes narrowed by search parameters grant nothing here,
 * because a dosing decision needs the whole record.
 *
 * @param context on whose authority
 * @param resource FHIR resource type, or {@code *}
 * @param access interactions allowed
 */
record SmartScope(Context context, String resource, Set<Access> access) {
    /** On whose authority a scope is held. */
    enum Context {
        PATIENT,
        USER,
        SYSTEM
    }

    /** FHIR interactions. */
    enum Access {
        CREATE,
        READ,
        UPDATE,
        DELETE,
        SEARCH
    }

    private static final Pattern FORM =
            Pattern.compile("(patient|user|system)/(\\*|[A-Z][A-Za-z]+)\\.(read|write|\\*|(?=[cruds])c?r?u?d?s?)");
    private static final String WHOLE_RECORD = "*";
    private static final String ORDERS = "MedicationRequest";
    /** Not of FHIR: research is no clinical use, and no clinical scope, wildcard or not, allows it. */
    private static final String RESEARCH_RECORD = "HsdpoResearchRecord";

    private static final String COHORT_STATISTIC = "HsdpoCohortStatistic";

    SmartScope {
        access = Set.copyOf(access);
    }

    /** The scope a text says; empty for scopes of other kinds, such as {@code openid}. */
    static Optional<SmartScope> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Context context = Context.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        return Optional.of(new SmartScope(context, matcher.group(2), access(matcher.group(3))));
    }

    private static Set<Access> access(String word) {
        return switch (word) {
            case "*" -> EnumSet.allOf(Access.class);
            case "read" -> EnumSet.of(Access.READ, Access.SEARCH);
            case "write" -> EnumSet.of(Access.CREATE, Access.UPDATE, Access.DELETE);
            default -> {
                Set<Access> access = EnumSet.noneOf(Access.class);
                for (Access one : Access.values()) {
                    if (word.indexOf(Character.toLowerCase(one.name().charAt(0))) >= 0) {
                        access.add(one);
                    }
                }
                yield access;
            }
        };
    }

    /** What this scope allows. */
    Set<String> permissions() {
        Set<String> permissions = clinicalPermissions();
        if (context == Context.SYSTEM && resource.equals(WHOLE_RECORD) && access.contains(Access.CREATE)) {
            permissions.add(Permissions.BULK_LOAD);
        }
        if (context == Context.SYSTEM && access.contains(Access.READ)) {
            if (resource.equals(RESEARCH_RECORD)) {
                permissions.add(Permissions.EXPORT_RESEARCH);
            }
            if (resource.equals(COHORT_STATISTIC)) {
                permissions.add(Permissions.RELEASE_STATISTICS);
            }
        }
        return permissions;
    }

    /** What it allows with a named patient's data. A review is a person's decision, so no system scope allows it. */
    Set<String> clinicalPermissions() {
        Set<String> permissions = new HashSet<>();
        if (resource.equals(WHOLE_RECORD) && access.contains(Access.CREATE)) {
            permissions.add(Permissions.WRITE_RECORD);
        }
        if (resource.equals(WHOLE_RECORD) && access.contains(Access.READ)) {
            permissions.add(Permissions.CREATE_PROFILE);
            permissions.add(Permissions.READ_PROFILE);
            permissions.add(Permissions.READ_NOTE);
        }
        if ((resource.equals(WHOLE_RECORD) || resource.equals(ORDERS))
                && access.contains(Access.UPDATE)
                && context != Context.SYSTEM) {
            permissions.add(Permissions.REVIEW_PROFILE);
        }
        return permissions;
    }
}
