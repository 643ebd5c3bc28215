package org.hsdpo.gateway.profile;

/**
 * A profile as it is stored and returned.
 *
 * @param profileId its identifier
 * @param json its exact text
 * @param isNew whether this call made it; false where an idempotency key found it
 */
public record IssuedProfile(String profileId, String json, boolean isNew) {}
